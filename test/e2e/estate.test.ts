import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Emulator } from "../../lib/emulator";
import { ExitCode } from "../../lib/contract/exit-code";
import { startTestEmulator } from "../support/emulator";
import { gitHubJobs } from "../support/pipeline-steps";
import { runProgramStep } from "./support/pipeline-program";
import { type Ended, run, succeeded } from "./support/processes";
import { protectVms } from "./support/protected-vms";

const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");
const SECOND = "5b5c0000-0000-4000-8000-00000000eeee";
const THIRD = "5b5c0000-0000-4000-8000-00000000ffff";

let directory: string;
let emulator: Emulator;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "estate-"));
  emulator = await startTestEmulator({ speed: 600, scheduledBackups: false });
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const command = (...args: string[]): Promise<Ended> =>
  run(process.execPath, [PROGRAM, ...args], { env: { PATH: process.env["PATH"], ...emulator.environment() }, cwd: directory });
const vmNames = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
const started = (): string[] =>
  emulator.journal.flatMap(({ method, path }) => (method === "POST" && path.endsWith("/backup") ? [path] : []));

/** Three subscriptions with 30 VMs in four vaults, two of which have one name. */
async function threeSubscriptions(): Promise<void> {
  const { ARM_SUBSCRIPTION_ID: subscriptionId = "" } = emulator.environment();
  await protectVms(emulator, vmNames("app", 8), { tags: { env: "prod" } });
  await protectVms(emulator, vmNames("web", 6), { subscriptionId, vaultName: "rsv-web" });
  await protectVms(emulator, vmNames("app", 8), { subscriptionId: SECOND });
  await protectVms(emulator, vmNames("data", 8), { subscriptionId: THIRD, vaultName: "rsv-data", tags: { env: "prod" } });
}

test("the shards of the pipeline start each VM once, and a second run starts nothing", async () => {
  await threeSubscriptions();
  const jobs = gitHubJobs(directory, "backup-estate-github-actions.yml").slice(0, 4);
  const outputs = await Promise.all(
    jobs.map(async (steps) => succeeded(await runProgramStep(steps, directory, emulator.environment()))),
  );
  expect(started()).toHaveLength(30);
  expect(new Set(started().map((path) => path.toLowerCase())).size).toBe(30);
  for (const output of outputs) expect(output).toContain("30 VMs in 4 vaults have no backup yet");
  expect(
    readdirSync(join(directory, "reports"))
      .filter((name) => name.endsWith(".json"))
      .sort(),
  ).toEqual([
    `rsv-data.json`,
    `rsv-e2e.rg-backup.${emulator.environment()["ARM_SUBSCRIPTION_ID"] ?? ""}.json`,
    `rsv-e2e.rg-backup.${SECOND}.json`,
    `rsv-web.json`,
  ]);
  // While the backups run, another run follows them.
  expect((await command("backup-now", "--all-pending")).code).toBe(ExitCode.done);
  expect(started()).toHaveLength(30);
  emulator.advance(6 * 3_600_000);
  const again = await command("backup-now", "--all-pending");
  expect([again.code, again.stdout]).toEqual([ExitCode.done, expect.stringContaining("0 VMs in 0 vaults have no backup yet")]);
  expect(started()).toHaveLength(30);
});

test("narrows by tag and subscription, and ends with the failure of one vault", async () => {
  await threeSubscriptions();
  const planned = await command(
    "backup-now",
    "--all-pending",
    "--tag",
    "ENV=prod",
    "--subscription",
    THIRD,
    "--plan",
    "--output",
    "json",
  );
  expect((JSON.parse(planned.stdout) as { vault: string }[]).map(({ vault }) => vault)).toEqual(Array(8).fill("rsv-data"));
  expect(started()).toEqual([]);
  emulator.addFault({ kind: "job", vm: "data-3", code: "UserErrorGuestAgentStatusUnavailable", times: "always" });
  const ended = await command("backup-now", "--all-pending", "--tag", "env=prod", "--wait-for", "completed");
  expect(ended.code).toBe(ExitCode.backupFailed);
  expect(ended.output).toMatch(/rsv-data: .*data-3.*failed/i);
  expect(ended.output).toContain("2 vaults: 1 without a failure, 1 with one");
  expect(started().filter((path) => path.includes("app-"))).toHaveLength(8);
});

test.each([
  [["--all-pending", "--vm", "a"], "--all-pending is about every vault, got --vm too"],
  [["--all-pending", "--report-json", "one.json"], "--report-json must have {vault} in the name of the file"],
  [["--shard", "1/2"], "--shard needs --all-pending"],
  [["--all-pending", "--shard", "3/2"], "it must be a number from 1"],
])("refuses %j", async (args, message) => {
  const { code, output } = await command("backup-now", ...args);
  expect([code, output]).toEqual([ExitCode.badInput, expect.stringContaining(message)]);
});
