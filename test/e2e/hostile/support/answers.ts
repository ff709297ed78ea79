import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

/** A request that a gateway has received. */
export interface Asked {
  readonly method: string;
  /** The path with its query. */
  readonly url: string;
  readonly authorization: string;
  readonly body: string;
  /** How many requests have matched before. */
  readonly earlier: number;
  /** The origin of the gateway. */
  readonly origin: string;
  /** What Azure would have answered; it is not asked before. */
  readonly azure: () => Promise<Real>;
}

/** An answer of Azure. */
export interface Real {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

/** Writes an answer. */
export type Answer = (response: ServerResponse, asked: Asked) => unknown;

/** A signature in URLs that no output may hold. */
export const SIGNATURE = "s1gnature%2Bof%3Dthe-run";
const EVIL = `https://evil.example.org/x?sig=${SIGNATURE}`;
const MEGABYTE = 1024 * 1024;
const JSON_TYPE = { "content-type": "application/json" };

export const text =
  (content: string, status = 200, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) =>
    response.writeHead(status, { ...JSON_TYPE, ...headers }).end(content);
export const json = (value: unknown, status = 200, headers = {}): Answer => text(JSON.stringify(value), status, headers);
export const refusal = (status: number, headers: Readonly<Record<string, string>> = {}): Answer =>
  json({ error: { code: "Refused", message: "Not now." } }, status, headers);

/** Sends chunks as fast as they are read, until the client stops. */
const endless =
  (headers: Readonly<Record<string, string>>, chunk: Buffer): Answer =>
  (response) => {
    response.writeHead(200, { ...JSON_TYPE, ...headers }).on("error", () => undefined);
    const write = (): void => {
      while (!response.destroyed) if (!response.write(chunk)) return void response.once("drain", write);
    };
    write();
  };

/** Writes bytes to the connection past HTTP, and closes it if they have an end. */
const bytes =
  (...parts: readonly (string | Buffer)[]): Answer =>
  ({ socket }) => {
    for (const part of parts) socket?.write(part);
    socket?.end();
  };

/** Sends a text every 20 ms. */
const drip =
  (head: string, part: string): Answer =>
  ({ socket }) => {
    socket?.write(head);
    const timer = setInterval(() => socket?.write(part), 20);
    socket?.once("close", () => {
      clearInterval(timer);
    });
  };

const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

/** Bodies and bytes that are no answer of Azure. */
export const BROKEN: Readonly<Record<string, Answer>> = {
  "a redirect to another host": text("{}", 302, { location: EVIL }),
  "a redirect to itself": (response, { origin, url }) => text("{}", 307, { location: `${origin}${url}` })(response, {} as Asked),
  "a body without an end": endless({}, Buffer.alloc(MEGABYTE, " ")),
  "a body of 700 MB": endless({ "content-length": String(700 * MEGABYTE) }, Buffer.alloc(MEGABYTE, " ")),
  "gzip without an end": endless({ "content-encoding": "gzip" }, gzipSync(Buffer.alloc(16 * MEGABYTE, " "))),
  "JSON of 5,000 levels": text(`{"value":${"[".repeat(5_000)}${"]".repeat(5_000)}}`),
  "JSON of millions of values": text(`{"value":[${"[],".repeat(2_000_000)}1]}`),
  "a page of HTML with the request in it": (response, { authorization, body, url }) =>
    text(`<p>${authorization} ${body} ${url} ${EVIL}</p>\u001b[2J\r\n::error::x ##vso[x]y`, 200, { "content-type": "text/html" })(
      response,
      {} as Asked,
    ),
  "a length that is not reached": bytes(`${HEAD}content-length: 100\r\n\r\n{"value":[`),
  "bytes that are not gzip": text("{}", 200, { "content-encoding": "gzip" }),
  "headers of 64 KB": text("{}", 200, { x: "y".repeat(65_536) }),
  "two lengths": bytes(`${HEAD}content-length: 2\r\ncontent-length: 3\r\n\r\n{}x`),
  "bytes that are no HTTP": bytes("\u0000\u0001 nothing of HTTP \r\n\r\n"),
  "no bytes, and the end": bytes(),
  "JSON of another shape": text('{"value":{"__proto__":[]},"access_token":{},"data":{},"status":[],"name":null}'),
  "the text null": text("null"),
  "an empty body": text(""),
  "a status of 999": text("{}", 999),
};

/** Answers that come too slowly, or not at all. A run ends at its time-out. */
export const SLOW: Readonly<Record<string, Answer>> = {
  "no answer": () => undefined,
  "a body byte by byte": drip(`${HEAD}content-length: 100000\r\n\r\n`, " "),
  "a header byte by byte": drip(HEAD, "x"),
  "informational answers without an end": drip("", "HTTP/1.1 100 Continue\r\n\r\n"),
};

/** What `Retry-After` may hold. */
export const RETRY_AFTER: Readonly<Record<string, string>> = {
  zero: "0",
  "a part of a second": "0.0001",
  "a negative number": "-5",
  "no number": "NaN",
  "more than any number": "9".repeat(400),
  "a year": "31536000",
  "a date that is past": "Fri, 20 Nov 2015 09:00:00 GMT",
  "a date that is far away": "Fri, 20 Nov 9999 09:00:00 GMT",
};

/** Answers to a request of a page: a list that does not end, or leads elsewhere. `next` writes the link of a page. */
export const PAGING: Readonly<Record<string, (next: (link: string) => Answer) => Answer>> = {
  "pages without an end": (next) => (response, asked) => {
    const { origin, url, earlier } = asked;
    return next(`${origin}${url.replace(/&page=\d+/, "")}&page=${earlier}`)(response, asked);
  },
  "a link to the same page": (next) => (response, asked) => next(`${asked.origin}${asked.url}`)(response, asked),
  "a link to another host": (next) => next(EVIL),
  "a link without TLS": (next) => (response, asked) =>
    next(`${asked.origin.replace("https", "http")}${asked.url}`)(response, asked),
  "a link with a user in it": (next) => (response, asked) =>
    next(`${asked.origin.replace("//", "//u:s1gnature@")}${asked.url}`)(response, asked),
  "a link that is no URL": (next) => next("\u001b[2J://%"),
};
