import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CoverageExitCode, ExitCode, PlanExitCode } from "../../lib/contract/exit-code";
import type { Emulator } from "../../lib/emulator";
import { COMMANDS } from "../../lib/hook/commands";
import { storedObservations } from "../hook/explain-plan/observation";
import { startTestEmulator } from "../support/emulator";
import { fakeTerraform } from "./support/fake-terraform";
import { type Ended, run } from "./support/processes";
import { type ProtectedIds, protectVms } from "./support/protected-vms";

/** Every command of the bundled program while the emulator's clock and the machine's are days apart. */
const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");
const DAY = 86_400_000;
const HOUR = 3_600_000;

const ran = new Set<string>();
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "other-clock-"));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe.each([
  ["five days ahead", 5 * DAY],
  ["five days behind", -5 * DAY],
])("with the emulator %s", (_, distance) => {
  let emulator: Emulator;
  let ids: ProtectedIds;
  beforeEach(async () => {
    // The same time of day on every run, some days from the machine's own clock.
    const startTime = `${new Date(Date.now() + distance).toISOString().slice(0, 10)}T09:00:00Z`;
    emulator = await startTestEmulator({ startTime, speed: 60, scheduledBackups: false });
    ids = await protectVms(emulator, ["vm-web", "vm-db"]);
  });

  const command = (...args: string[]): Promise<Ended> => {
    ran.add(args[0] ?? "");
    return run(process.execPath, [PROGRAM, ...args], { env: { PATH: process.env["PATH"], ...emulator.environment() } });
  };
  const json = async (...args: string[]): Promise<Record<string, unknown>[]> => {
    const { code, stdout, output } = await command(...args, "--output", "json");
    if (code !== ExitCode.done) throw new Error(output);
    return JSON.parse(stdout) as Record<string, unknown>[];
  };
  const vmsOf = (records: readonly Record<string, unknown>[]) => records.map(({ vm }) => vm).sort();
  const startBackups = async (): Promise<void> => {
    expect((await command("backup-now", ids.vaultId, "--wait-for", "accepted")).code).toBe(ExitCode.done);
  };

  test("preflight, status and --plan print the emulator's times", async () => {
    expect((await command("preflight", ids.vaultId)).code).toBe(ExitCode.done);
    expect(vmsOf(await json("backup-now", ids.vaultId, "--plan"))).toEqual(["vm-db", "vm-web"]);
    for (const { nextScheduledBackup } of await json("status", ids.vaultId)) {
      const ahead = Date.parse(String(nextScheduledBackup)) - emulator.now().getTime();
      expect(ahead).toBeGreaterThan(0);
      expect(ahead).toBeLessThan(DAY);
    }
  });

  test("jobs shows a running job, cancel finds it, and jobs --watch follows it to its end", async () => {
    await startBackups();
    expect(vmsOf(await json("jobs", ids.vaultId, "--status", "inprogress"))).toEqual(["vm-db", "vm-web"]);
    expect(vmsOf(await json("jobs", ids.vaultId, "--since", "1h", "--operation", "backup"))).toEqual(["vm-db", "vm-web"]);
    const lists = (): number => emulator.journal.filter(({ path }) => path.endsWith("/backupJobs")).length;
    const before = lists();
    const watching = command("jobs", ids.vaultId, "--operation", "backup", "--watch");
    while (lists() === before) await delay(20);
    const cancelled = await command("cancel", ids.vaultId, "--vm", "vm-web");
    expect(cancelled.output).toMatch(/vm-web: Backup Cancelled after/);
    expect(cancelled.code).toBe(ExitCode.done);
    emulator.advance(2 * HOUR);
    const { stdout, code } = await watching;
    expect(stdout).toMatch(/vm-web: Backup InProgress/);
    expect(stdout).toMatch(/vm-web: Backup Cancelled/);
    expect(stdout).toMatch(/vm-db: Backup Completed/);
    expect(code).toBe(ExitCode.backupFailed);
  });

  test("finds only the jobs that ended in the last hour", async () => {
    await startBackups();
    emulator.advance(2 * HOUR);
    expect(await json("jobs", ids.vaultId, "--since", "1h")).toEqual([]);
    expect(vmsOf(await json("jobs", ids.vaultId, "--since", "3h", "--status", "completed", "--operation", "backup"))).toEqual([
      "vm-db",
      "vm-web",
    ]);
    expect(await json("recovery-points", ids.vaultId, "--vm", "vm-web")).toHaveLength(1);
    expect(await json("status", ids.vaultId)).toMatchObject([{ initialBackupPending: false }, { initialBackupPending: false }]);
  });

  test("coverage counts the age of a recovery point in Azure's time", async () => {
    await startBackups();
    emulator.advance(3 * HOUR);
    expect((await command("coverage", "--rpo", "1d")).code).toBe(ExitCode.done);
    const { code, stdout } = await command("coverage", "--rpo", "1h", "--output", "json");
    expect(code).toBe(CoverageExitCode.gaps);
    expect(JSON.parse(stdout)).toMatchObject({ vms: 2, covered: 0, findings: [{ kind: "stale" }, { kind: "stale" }, {}, {}] });
  });

  test("preview begins with the machine's day for a file", async () => {
    const file = join(directory, "policy.json");
    const schedulePolicy = { scheduleRunFrequency: "Daily", scheduleRunTimes: ["2026-01-01T22:00:00Z"] };
    const retentionPolicy = { dailySchedule: { retentionDuration: { count: 7, durationType: "Days" } } };
    writeFileSync(file, JSON.stringify({ id: "/p/daily", name: "daily", properties: { schedulePolicy, retentionPolicy } }));
    const [record] = await json("preview", file);
    expect(Math.abs(Date.parse(String(record?.["since"])) - Date.now())).toBeLessThan(2 * DAY);
  });

  test("adopt writes the code of the vault and its VMs", async () => {
    const { code, stdout, output } = await command("adopt", ids.vaultId);
    if (code !== ExitCode.done) throw new Error(output);
    expect(stdout.match(/vms\.importItem\(\n\s*"\w+"/g)).toHaveLength(2);
    // The writer of the code is a bundle of its own; errors must keep their exit codes.
    expect((await command("adopt", `${ids.vaultId}-none`)).code).toBe(ExitCode.notFound);
  });

  test("restore plans with the newest recovery point, by its age in Azure's time", async () => {
    const groups = ids.vaultId.split("/").slice(0, 4).join("/");
    emulator.addResource(`${groups}/rg-target/providers/Microsoft.Storage/storageAccounts/strestore`);
    await startBackups();
    emulator.advance(3 * HOUR);
    const flags = ["--vm", "vm-web", "--to", "disks", "--target-group", "rg-target", "--plan", "--output", "json"];
    const { code, stdout, output } = await command("restore", ids.vaultId, ...flags);
    if (code !== ExitCode.done) throw new Error(output);
    const { ageMinutes } = JSON.parse(stdout) as { ageMinutes: number };
    expect(ageMinutes).toBeGreaterThan(60);
    expect(ageMinutes).toBeLessThan(24 * 60);
  });

  test("drill plans with the age of the recovery point in Azure's time", async () => {
    const groups = ids.vaultId.split("/").slice(0, 4).join("/");
    emulator.addResource(`${groups}/rg-drill/providers/Microsoft.Storage/storageAccounts/stdrill`);
    await startBackups();
    emulator.advance(3 * HOUR);
    const flags = ["--scratch-group", "rg-drill", "--point", "latest", "--plan", "--output", "json"];
    const { code, stdout, output } = await command("drill", ids.vaultId, ...flags);
    if (code !== ExitCode.done) throw new Error(output);
    const { vms } = JSON.parse(stdout) as { vms: { pointAgeSeconds: number }[] };
    expect(vms).toHaveLength(2);
    for (const { pointAgeSeconds } of vms) {
      expect(pointAgeSeconds).toBeGreaterThan(3_600);
      expect(pointAgeSeconds).toBeLessThan(86_400);
    }
  });

  test("a report has the emulator's times, and a retention date from its day", async () => {
    const began = emulator.now().getTime();
    const file = join(directory, "report.json");
    const flags = ["--wait-for", "accepted", "--retain-days", "30", "--report-json", file];
    expect((await command("backup-now", ids.vaultId, ...flags)).code).toBe(ExitCode.done);
    const { startTime, endTime } = JSON.parse(readFileSync(file, "utf8")) as { startTime: string; endTime: string };
    // A program that loads slowly takes minutes of emulated time.
    expect(Date.parse(startTime)).toBeGreaterThan(began - HOUR);
    expect(Date.parse(startTime)).toBeLessThanOrEqual(Date.parse(endTime));
    expect(Date.parse(endTime)).toBeLessThanOrEqual(emulator.now().getTime());
    const lastDay = new Date(began + 30 * DAY).toISOString().slice(0, 10);
    const bodies = emulator.journal.filter(({ path }) => path.endsWith("/backup")).map(({ body }) => JSON.stringify(body));
    expect(bodies).toHaveLength(2);
    for (const body of bodies) expect(body).toContain(`${lastDay}T23:59:59Z`);
  });
});

test("explain-plan counts from the time of the plan, whatever the machine's clock", async () => {
  const [{ name, plan } = { name: "", plan: {} }] = storedObservations("4.81.0").filter((one) => one.name === "item-removed");
  const file = join(directory, "plan.json");
  writeFileSync(file, JSON.stringify(plan));
  ran.add("explain-plan");
  const { code, stdout } = await run(process.execPath, [PROGRAM, "explain-plan", file, "--output", "json"], { env: {} });
  expect([name, code]).toEqual(["item-removed", PlanExitCode.dataLost]);
  expect(JSON.parse(stdout)).toMatchObject({ findings: [{ severity: "lost", recoverableUntil: "2027-03-24" }] });
});

test("fleet assign writes the same file on any day", async () => {
  const inventory = join(directory, "vms.csv");
  const file = join(directory, "fleet.assignments");
  const id =
    "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-web";
  writeFileSync(inventory, `id,location\n${id},westeurope\n`);
  ran.add("fleet");
  const flags = ["--inventory", inventory, "--file", file, "--tier", "daily", "--default-tier", "daily"];
  const assign = (...more: string[]) => run(process.execPath, [PROGRAM, "fleet", "assign", ...flags, ...more], { env: {} });
  expect((await assign("--check")).code).not.toBe(ExitCode.done);
  expect((await assign()).code).toBe(ExitCode.done);
  expect(readFileSync(file, "utf8")).toContain("/rg/vm-web westeurope ");
  expect((await assign("--check")).code).toBe(ExitCode.done);
});

test("live-check creates nothing without an answer, at any time", async () => {
  ran.add("live-check");
  const env = { PATH: process.env["PATH"], ...(await startTestEmulator()).environment() };
  const fake = { ...env, ...fakeTerraform(join(directory, "bin"), { apply: "fails", destroy: "succeeds" }) };
  const { code, output } = await run(process.execPath, [PROGRAM, "live-check"], { cwd: directory, env: fake });
  expect(output).toContain("start it with --yes");
  expect(code).toBe(ExitCode.badInput);
  expect(readdirSync(directory).filter((name) => name.startsWith("live-check"))).toEqual([]);
});

test("tests every command", () => {
  expect([...ran].sort()).toEqual(
    COMMANDS.map(({ name }) => name)
      .filter((name) => name !== "emulator")
      .sort(),
  );
});
