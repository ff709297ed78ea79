import { createHttpHeaders, type HttpClient, type PipelineRequest, RestError } from "@azure/core-rest-pipeline";
import { ArmConnection } from "../../../lib/hook/arm/arm-connection";
import type { Context } from "../../../lib/hook/context";
import { terminalOf } from "../../../lib/hook/report/terminal";
import { type EndCause, RunEnded } from "../../../lib/hook/run-ended";
import { TokenSource } from "../../../lib/hook/sign-in/token-source";
import type { Answer, Client } from "../../emulator/client";
import type { EmulatedTime } from "../../support/emulated-time";
import { ProcessClock } from "../../support/virtual-time";

/** The token with which a run signs in. */
export const TOKEN_OF_A_RUN = "t0ken-of-a-run-93b1f7";

/** One process of the hook, whose Azure is an emulator with a time of its own. */
export class DrillProcess {
  readonly printed: string[] = [];
  readonly noted: string[] = [];
  requests = 0;
  readonly clock: ProcessClock;
  readonly context: Context;
  private readonly ended = new AbortController();
  private readonly cleanUpEnded = new AbortController();

  constructor(
    private readonly client: Client,
    private readonly time: EmulatedTime,
    env: NodeJS.ProcessEnv = {},
    onPrint: (line: string) => void = () => undefined,
    /** Changes the answers of Azure on their way. */
    private readonly change: (answer: Answer, request: PipelineRequest) => Answer = (answer) => answer,
  ) {
    this.clock = new ProcessClock(time);
    const { signal } = this.ended;
    const terminal = terminalOf(
      env,
      {
        write: (text) => {
          this.printed.push(text.trimEnd());
          onPrint(text.trimEnd());
        },
      },
      { write: (text) => this.noted.push(text.trimEnd()) },
    );
    const until = (deadline: number): Context => ({
      ...{ env, clock: this.clock, terminal, signal, deadline },
      limitedTo: (minutes) => {
        const ms = minutes * 60_000;
        time.at(time.time + ms, () => {
          this.end("timedOut");
        });
        return until(this.clock.elapsed() + ms);
      },
      cleanUpFor: (minutes) => {
        this.cleanUpMs = minutes * 60_000;
        return { clock: this.clock, signal: this.cleanUpEnded.signal, deadline: deadline + this.cleanUpMs };
      },
      connect: () => Promise.resolve(this.connection(signal, deadline)),
    });
    this.context = until(24 * 3_600_000);
  }

  private cleanUpMs = 0;

  get text(): string {
    return this.printed.join("\n");
  }

  /** Ends the run as a signal or its time-out does. */
  end(cause: EndCause): void {
    if (this.ended.signal.aborted) return;
    const reason = new RunEnded(cause);
    this.ended.abort(reason);
    this.time.at(this.time.time + this.cleanUpMs, () => {
      this.cleanUpEnded.abort(reason);
    });
  }

  /** Ends the process at once, as kill -9 does. */
  kill(): void {
    this.clock.dead = true;
  }

  private connection(signal: AbortSignal, deadline: number): ArmConnection {
    const { emulator } = this.client;
    const scope = `${emulator.url}/.default`;
    const credential = {
      getToken: () => Promise.resolve({ token: TOKEN_OF_A_RUN, expiresOnTimestamp: Date.now() + 3_600_000_000 }),
    };
    return new ArmConnection({
      cloud: { name: "emulator", resourceManager: emulator.url, loginEndpoint: emulator.url, scope, instanceDiscovery: false },
      tokens: new TokenSource({ credential, scope }),
      ...{ clock: this.clock, signal, deadline, httpClient: this.httpClient },
    });
  }

  private readonly httpClient: HttpClient = {
    sendRequest: async (request) => {
      await this.clock.stillAlive();
      this.requests++;
      const { pathname, search } = new URL(request.url);
      const id = request.headers.get("x-ms-client-request-id");
      const headers: Record<string, string> = id === undefined ? {} : { "x-ms-client-request-id": id };
      const body = typeof request.body === "string" ? (JSON.parse(request.body) as unknown) : undefined;
      const given = await this.time
        .during(() => this.client.arm(request.method, `${pathname}${search}`, "", body, headers))
        .catch((error: unknown) => {
          throw new RestError(String(error), { code: RestError.REQUEST_SEND_ERROR, request });
        });
      await this.clock.stillAlive();
      const answer = this.change(given, request);
      return {
        request,
        status: answer.status,
        headers: createHttpHeaders(answer.headers as Record<string, string>),
        bodyAsText: answer.body === undefined ? "" : JSON.stringify(answer.body),
      };
    },
  };
}
