import type { IncomingMessage, ServerResponse } from "node:http";
import { Agent, createServer, request } from "node:https";
import { readFileSync } from "node:fs";
import { stopAfterwards } from "../../../support/stop-afterwards";
import type { Emulator } from "../../../../lib/emulator";
import { listen, type Running } from "../../support/slow-services";
import type { Answer, Asked, Real } from "./answers";
import type { Certificate } from "./certificates";

/** Whether a gateway answers a request itself. */
export type Matches = (asked: Pick<Asked, "method" | "url">) => boolean;

/** A server between a program and an emulator: it answers some requests itself, and passes the others on. */
export interface Gateway extends Running {
  readonly origin: string;
  /** How many requests it has answered itself. */
  readonly answered: () => number;
}

/** Passes requests on to an emulator, whose URLs it replaces by its own. */
export class Gateways {
  private readonly agent: Agent;

  constructor(
    private readonly emulator: Emulator,
    private readonly certificate: Certificate,
  ) {
    this.agent = new Agent({ keepAlive: true, ca: readFileSync(emulator.certificateFile) });
    stopAfterwards({
      stop: () => {
        this.agent.destroy();
      },
    });
  }

  async start(matches: Matches, answer: Answer): Promise<Gateway> {
    const state = { answered: 0, origin: "" };
    const server = createServer(this.certificate, (incoming, response) => {
      void this.handle(incoming, response, state, matches, answer);
    });
    const running = await listen(server);
    state.origin = `https://localhost:${running.port}`;
    return { ...running, origin: state.origin, answered: () => state.answered };
  }

  private async handle(
    incoming: IncomingMessage,
    response: ServerResponse,
    state: { answered: number; readonly origin: string },
    matches: Matches,
    answer: Answer,
  ): Promise<void> {
    const { method = "", url = "", headers } = incoming;
    const body = await bodyOf(incoming);
    const azure = (): Promise<Real> => this.pass({ method, url, headers, body }, state.origin);
    if (matches({ method, url })) {
      const earlier = state.answered++;
      const asked = { method, url, body, earlier, azure, authorization: headers.authorization ?? "", origin: state.origin };
      await answer(response, asked);
      return;
    }
    const { status, headers: given, text } = await azure();
    const kept = Object.entries(given).filter(([name]) => !/^(content-length|transfer-encoding|connection)$/.test(name));
    response.writeHead(status, Object.fromEntries(kept)).end(text);
  }

  private async pass(
    { method, url, headers, body }: { method: string; url: string; headers: IncomingMessage["headers"]; body: string },
    origin: string,
  ): Promise<Real> {
    const { "content-length": _, ...kept } = headers;
    const given = { ...kept, host: new URL(this.emulator.url).host, "accept-encoding": "identity" };
    const theirs = (text: string): string =>
      [(one: string) => one, encodeURIComponent].reduce((all, as) => all.replaceAll(as(origin), as(this.emulator.url)), text);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(`${this.emulator.url}${theirs(url)}`, { method, agent: this.agent, headers: given }, resolve);
      sent.once("error", reject).end(theirs(body));
    });
    const own = (text: string): string => text.replaceAll(this.emulator.url, origin);
    const links = Object.entries(answer.headers).map(
      ([name, value]) => [name, typeof value === "string" ? own(value) : value] as const,
    );
    return { status: answer.statusCode ?? 0, headers: Object.fromEntries(links), text: own(await bodyOf(answer)) };
  }
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of message.setEncoding("utf8")) body += String(chunk);
  return body;
}
