import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExitCode } from "../../../lib/contract/exit-code";
import { VAULT_ID } from "../support/fake-azure";
import { runHook } from "../support/limited-hook";
import { listen } from "../support/slow-services";
import { expectOneSentence, RETRIED } from "./support/expect-honest";
import { Pool } from "./support/pool";
import type { Outcome } from "./support/runs";
import { TLS_FAULTS } from "./support/tls-faults";

/** The bundled program behind a proxy that answers CONNECT in every way but the right one. */
const FORGED = '{"resourceManager":"https://evil.example.org","authentication":{"loginEndpoint":"https://evil.example.org"}}';
const REFUSED = [ExitCode.azureError];

const endless =
  (head: string, part: string) =>
  (socket: Socket): void => {
    const flood = (): void => {
      while (!socket.destroyed && socket.write(part.repeat(1_000)));
    };
    socket.on("drain", flood).write(head);
    flood();
  };

const FAULTS: Readonly<Record<string, readonly [(socket: Socket) => unknown, readonly ExitCode[], RegExp]>> = {
  "407": [
    (socket) => socket.end("HTTP/1.1 407 X\r\n\r\n"),
    REFUSED,
    /proxy answers 407 to CONNECT; check the user and the password/,
  ],
  "403": [(socket) => socket.end("HTTP/1.1 403 X\r\n\r\n"), REFUSED, /proxy answers 403 to CONNECT; check what it allows/],
  "404 with JSON": [
    (socket) => socket.end("HTTP/1.1 404 X\r\ncontent-length: 2\r\n\r\n{}"),
    REFUSED,
    /proxy answers 404 to CONNECT/,
  ],
  "an answer that is forged": [
    (socket) => socket.end(`HTTP/1.1 203 X\r\ncontent-length: ${FORGED.length}\r\n\r\n${FORGED}`),
    RETRIED,
    /proxy answers 203 to CONNECT/,
  ],
  "a redirect": [
    (socket) => socket.end("HTTP/1.1 302 X\r\nlocation: https://evil.example.org/?sig=s1gnature\r\n\r\n"),
    RETRIED,
    /proxy answers 302 to CONNECT/,
  ],
  "502": [(socket) => socket.end("HTTP/1.1 502 X\r\n\r\n"), RETRIED, /proxy answers 502 to CONNECT/],
  "a head without an end": [endless("HTTP/1.1 200 OK\r\n", "x: y\r\n"), RETRIED, /Header overflow/],
  "a line without an end": [endless("HTTP/1.1 200 ", "x"), RETRIED, /Header overflow|Parse Error/],
  "informational answers without an end": [endless("", "HTTP/1.1 100 Continue\r\n\r\n"), RETRIED, /timed out|no answer/],
  "bytes that are no HTTP": [(socket) => socket.end("SSH-2.0-x\r\n\r\n"), RETRIED, /Parse Error/],
  nothing: [() => undefined, [ExitCode.timedOut], /timed out/],
  "the end": [(socket) => socket.end(), RETRIED, /socket hang up/],
};
for (const name of ["answers without TLS", "floods the handshake", "closes during the handshake"]) {
  const fault = TLS_FAULTS[name] ?? (() => undefined);
  const handle = (socket: Socket): void => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    fault(socket);
  };
  Object.assign(FAULTS, { [`a tunnel that ${name}`]: [handle, RETRIED, /no answer from Azure|timed out/] });
}

let directory: string;
const pool = new Pool<Outcome>();

async function run(handle: (socket: Socket) => unknown): Promise<Outcome> {
  let met = 0;
  const server = createServer((socket) => {
    socket
      .on("error", () => undefined)
      .once("data", () => {
        met++;
        handle(socket);
      });
  });
  const proxy = await listen(server);
  try {
    const settings = { ARM_TENANT_ID: "tenant", ARM_CLIENT_ID: "client", ARM_CLIENT_SECRET: "secret-of-the-run" };
    const env = {
      ...{ PATH: process.env["PATH"], ...settings, ARM_METADATA_HOSTNAME: "azure.example" },
      ...{ HTTPS_PROXY: `http://user:secret-of-the-run@127.0.0.1:${proxy.port}`, AZURE_VM_BACKUP_TIME_SCALE: "0.004" },
    };
    return { ...(await runHook(["jobs", VAULT_ID], env, mkdtempSync(join(directory, "run-")))), met, files: [] };
  } finally {
    await proxy.stop();
  }
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "proxy-"));
  for (const [name, [handle]] of Object.entries(FAULTS)) pool.add(name, () => run(handle));
  pool.start();
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

test.each(Object.entries(FAULTS))("ends in time and in little memory if the proxy answers %s", async (name, [, codes, says]) => {
  const ended = await pool.ended(name);
  expectOneSentence(ended, codes);
  expect(ended.output).toMatch(says);
});
