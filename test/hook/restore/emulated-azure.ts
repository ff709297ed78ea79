import { createHttpHeaders, type HttpClient, RestError } from "@azure/core-rest-pipeline";
import { ArmConnection } from "../../../lib/hook/arm/arm-connection";
import type { Clock } from "../../../lib/hook/clock";
import type { Context } from "../../../lib/hook/context";
import { terminalOf } from "../../../lib/hook/report/terminal";
import { RunEnded } from "../../../lib/hook/run-ended";
import { TokenSource } from "../../../lib/hook/sign-in/token-source";
import type { Client } from "../../emulator/client";

/** The context of a command in this process, with an emulator as Azure. The clock moves only while the command waits. */
export interface EmulatedAzure {
  readonly context: Context;
  readonly printed: string[];
  readonly noted: string[];
  /** Interrupts the run, as Ctrl-C does, before its n-th wait. */
  readonly interruptAtWait: (wait: number) => void;
}

export function emulatedAzure(client: Client): EmulatedAzure {
  const { emulator } = client;
  const controller = new AbortController();
  const [printed, noted]: [string[], string[]] = [[], []];
  const start = emulator.now().getTime();
  let waits = 0;
  let interruptAt = Infinity;
  const clock: Clock = {
    now: () => emulator.now(),
    elapsed: () => emulator.now().getTime() - start,
    sleep: (ms, signal) => {
      if (++waits === interruptAt) controller.abort(new RunEnded("interrupted"));
      if (!signal?.aborted) emulator.advance(ms);
      return Promise.resolve();
    },
  };
  const httpClient: HttpClient = {
    sendRequest: async (request) => {
      const { pathname, search } = new URL(request.url);
      const id = request.headers.get("x-ms-client-request-id");
      const headers: Record<string, string> = id === undefined ? {} : { "x-ms-client-request-id": id };
      const body = typeof request.body === "string" ? (JSON.parse(request.body) as unknown) : undefined;
      const answer = await client.arm(request.method, `${pathname}${search}`, "", body, headers).catch((error: unknown) => {
        throw new RestError(String(error), { code: RestError.REQUEST_SEND_ERROR, request });
      });
      return {
        request,
        status: answer.status,
        headers: createHttpHeaders(answer.headers as Record<string, string>),
        bodyAsText: answer.body === undefined ? "" : JSON.stringify(answer.body),
      };
    },
  };
  const credential = { getToken: () => Promise.resolve({ token: "t", expiresOnTimestamp: Date.now() + 3_600_000_000 }) };
  const scope = `${emulator.url}/.default`;
  const connect = (deadline: number) =>
    Promise.resolve(
      new ArmConnection({
        cloud: { name: "emulator", resourceManager: emulator.url, loginEndpoint: emulator.url, scope, instanceDiscovery: false },
        tokens: new TokenSource({ credential, scope }),
        ...{ clock, signal: controller.signal, deadline, httpClient },
      }),
    );
  const terminal = terminalOf(
    {},
    { write: (text) => printed.push(text.trimEnd()) },
    { write: (text) => noted.push(text.trimEnd()) },
  );
  const until = (deadline: number): Context => ({
    ...{ env: {}, clock, terminal, signal: controller.signal, deadline },
    limitedTo: (minutes) => until(clock.elapsed() + minutes * 60_000),
    cleanUpFor: (minutes) => ({ clock, signal: new AbortController().signal, deadline: deadline + minutes * 60_000 }),
    connect: () => connect(deadline),
  });
  return {
    context: until(24 * 3_600_000),
    printed,
    noted,
    interruptAtWait: (wait) => {
      interruptAt = wait;
    },
  };
}
