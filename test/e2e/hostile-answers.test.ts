import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGzip } from "node:zlib";
import { ExitCode } from "../../lib/contract/exit-code";
import { type Answer, type Asked, type FakeAzure, fakeAzure, VAULT_ID } from "./support/fake-azure";
import { expectNoDefect, runHook } from "./support/limited-hook";

/** The bundled program against hostile servers and tools: it ends in time, uses little memory and prints no secret. */
const SECRET = "p+w/1 \"q'&<x>=%~";
const MEGABYTE = 1024 * 1024;

let directory: string;
let azure: FakeAzure;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "hostile-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Writes a body as fast as the client reads it, until it is complete or the client stops. */
function flood(response: ServerResponse, megabytes: number, headers: Readonly<Record<string, string>>, gzip = false): void {
  response.writeHead(200, { "content-type": "application/json", ...headers });
  const chunk = Buffer.alloc(MEGABYTE, " ");
  const target = gzip ? createGzip({ level: 1 }) : response;
  if (target !== response) target.pipe(response);
  response.on("error", () => undefined);
  let left = megabytes;
  const write = (): void => {
    while (left-- > 0 && !response.destroyed) if (!target.write(chunk)) return void target.once("drain", write);
    if (!response.destroyed) target.end();
  };
  write();
}

const JOBS = ["jobs", VAULT_ID, "--timeout", "5"];
const page = (nextLink: string): Answer => ({ body: { value: [], nextLink } });

const ANSWERS: readonly (readonly [string, () => (asked: Asked, times: number) => Answer, RegExp])[] = [
  [
    "a body of 700 MB, declared",
    () => (asked) =>
      asked === "jobs"
        ? (response) => {
            flood(response, 700, { "content-length": String(700 * MEGABYTE) });
          }
        : undefined,
    /an answer of more than 8 MB/,
  ],
  [
    "a body of 700 MB, in chunks",
    () => (asked) =>
      asked === "jobs"
        ? (response) => {
            flood(response, 700, {});
          }
        : undefined,
    /an answer of more than 8 MB/,
  ],
  [
    "2 GB in gzip",
    () => (asked) =>
      asked === "jobs"
        ? (response) => {
            flood(response, 2_048, { "content-encoding": "gzip" }, true);
          }
        : undefined,
    /an answer of more than 8 MB/,
  ],
  [
    "a token's answer of 700 MB",
    () => (asked) =>
      asked === "token"
        ? (response) => {
            flood(response, 700, {});
          }
        : undefined,
    /an answer of more than 8 MB/,
  ],
  [
    "JSON of 5,000 levels",
    () => (asked) => (asked === "jobs" ? { json: `{"value":${"[".repeat(5_000)}${"]".repeat(5_000)}}` } : undefined),
    /JSON that is more than 100 levels deep/,
  ],
  [
    "JSON of millions of values",
    () => (asked) => (asked === "jobs" ? { json: `{"value":[${"[],".repeat(2_000_000)}1]}` } : undefined),
    /JSON of more than 1000000 values/,
  ],
  [
    "a list without an end",
    () => (asked, times) =>
      asked === "jobs" ? page(`https://localhost:${azure.port}${VAULT_ID}/backupJobs?page=${times}`) : undefined,
    /Azure's list is longer than 1000 pages/,
  ],
  [
    "a list that leads back",
    () => (asked) => (asked === "jobs" ? page(`https://localhost:${azure.port}${VAULT_ID}/backupJobs?page=1`) : undefined),
    /links to a page that was read before/,
  ],
  [
    "a next page on another host",
    () => (asked) => (asked === "jobs" ? page("https://evil.example.org/x?sig=signature") : undefined),
    /links to https:\/\/evil\.example\.org, which is not followed/,
  ],
  [
    "a next page without TLS",
    () => (asked) => (asked === "jobs" ? page(`http://localhost:${azure.port}${VAULT_ID}/backupJobs`) : undefined),
    /links to http:\/\/localhost:\d+, which is not followed/,
  ],
];

test.each(ANSWERS)("ends with exit code 9, in time and in little memory: %s", async (_, answers, message) => {
  azure = await fakeAzure(answers());
  const ended = await runHook(JOBS, azure.env, directory);
  expectNoDefect(ended);
  expect(ended.output).toMatch(message);
  expect(ended.code).toBe(ExitCode.azureError);
  expect(ended.seconds).toBeLessThan(60);
});

