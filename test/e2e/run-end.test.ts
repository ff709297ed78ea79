import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ExitCode } from "../../lib/contract/exit-code";
import { type Asked, type FakeAzure, fakeAzure, VAULT_ID } from "./support/fake-azure";
import { httpService, type Running, silentProxy } from "./support/slow-services";

/** The bundled program ends soon, whatever it waits for. */
const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");
/** Reports take a moment, and test machines are slow. */
const ENDS_WITHIN_MS = 8_000;

let directory: string;
let azure: FakeAzure;
const running: Running[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "run-end-"));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
  rmSync(directory, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly output: string;
  /** Milliseconds from the signal or time-out to the end. */
  readonly took: number;
}

interface Started {
  /** Resolves when the program waits. */
  readonly waits: Promise<void>;
  readonly ended: Promise<Ended>;
  signal(name: NodeJS.Signals): void;
}

function start(args: readonly string[], env: NodeJS.ProcessEnv, isWaiting: () => boolean): Started {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let signalled = performance.now();
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<Ended>((done) => {
    child.once("close", (code) => {
      done({ code, output, took: performance.now() - signalled });
    });
  });
  const tooLong = setTimeout(() => child.kill("SIGKILL"), 60_000);
  void ended.finally(() => {
    clearTimeout(tooLong);
  });
  const waits = (async () => {
    while (!isWaiting() && child.exitCode === null) await new Promise((done) => setTimeout(done, 20));
    await new Promise((done) => setTimeout(done, 200));
  })();
  return {
    waits,
    ended,
    signal: (name) => {
      signalled = performance.now();
      child.kill(name);
    },
  };
}

/** A kind of wait: how a run reaches it, and how the test knows. */
interface Wait {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly isWaiting: () => boolean;
}

const asking = (what: Asked) => async (): Promise<Wait> => {
  azure = await fakeAzure((asked) => (asked === what ? "nothing" : undefined));
  return { isWaiting: () => azure.asked.includes(what) };
};

function script(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return directory;
}

/** A service on this machine that accepts requests and never answers. */
async function silentService(): Promise<{ readonly url: string; readonly isWaiting: () => boolean }> {
  let asked = 0;
  const service = await httpService(() => {
    asked++;
  });
  running.push(service);
  return { url: `http://127.0.0.1:${service.port}/`, isWaiting: () => asked > 0 };
}

