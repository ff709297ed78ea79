import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createGzip, gzipSync } from "node:zlib";
import { ExitCode } from "../../lib/contract/exit-code";
import { type Answer, type Asked, type FakeAzure, fakeAzure, VAULT_ID } from "./support/fake-azure";

/**
 * The bundled program against hostile servers, tools and settings: each case ends in time, uses little memory and prints no
 * secret.
 */
const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");
const PROBE = resolve(__dirname, "../../bench/hook/probe.cjs");
const SECRET = "p+w/1 \"q'&<x>=%~";
const MEGABYTE = 1024 * 1024;
const MOST_MEMORY_MB = 350;

let directory: string;
let azure: FakeAzure | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "hostile-"));
});
afterEach(async () => {
  await azure?.stop();
  azure = undefined;
  rmSync(directory, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly output: string;
  readonly seconds: number;
  /** Peak of its memory, in MB. */
  readonly memory: number;
}

function runHook(args: readonly string[], env: NodeJS.ProcessEnv, cwd = directory): Promise<Ended> {
  const probe = join(tmpdir(), `${directory.split("/").at(-1) ?? ""}.json`);
  const began = performance.now();
  const node = ["--max-old-space-size=256", "--require", PROBE, PROGRAM, ...args];
  const child = spawn(process.execPath, node, { cwd, env: { PROBE_FILE: probe, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, output] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    output += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const tooLong = setTimeout(() => child.kill("SIGKILL"), 100_000);
  return new Promise((done) => {
    child.once("close", (code) => {
      clearTimeout(tooLong);
      const { memory } = code === null ? { memory: NaN } : (JSON.parse(readFileSync(probe, "utf8")) as { memory: number });
      rmSync(probe, { force: true });
      done({ code, stdout, output, seconds: (performance.now() - began) / 1_000, memory });
    });
  });
}

/** Output that no answer may cause. */
function expectNoDefect({ code, output, memory }: Ended): void {
  expect(output).not.toMatch(/defect of azure-vm-backup:|\n\s+at |Maximum call stack|heap out of memory/);
  expect([null, ExitCode.unexpected]).not.toContain(code);
  expect(memory).toBeLessThan(MOST_MEMORY_MB);
}

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
      asked === "jobs" ? page(`https://localhost:${azure?.port ?? 0}${VAULT_ID}/backupJobs?page=${times}`) : undefined,
    /Azure's list is longer than 1000 pages/,
  ],
  [
    "a list that leads back",
    () => (asked) => (asked === "jobs" ? page(`https://localhost:${azure?.port ?? 0}${VAULT_ID}/backupJobs?page=1`) : undefined),
    /links to a page that was read before/,
  ],
  [
    "a next page on another host",
    () => (asked) => (asked === "jobs" ? page("https://evil.example.org/x?sig=signature") : undefined),
    /links to https:\/\/evil\.example\.org, which is not followed/,
  ],
  [
    "a next page without TLS",
    () => (asked) => (asked === "jobs" ? page(`http://localhost:${azure?.port ?? 0}${VAULT_ID}/backupJobs`) : undefined),
    /links to http:\/\/localhost:\d+, which is not followed/,
  ],
];

test.each(ANSWERS)("ends with exit code 9, in time and in little memory: %s", async (_, answers, message) => {
  azure = await fakeAzure(answers());
  const ended = await runHook(JOBS, azure.env);
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
  const ended = await runHook([...JOBS, "--timeout", "1"], { ...azure.env, AZURE_VM_BACKUP_TIME_SCALE: "0.05" });
  expectNoDefect(ended);
  expect(ended.code).toBe(ExitCode.timedOut);
  expect(ended.seconds).toBeLessThan(20);
});

test("reports within 30 s that a server does not answer", async () => {
  azure = await fakeAzure((asked) => (asked === "jobs" ? "nothing" : undefined));
  const ended = await runHook([...JOBS, "--timeout", "1"], { ...azure.env, AZURE_VM_BACKUP_TIME_SCALE: "0.4" });
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
  const ended = await runHook(args, env);
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
  const ended = await runHook(["status", VAULT_ID], env);
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
  const ended = await runHook(["backup-now", VAULT_ID, "--timeout", "1"], { ...azure.env, AZURE_VM_BACKUP_TIME_SCALE: "0.05" });
  expectNoDefect(ended);
  expect(ended.code).toBe(ExitCode.timedOut);
  expect(azure.asked.filter((one) => one === "backup")).toHaveLength(1);
});

const COMMANDS: readonly (readonly string[])[] = [
  ["--help"],
  ["jobs", VAULT_ID],
  ["status", VAULT_ID],
  ["recovery-points", VAULT_ID],
  ["preflight", VAULT_ID],
  ["cancel", VAULT_ID, "--vm", "vm"],
  ["backup-now", VAULT_ID, "--plan"],
  ["backup-now", VAULT_ID, "--report-json", "report.json"],
  ["status", "--from-outputs", "outputs.json"],
  ["status", "--from-stack", "."],
  ["complete", "bash"],
];

test.each(COMMANDS.map((args) => [args.join(" ").replace(VAULT_ID, "<id>"), args] as const))(
  "%s in a deleted working directory is no defect",
  async (_, args) => {
    azure = await fakeAzure();
    const gone = join(directory, "gone");
    mkdirSync(gone);
    const run = ["-c", `rmdir "$0"; exec "$@"`, gone, process.execPath, PROGRAM, ...args];
    const child = spawn("sh", run, { cwd: gone, env: azure.env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise((done) => child.once("close", done));
    expect(output).not.toMatch(/defect of azure-vm-backup:|\n\s+at /);
    expect(code).not.toBe(ExitCode.unexpected);
  },
);

const deep = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;

const SETTINGS: readonly (readonly [string, readonly string[], NodeJS.ProcessEnv, RegExp])[] = [
  ["a tenant that leads elsewhere", ["status", VAULT_ID], { ARM_TENANT_ID: "../../x?y=" }, /ARM_TENANT_ID must be the id/],
  ["a client id with a query", ["status", VAULT_ID], { ARM_CLIENT_ID: "a&b" }, /ARM_CLIENT_ID must be the id/],
  [
    "a subscription that leads elsewhere",
    ["status", "-g", "rg", "-v", "v"],
    { ARM_SUBSCRIPTION_ID: "../x" },
    /ARM_SUBSCRIPTION_ID must/,
  ],
  ["a port that is none", ["status", VAULT_ID], { ARM_METADATA_HOSTNAME: "localhost:99999" }, /ARM_METADATA_HOSTNAME must/],
  [
    "the URL of an OIDC service that is none",
    ["status", VAULT_ID],
    { ARM_CLIENT_SECRET: "", ARM_USE_OIDC: "true", ARM_OIDC_REQUEST_URL: "localhost/x?t=t0ken-123", ARM_OIDC_REQUEST_TOKEN: "t" },
    /ARM_OIDC_REQUEST_URL must be an https URL, got another value/,
  ],
  ["a vault id that leads up", ["status", VAULT_ID.replace("rsv", "..")], {}, /is invalid for argument 'vault-id'/],
  ["a vault id with a line break", ["status", `${VAULT_ID}\n::error::x`], {}, /is invalid for argument 'vault-id'/],
  ["a job id that leads up", ["cancel", VAULT_ID, "--job", "../x"], {}, /it must be the id of a job/],
  ["an unknown flag with a command in it", ["status", VAULT_ID, "--x\n::error::y ##vso[z]"], {}, /unknown option/],
  ["a request of 5,000 levels", [], { AZURE_VM_BACKUP_REQUEST: "deep" }, /must be the base64/],
  ["outputs of 5,000 levels", ["status", "--from-outputs", "deep.json"], {}, /must name a JSON file/],
];

test.each(SETTINGS)("refuses %s with exit code 2", async (_, args, settings, message) => {
  azure = await fakeAzure();
  writeFileSync(join(directory, "deep.json"), deep(5_000));
  const env = { ...azure.env, ...settings };
  if (settings["AZURE_VM_BACKUP_REQUEST"] === "deep")
    env["AZURE_VM_BACKUP_REQUEST"] = gzipSync(`{"version":${deep(5_000)}}`).toString("base64");
  const ended = await runHook(args, env);
  expectNoDefect(ended);
  expect(ended.output).toMatch(message);
  expect(ended.output).not.toMatch(/^\s*::|##vso|t0ken-123/m);
  expect(ended.code).toBe(ExitCode.badInput);
  expect(azure.asked.filter((one) => one !== "metadata")).toEqual([]);
});