test("ends at the time-out if answers arrive byte by byte", async () => {
  azure = await fakeAzure((asked) =>
    asked === "jobs"
      ? (response) => {
          response.writeHead(200, { "content-type": "application/json" });
          const drip = setInterval(() => response.write(" "), 50);
          response.on("close", () => {
            clearInterval(drip);
          });
        }
      : undefined,
  );
  const ended = await runHook([...JOBS, "--timeout", "1"], { ...azure.env, AZURE_VM_BACKUP_TIME_SCALE: "0.05" }, directory);
  expectNoDefect(ended);
  expect(ended.code).toBe(ExitCode.timedOut);
  expect(ended.seconds).toBeLessThan(20);
});

test("reports within 30 s that a server does not answer", async () => {
  azure = await fakeAzure((asked) => (asked === "jobs" ? "nothing" : undefined));
  const ended = await runHook([...JOBS, "--timeout", "1"], { ...azure.env, AZURE_VM_BACKUP_TIME_SCALE: "0.4" }, directory);
  expect(ended.output).toMatch(/no answer from localhost:\d+ for 20 s; still waiting/);
  expect(ended.code).toBe(ExitCode.timedOut);
  expect(ended.seconds).toBeLessThan(35);
});

/** Token endpoints that echo the request in several forms. */
const ECHOES: readonly (readonly [string, (sent: string) => Answer])[] = [
  ["as a description", (sent) => ({ status: 400, body: { error: "invalid_client", error_description: sent } })],
  [
    "decoded",
    (sent) => ({
      status: 401,
      body: { error: "x", error_description: `got ${new URLSearchParams(sent).get("client_secret") ?? ""}` },
    }),
  ],
  ["as HTML", (sent) => ({ status: 400, text: `<p>${sent}</p>` })],
  ["cut", (sent) => ({ status: 400, text: `${"x".repeat(60)}${new URLSearchParams(sent).get("client_secret") ?? ""}` })],
];

test.each(ECHOES)("prints no secret if a token endpoint echoes the form %s", async (_, answer) => {
  azure = await fakeAzure((asked, __, body) => (asked === "token" ? answer(body) : undefined));
  const report = join(directory, "report.json");
  const markdown = join(directory, "report.md");
  const args = ["backup-now", VAULT_ID, "--timeout", "1", "--report-json", report, "--report-markdown", markdown];
  const env = { ...azure.env, ARM_CLIENT_SECRET: SECRET, AZURE_VM_BACKUP_TIME_SCALE: "0.05" };
  const ended = await runHook(args, env, directory);
  expectNoDefect(ended);
  const everything = ended.output + readFileSync(report, "utf8") + readFileSync(markdown, "utf8");
  expect(everything).toMatch(/\*\*\*|expected JSON/);
  for (const part of ["p+w/1", "p%2Bw", "p%2bw", "p+w%2F1"]) expect(everything).not.toContain(part);
});

test("prints no secret and no pipeline command of the output of az", async () => {
  azure = await fakeAzure();
  const az = join(directory, "az");
  const said = [
    "ERROR: az login",
    "##vso[task.complete result=Failed]",
    "Bearer abcdefghijkl",
    `eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln`,
    `$ARM_OIDC_TOKEN`,
  ];
  writeFileSync(az, `#!/bin/sh\nprintf '%s\\n' ${said.map((line) => `"${line}"`).join(" ")} >&2\nexit 1\n`);
  chmodSync(az, 0o755);
  const env = {
    ...azure.env,
    ARM_CLIENT_SECRET: "",
    ARM_OIDC_TOKEN: "oidc-token-1",
    PATH: `${directory}:${process.env["PATH"] ?? ""}`,
  };
  const ended = await runHook(["status", VAULT_ID], env, directory);
  expectNoDefect(ended);
  expect(ended.code).toBe(ExitCode.notAuthenticated);
  expect(ended.output).toContain("az login # #vso[task.complete result=Failed] Bearer *** ***");
  expect(ended.output).not.toMatch(/oidc-token-1|abcdefghijkl|eyJ|##vso/);
});

test("follows an accepted backup whose operation cannot be read", async () => {
  azure = await fakeAzure((asked) =>
    asked === "backup"
      ? (response) => {
          response.writeHead(202, { "azure-asyncoperation": "https://localhost/%E0%A4%A" });
          response.end();
        }
      : undefined,
  );
  const ended = await runHook(
    ["backup-now", VAULT_ID, "--timeout", "1"],
    { ...azure.env, AZURE_VM_BACKUP_TIME_SCALE: "0.05" },
    directory,
  );
  expectNoDefect(ended);
  expect(ended.code).toBe(ExitCode.timedOut);
  expect(azure.asked.filter((one) => one === "backup")).toHaveLength(1);
});
