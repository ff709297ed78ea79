import { createHttpHeaders, type HttpClient, type PipelineRequest } from "@azure/core-rest-pipeline";
import type { Clock } from "../../lib/hook/clock";
import type { Context } from "../../lib/hook/context";
import { terminalOf } from "../../lib/hook/report/terminal";
import { TokenSource } from "../../lib/hook/sign-in/token-source";
import { ArmConnection } from "../../lib/hook/arm/arm-connection";
import { FakeClock } from "./fakes";

const ARM = "https://management.example.com";

/** A request as the tests look at it: the path without the query, and the query. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** What Azure says to a request: a body of 200, or a status with one; undefined is a 404. */
export type Answer =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  | { readonly body: unknown }
  | undefined;

export interface ScriptedAzure<C extends Clock = FakeClock> {
  readonly context: Context;
  readonly clock: C;
  readonly sent: SentRequest[];
  /** What was written to stdout and to stderr. */
  readonly printed: string[];
  readonly noted: string[];
  readonly abort: () => void;
}

/** Azure behind answers that a test gives, signed in to. */
export function scriptedAzure<C extends Clock = FakeClock>(
  answer: (request: SentRequest) => Answer,
  env: NodeJS.ProcessEnv = {},
  clock = new FakeClock() as unknown as C,
): ScriptedAzure<C> {
  const controller = new AbortController();
  const [sent, printed, noted]: [SentRequest[], string[], string[]] = [[], [], []];
  const httpClient: HttpClient = {
    sendRequest: (request: PipelineRequest) => {
      const url = new URL(request.url);
      const body = typeof request.body === "string" ? (JSON.parse(request.body) as unknown) : undefined;
      const parsed = { method: request.method, path: decodeURIComponent(url.pathname), query: url.searchParams, body };
      sent.push(parsed);
      const given = answer(parsed) ?? { status: 404, body: { error: { code: "ResourceNotFound", message: "Not there." } } };
      return Promise.resolve({
        request,
        status: "status" in given ? given.status : 200,
        headers: createHttpHeaders("headers" in given ? given.headers : {}),
        bodyAsText: given.body === undefined ? "" : JSON.stringify(given.body),
      });
    },
  };
  const credential = {
    getToken: () => Promise.resolve({ token: "secret-token", expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  const arm = new ArmConnection({
    cloud: {
      name: "example",
      resourceManager: ARM,
      loginEndpoint: "https://login.example.com",
      scope: `${ARM}/.default`,
      instanceDiscovery: false,
    },
    tokens: new TokenSource({ credential, scope: `${ARM}/.default` }),
    clock,
    signal: controller.signal,
    deadline: 600_000,
    httpClient,
  });
  const terminal = terminalOf(
    env,
    { write: (text) => printed.push(text.trimEnd()) },
    { write: (text) => noted.push(text.trimEnd()) },
  );
  const abort = (): void => {
    controller.abort();
  };
  const { signal } = controller;
  const until = (deadline: number): Context => ({
    env,
    clock,
    terminal,
    signal,
    deadline,
    limitedTo: (minutes) => until(clock.elapsed() + minutes * 60_000),
    cleanUpFor: (minutes) => ({ clock, signal: new AbortController().signal, deadline: deadline + minutes * 60_000 }),
    connect: () => Promise.resolve(arm),
  });
  return { context: until(Infinity), clock, sent, printed, noted, abort };
}
