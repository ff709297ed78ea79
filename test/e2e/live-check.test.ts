import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ExitCode } from "../../lib/contract/exit-code";
import type { Emulator } from "../../lib/emulator";
import { startTestEmulator } from "../support/emulator";
import { describeWithAzurerm } from "./support/azurerm";
import { type FakeTerraform, fakeTerraform } from "./support/fake-terraform";
import { armClientOf } from "./support/protected-vms";
import { run } from "./support/processes";

const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");
const LIVE = 600_000;
/** In minutes of the emulator, whose clock is 600 times as fast while Terraform's is not. */
const LONG = "100000";

let folder: string;
let emulator: Emulator;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "live-check-"));
  emulator = await startTestEmulator({ speed: 600, scheduledBackups: false });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const runFolder = () => join(folder, "run");
const log = (): string => readFileSync(join(runFolder(), "live-check.log"), "utf8");

interface Event {
  readonly event: string;
  readonly step?: string;
  readonly state?: string;
  readonly left?: readonly string[];
}

const events = (): Event[] =>
  readFileSync(join(runFolder(), "live-check.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Event);
const stepsThat = (state: string): string[] => events().flatMap((event) => (event.state === state ? [event.step ?? ""] : []));

/** The resource groups of the emulator. */
async function groups(): Promise<unknown[]> {
  const arm = await armClientOf(emulator);
  return (await arm.read(`${arm.subscriptionPath}/resourceGroups`, "2023-07-01"))["value"] as unknown[];
}

/** Runs the command; presses Ctrl-C as soon as its log has a text. */
async function liveCheck(flags: readonly string[], env: NodeJS.ProcessEnv, interruptAt?: RegExp): Promise<number | null> {
  const args = [PROGRAM, "live-check", "--yes", "--folder", runFolder(), "--timeout", LONG, ...flags];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...emulator.environment(), ...env }, stdio: "ignore" });
  const ended = new Promise<number | null>((done, fail) => child.once("close", done).once("error", fail));
  if (interruptAt) {
    const isRunning = (): boolean => child.exitCode === null;
    while (isRunning() && !(existsSync(join(runFolder(), "live-check.log")) && interruptAt.test(log()))) await delay(50);
    child.kill("SIGINT");
  }
  return ended;
}

describe("a live check, with a Terraform that creates nothing", () => {
  const withFake = (how: FakeTerraform) => fakeTerraform(join(folder, "bin"), how);

  test("cleans up after a failed step, also what Terraform does not know, and logs no secret", async () => {
    const ending = liveCheck(["--mask"], withFake({ apply: "fails", destroy: "succeeds" }));
    // Azure Backup creates a group for the snapshots by itself.
    while (!existsSync(join(runFolder(), "place.json"))) await delay(20);
    const { name, subscriptionId } = JSON.parse(readFileSync(join(runFolder(), "place.json"), "utf8")) as Record<string, string>;
    emulator.addResource(`/subscriptions/${subscriptionId ?? ""}/resourceGroups/${name ?? ""}-snapshots-1`);
    expect(await ending).toBe(ExitCode.backupFailed);
    expect(stepsThat("failed")).toEqual(["deploy"]);
    expect(stepsThat("passed")).toEqual(["synth", "init", "destroy"]);
    expect(log()).toContain(`deleting resource group '${name ?? ""}-snapshots-1'`);
    expect(await groups()).toEqual([]);
    expect(readdirSync(runFolder()).sort()).toEqual(["live-check.jsonl", "live-check.log"]);
    const { ARM_CLIENT_SECRET: secret = "", ARM_SUBSCRIPTION_ID: subscription = "" } = emulator.environment();
    expect(log()).toMatch(/apply in <id-[\da-f]{6}> with \*\*\*/);
    for (const text of [log(), JSON.stringify(events())]) expect(text).not.toMatch(new RegExp(`${secret}|${subscription}`));
  });

  test("lets Terraform stop at Ctrl-C, and then cleans up", async () => {
    const env = withFake({ apply: "hangs", destroy: "succeeds" });
    expect(await liveCheck([], env, /apply in/)).toBe(ExitCode.interrupted);
    expect(log()).toMatch(/apply stopped[\s\S]*destroy: passed/);
    expect(events().at(-1)).toMatchObject({ event: "end", result: "interrupted", exitCode: ExitCode.interrupted });
  });

  test("says what is left and how to delete it, and --clean deletes it later", async () => {
    expect(await liveCheck([], withFake({ apply: "succeeds", destroy: "fails" }))).toBe(ExitCode.backupFailed);
    expect(stepsThat("failed")).toEqual(["status", "destroy", "destroy", "destroy"]);
    expect(log()).toContain(`azure-vm-backup live-check --clean "${runFolder()}"`);
    const env = { ...process.env, ...emulator.environment(), ...withFake({ apply: "fails", destroy: "succeeds" }) };
    const { code } = await run(process.execPath, [PROGRAM, "live-check", "--clean", runFolder()], { env });
    expect(code).toBe(ExitCode.done);
    expect(readdirSync(runFolder()).sort()).toEqual(["live-check.jsonl", "live-check.log"]);
  });
});

describeWithAzurerm("a live check, with azurerm", () => {
  /** Nothing is left, but the vault that Azure keeps. */
  async function expectNothingLeft(): Promise<void> {
    expect(await groups()).toEqual([]);
    expect(events().filter(({ event }) => event === "left")).toMatchObject([{ left: [] }]);
    expect(readdirSync(runFolder()).sort()).toEqual(["live-check.jsonl", "live-check.log"]);
  }

  test(
    "passes every step, and leaves nothing but the soft-deleted vault",
    async () => {
      expect(await liveCheck([], {})).toBe(ExitCode.done);
      expect(stepsThat("passed")).toEqual(["synth", "init", "deploy", "outputs", "no-change", "status", "drill", "destroy"]);
      expect(log()).toMatch(/vault 'vault-live-check' soft-deleted until/);
      await expectNothingLeft();
    },
    LIVE,
  );

  test(
    "deletes everything if the initial backup fails",
    async () => {
      emulator.failNextBackup("vm-live-check");
      expect(await liveCheck([], {})).toBe(ExitCode.backupFailed);
      expect(stepsThat("failed")).toEqual(["deploy"]);
      await expectNothingLeft();
    },
    LIVE,
  );

  test(
    "deletes everything at Ctrl-C while Terraform creates it",
    async () => {
      expect(await liveCheck([], {}, /azurerm_backup_policy_vm\S+ Creating/)).toBe(ExitCode.interrupted);
      expect(stepsThat("interrupted")).toEqual(["deploy"]);
      await expectNothingLeft();
    },
    LIVE,
  );
});
