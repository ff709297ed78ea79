import { spawn, type ChildProcess } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { tmpdir } from "node:os";
import { rootCertificates } from "node:tls";
import { run } from "./support/processes";

/** `azure-vm-backup emulator`, as a shell runs it. */
const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");

let directory: string;
let running: ChildProcess | undefined;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "emulator-command-"));
});
afterEach(async () => {
  // A signal makes it delete its certificates.
  if (running?.exitCode === null && running.signalCode === null) await stopped("SIGTERM");
  running = undefined;
  rmSync(directory, { recursive: true });
});

/** Starts the program, and returns the script that it prints. */
async function started(...args: string[]): Promise<string> {
  const env = { ...process.env, SSL_CERT_FILE: "" };
  const child = spawn(process.execPath, [PROGRAM, "emulator", ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  running = child;
  let [script, errors] = ["", ""];
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      script += chunk.toString();
      if (script.endsWith("}\n")) resolve(script);
    });
    child.once("close", (code) => {
      reject(new Error(`ended with ${String(code)}: ${errors}`));
    });
  });
}

async function stopped(signal: NodeJS.Signals): Promise<number | null> {
  const child = running;
  return new Promise((resolve) => {
    child?.once("close", resolve);
    child?.kill(signal);
  });
}

/** Returns the environment of a shell that has evaluated the script. */
async function evaluated(script: string): Promise<Record<string, string>> {
  const file = join(directory, "emulator.env");
  writeFileSync(file, script);
  const { stdout } = await run("sh", ["-c", '. "$0" && exec "$1" -p "JSON.stringify(process.env)"', file, process.execPath], {
    env: { PATH: process.env["PATH"] },
  });
  return JSON.parse(stdout) as Record<string, string>;
}

const DESCRIBE = `fetch("https://" + process.env.ARM_METADATA_HOSTNAME + "/metadata/endpoints?api-version=2022-09-01")
  .then(async (answer) => console.log((await answer.json()).resourceManager))`;

test.each(["SIGINT", "SIGTERM"] as const)(
  "prints a shell script for its clients, and deletes its files after %s",
  async (signal) => {
    const environment = await evaluated(await started("--port", "0", "--clock", "600"));
    expect(environment).toMatchObject({
      ARM_USE_CLI: "false",
      AZURE_VM_BACKUP_TIME_SCALE: String(1 / 600),
      REQUESTS_CA_BUNDLE: environment["SSL_CERT_FILE"],
    });
    const trusted = readFileSync(environment["SSL_CERT_FILE"] ?? "", "utf8");
    expect(trusted).toContain(readFileSync(environment["NODE_EXTRA_CA_CERTS"] ?? "", "utf8").trim());
    expect(trusted).toContain(rootCertificates[0]);
    const { stdout } = await run(process.execPath, ["-e", DESCRIBE], { env: environment });
    expect(stdout.trim()).toBe(`https://${environment["ARM_METADATA_HOSTNAME"] ?? ""}`);
    expect(await stopped(signal)).toBe(0);
    expect(existsSync(dirname(environment["SSL_CERT_FILE"] ?? ""))).toBe(false);
  },
);

test("starts with the resources of a seed file, and keeps its state in a file", async () => {
  const [seed, state] = [join(directory, "seed.json"), join(directory, "state.json")];
  writeFileSync(seed, JSON.stringify({ account: { subscriptionId: "11111111-1111-4111-8111-111111111111" } }));
  const script = await started("--port", "0", "--seed", seed, "--state", state);
  expect(script).toContain("export ARM_SUBSCRIPTION_ID=11111111-1111-4111-8111-111111111111");
  expect(await stopped("SIGTERM")).toBe(0);
  expect(existsSync(state)).toBe(true);
});

test("starts at --start-time, or the seed file's time, and continues from its state", async () => {
  const [seed, state] = [join(directory, "seed.json"), join(directory, "state.json")];
  writeFileSync(seed, JSON.stringify({ startTime: "2030-05-01T12:00:00Z" }));
  const clockOf = async (...args: string[]): Promise<unknown> => {
    const environment = await evaluated(await started("--port", "0", "--clock", "stepped", ...args));
    const read = `fetch("https://" + process.env.ARM_METADATA_HOSTNAME + "/emulator/clock").then(async (it) => console.log(await it.text()))`;
    const { stdout } = await run(process.execPath, ["-e", read], { env: environment });
    expect(await stopped("SIGTERM")).toBe(0);
    return (JSON.parse(stdout) as { now: unknown }).now;
  };
  expect(await clockOf("--seed", seed)).toBe("2030-05-01T12:00:00.000Z");
  const given = ["--seed", seed, "--start-time", "2027-01-15T10:00:00+01:00", "--state", state];
  expect(await clockOf(...given)).toBe("2027-01-15T09:00:00.000Z");
  expect(await clockOf(...given)).toBe("2027-01-15T09:00:00.000Z");
  const args = ["emulator", "--start-time", "2028-01-01T00:00:00Z", "--state", state];
  const { code, output } = await run(process.execPath, [PROGRAM, ...args], { env: { PATH: process.env["PATH"] } });
  expect(code).toBe(2);
  expect(output).toContain("began with 2027-01-15T09:00:00.000Z and its clock continues: leave startTime out");
});

test.each([
  [["--start-time", "2027-01-15"], "it must be an ISO 8601 time with Z or an offset, such as 2027-01-15T09:00:00Z"],
  [["--port", "70000"], "it must be a whole number from 0, a free port, to 65535"],
  [["--clock", "fast"], "it must be real, stepped, or how many times as fast as real time it runs"],
  [["--seed", "none.json"], "seed file 'none.json' cannot be read"],
  [["--faults", "none.json"], "faults file 'none.json' cannot be read"],
  [["extra"], "too many arguments"],
])("prints one sentence and exits with 2 for %j", async (args, sentence) => {
  const { code, output } = await run(process.execPath, [PROGRAM, "emulator", ...args], { env: { PATH: process.env["PATH"] } });
  expect(code).toBe(2);
  expect(output.trim().split("\n")).toHaveLength(1);
  expect(output).toContain(sentence);
});

test("prints the port if it is in use", async () => {
  const script = await started("--port", "0");
  const port = /localhost:(\d+)/.exec(script)?.[1] ?? "";
  const { code, output } = await run(process.execPath, [PROGRAM, "emulator", "--port", port], { env: {} });
  expect([code, output]).toEqual([
    2,
    `azure-vm-backup emulator: port ${port} is taken: pass another one with --port, or 0 for a free one\n`,
  ]);
});

test("has help, and is in the help of the program", async () => {
  const env = { PATH: process.env["PATH"] };
  expect((await run(process.execPath, [PROGRAM, "--help"], { env })).stdout).toMatch(/^ +emulator .*run an emulator/m);
  const { code, stdout } = await run(process.execPath, [PROGRAM, "emulator", "--help"], { env });
  expect([code, stdout]).toEqual([0, expect.stringContaining("--faults <file>") as string]);
});

test("prints that the emulator is in the package, if the program is only copied to a stack", async () => {
  const alone = join(directory, "azure-vm-backup.cjs");
  copyFileSync(PROGRAM, alone);
  const { code, output } = await run(process.execPath, [alone, "emulator"], { env: { PATH: process.env["PATH"] } });
  expect(code).toBe(2);
  expect(output).toContain("the emulator is not beside this copy of azure-vm-backup");
});