const WAITS: readonly (readonly [string, () => Promise<Wait>])[] = [
  ["the cloud's metadata", asking("metadata")],
  ["a token of Microsoft Entra", asking("token")],
  ["a list", asking("items")],
  ["the answer to the request for a backup", asking("backup")],
  [
    "a proxy that never answers CONNECT",
    async () => {
      azure = await fakeAzure();
      const proxy = await silentProxy();
      running.push(proxy);
      const env = { ARM_METADATA_HOSTNAME: "azure.test", HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
      return { env, isWaiting: () => true };
    },
  ],
  [
    "az",
    async () => {
      azure = await fakeAzure();
      const pid = join(directory, "pid");
      const path = script("az", `echo $$ > ${pid}\nsleep 600\necho too late`);
      const env = { ARM_CLIENT_SECRET: "", PATH: `${path}:${process.env["PATH"] ?? ""}` };
      return { env, isWaiting: () => existsSync(pid) };
    },
  ],
  [
    "the OIDC service of a pipeline",
    async () => {
      azure = await fakeAzure((asked) => (asked === "other" ? "nothing" : undefined));
      const url = `https://localhost:${azure.port}/oidc`;
      const env = { ARM_CLIENT_SECRET: "", ARM_USE_OIDC: "true", ARM_OIDC_REQUEST_URL: url, ARM_OIDC_REQUEST_TOKEN: "r" };
      return { env, isWaiting: () => azure.asked.includes("other") };
    },
  ],
  [
    "a managed identity",
    async () => {
      azure = await fakeAzure();
      const { url, isWaiting } = await silentService();
      return { env: { ARM_CLIENT_SECRET: "", ARM_USE_MSI: "true", ARM_MSI_ENDPOINT: url }, isWaiting };
    },
  ],
  [
    "the next poll of running jobs",
    async () => {
      const job = { name: "j", properties: { containerName: "iaasvmcontainerv2;rg;vm", status: "Reticulating" } };
      azure = await fakeAzure((asked) => (asked === "jobs" ? { body: { value: [job] } } : undefined));
      return { args: ["jobs", VAULT_ID, "--watch"], isWaiting: () => azure.asked.includes("jobs") };
    },
  ],
  [
    "a pipe without a writer",
    async () => {
      azure = await fakeAzure();
      const pipe = join(directory, "outputs");
      spawnSync("mkfifo", [pipe]);
      // The test cannot observe that the program waits for the pipe.
      const begun = performance.now();
      return { args: ["status", "--from-outputs", pipe], isWaiting: () => performance.now() - begun > 3_000 };
    },
  ],
];

test.each(WAITS)("a signal ends a run that waits for %s, with exit code 130", async (_, prepare) => {
  const { args = ["backup-now", VAULT_ID], env = {}, isWaiting } = await prepare();
  const run = start(args, { ...azure.env, ...env }, isWaiting);
  await run.waits;
  run.signal("SIGTERM");
  const { code, took } = await run.ended;
  expect(code).toBe(ExitCode.interrupted);
  expect(took).toBeLessThan(ENDS_WITHIN_MS);
});

test.each(WAITS)("the time-out ends a run that waits for %s, with exit code 4", async (_, prepare) => {
  const { args = ["backup-now", VAULT_ID], env = {}, isWaiting } = await prepare();
  // One minute takes two seconds.
  const quick = { ...azure.env, ...env, AZURE_VM_BACKUP_TIME_SCALE: "0.03" };
  const { code, took } = await start([...args, "--timeout", "1"], quick, isWaiting).ended;
  expect(code).toBe(ExitCode.timedOut);
  expect(took).toBeLessThan(ENDS_WITHIN_MS + 2_000);
});

test("ends az with the run that started it", async () => {
  const prepare = WAITS.find(([name]) => name === "az")?.[1];
  const { env = {}, isWaiting } = (await prepare?.()) ?? { isWaiting: () => false };
  const run = start(["status", VAULT_ID], { ...azure.env, ...env }, isWaiting);
  await run.waits;
  run.signal("SIGINT");
  await run.ended;
  const pid = Number(readFileSync(join(directory, "pid"), "utf8"));
  // A process without a parent that waits for it may stay as a zombie.
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  expect(stdout.trim()).toMatch(/^(Z.*)?$/);
});

test("ends at once after a second signal of another kind", async () => {
  // The grace of a request that starts a backup is two seconds.
  const { isWaiting } = await asking("backup")();
  const run = start(["backup-now", VAULT_ID], azure.env, isWaiting);
  await run.waits;
  run.signal("SIGINT");
  await new Promise((done) => setTimeout(done, 300));
  run.signal("SIGTERM");
  const { code, took } = await run.ended;
  expect(code).toBe(ExitCode.interrupted);
  expect(took).toBeLessThan(1_000);
});

test("writes an interruption before the first backup into every report", async () => {
  const { isWaiting } = await asking("token")();
  const [json, markdown] = [join(directory, "report.json"), join(directory, "report.md")];
  const run = start(["backup-now", VAULT_ID, "--report-json", json, "--report-markdown", markdown], azure.env, isWaiting);
  await run.waits;
  run.signal("SIGTERM");
  const { output } = await run.ended;
  expect(output).toContain("interrupted before anything was started");
  expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({
    exitCode: ExitCode.interrupted,
    ended: "interrupted",
    summary: "nothing was started",
    error: expect.stringContaining("interrupted before anything was started") as string,
  });
  expect(readFileSync(markdown, "utf8")).toContain("exit code 130");
  expect(readFileSync(markdown, "utf8") + output).not.toContain("defect");
});

test("refuses a report below a folder that cannot be created", async () => {
  azure = await fakeAzure();
  const run = start(["backup-now", VAULT_ID, "--report-json", "/proc/nope/x.json"], azure.env, () => true);
  const { code, output, took } = await run.ended;
  expect(code).toBe(ExitCode.badInput);
  expect(output).toContain("--report-json must name a file that can be written, got '/proc/nope/x.json' (ENOENT)");
  expect(took).toBeLessThan(ENDS_WITHIN_MS);
});

test("refuses a report into a pipe without a reader, and deletes an earlier report", async () => {
  azure = await fakeAzure();
  const [pipe, earlier] = [join(directory, "pipe"), join(directory, "earlier.json")];
  spawnSync("mkfifo", [pipe]);
  writeFileSync(earlier, '{"exitCode":0}');
  const args = ["backup-now", VAULT_ID, "--report-json", earlier, "--report-junit", pipe];
  const { code, took } = await start(args, azure.env, () => true).ended;
  expect(code).toBe(ExitCode.badInput);
  expect(took).toBeLessThan(ENDS_WITHIN_MS);
  expect(existsSync(earlier)).toBe(false);
});

test("continues, reports and exits with its outcome if a reader closes its stream", async () => {
  azure = await fakeAzure();
  const report = join(directory, "report.json");
  const env = { ...azure.env, AZURE_VM_BACKUP_TIME_SCALE: "0.03" };
  const args = [PROGRAM, "backup-now", VAULT_ID, "--timeout", "1", "--report-json", report];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.once("data", () => child.stdout.destroy());
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise((done) => child.once("close", done));
  expect(errors).not.toContain("EPIPE");
  expect(code).toBe(ExitCode.timedOut);
  expect(JSON.parse(readFileSync(report, "utf8"))).toMatchObject({ exitCode: ExitCode.timedOut, vms: [{ vm: "vm-web" }] });
});

test("ends if its streams have no reader", async () => {
  const jobs = Array.from({ length: 2_000 }, (_, index) => ({
    name: `job-${index}`,
    properties: { containerName: `iaasvmcontainerv2;rg;vm-${index}`, status: "Completed", operation: "Backup" },
  }));
  azure = await fakeAzure((asked) => (asked === "jobs" ? { body: { value: jobs } } : undefined));
  const child = spawn(process.execPath, [PROGRAM, "jobs", VAULT_ID], { env: azure.env, stdio: ["ignore", "pipe", "pipe"] });
  const began = performance.now();
  const code = await new Promise((done) => child.once("exit", done));
  expect(code).toBe(ExitCode.done);
  expect(performance.now() - began).toBeLessThan(ENDS_WITHIN_MS);
  child.stdout.destroy();
  child.stderr.destroy();
});
