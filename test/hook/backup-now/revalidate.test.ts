import { ExitCode } from "../../../lib/contract/exit-code";
import { ArmError } from "../../../lib/hook/arm/arm-error";
import { Attempts } from "../../../lib/hook/backup-now/attempts";
import { backUp, type BackupResult } from "../../../lib/hook/backup-now/backup-now";
import { exitCodeOf } from "../../../lib/hook/backup-now/outcome";
import type { BackupOptions } from "../../../lib/hook/backup-now/backup-context";
import { JobIndex } from "../../../lib/hook/backup-now/job-index";
import type { VmRun } from "../../../lib/hook/backup-now/progress";
import { revalidate } from "../../../lib/hook/backup-now/revalidate";
import { RunEnded } from "../../../lib/hook/run-ended";
import type { BackupJob } from "../../../lib/hook/vault/backup-job";
import type { ProtectedItem } from "../../../lib/hook/vault/protected-item";
import { backupContext, backupOptions, FakeClock, FakeVault, item, job, START } from "../fakes";

const MINUTE = 60_000;
const PROTECTED = { protectionState: "Protected", lastRecoveryPoint: new Date("2026-11-01T00:00:00Z") };

interface Scene {
  readonly vault: FakeVault;
  readonly clock: FakeClock;
  readonly lines: string[];
  readonly run: (overrides?: Partial<BackupOptions>) => Promise<BackupResult>;
}

/** A run whose first request is refused because another operation locks the item: five minutes later the VM is checked again. */
function locked(initial = item("vm-web"), jobs: BackupJob[] = []): Scene {
  const clock = new FakeClock();
  const vault = new FakeVault(clock, [initial], {}, jobs);
  const around = backupContext(vault, clock);
  const trigger = vault.triggerBackup.bind(vault);
  let refusals = 0;
  vault.triggerBackup = (request) =>
    refusals++ === 0
      ? Promise.reject(
          new ArmError("cannot start the backup", { status: 409, code: "BMSUserErrorObjectLocked", detail: "locked" }),
        )
      : trigger(request);
  return { vault, clock, lines: around.lines, run: (overrides = {}) => backUp(backupOptions(overrides), around) };
}

function itemIs(vault: FakeVault, state: Partial<ProtectedItem>): void {
  vault.getProtectedItem = () => Promise.resolve(item("vm-web", state));
}

const unavailable = (status: number): ArmError => new ArmError("cannot read", { status, detail: "no" });

test.each<[string, Partial<ProtectedItem>, string, boolean]>([
  ["has a backup", PROTECTED, "already backed up", false],
  [
    "has one and is in error",
    { ...PROTECTED, protectionState: "ProtectionError" },
    "already backed up, but Azure reports ProtectionError",
    true,
  ],
])("skips a VM that %s when it is checked again", async (_, state, reason, warn) => {
  const { vault, run } = locked();
  itemIs(vault, state);
  const result = await run();
  expect(result.runs[0]?.progress).toEqual({ kind: "skipped", cause: "alreadyBackedUp", reason, warn });
  expect(vault.triggers).toEqual([]);
});

test("fails a VM whose protection was stopped meanwhile", async () => {
  const { vault, run } = locked();
  itemIs(vault, { protectionState: "ProtectionStopped" });
  const result = await run();
  expect(exitCodeOf(result)).toBe(ExitCode.backupFailed);
  expect(result.runs[0]?.progress).toMatchObject({
    kind: "failed",
    reason: "protection is stopped and no recovery point exists; resume its protection first",
  });
  expect(vault.triggers).toEqual([]);
});

test("starts the backup of a VM that is still pending, or that Azure does not return", async () => {
  for (const answer of [item("vm-web"), undefined]) {
    const { vault, run } = locked();
    vault.getProtectedItem = () => Promise.resolve(answer);
    expect(exitCodeOf(await run())).toBe(ExitCode.done);
    expect(vault.triggers).toHaveLength(1);
  }
});

test("starts the backup of a backed-up VM with force after the wait", async () => {
  const { vault, run } = locked(item("vm-web", PROTECTED));
  expect(exitCodeOf(await run({ force: true }))).toBe(ExitCode.done);
  expect(vault.triggers).toHaveLength(1);
});

test("checks a VM a minute later if it cannot be read at the moment", async () => {
  const { vault, clock, lines, run } = locked();
  const times: number[] = [];
  vault.getProtectedItem = () => {
    times.push(clock.elapsed());
    return times.length < 3 ? Promise.reject(unavailable(503)) : Promise.resolve(item("vm-web"));
  };
  expect(exitCodeOf(await run())).toBe(ExitCode.done);
  expect(times.map((time, index) => time - (times[index - 1] ?? 0)).slice(1)).toEqual([MINUTE, MINUTE]);
  expect(vault.triggers).toHaveLength(1);
  expect(lines.filter((line) => line.includes("retrying in 5 min"))).toHaveLength(1);
  expect(lines.join()).not.toContain("goes on following");
});

test.each([
  ["is refused", unavailable(403), ExitCode.notAuthorised],
  ["fails by a defect", new TypeError("a defect"), ExitCode.unexpected],
])("ends if the read of a VM %s", async (_, error, code) => {
  const { vault, run } = locked();
  vault.getProtectedItem = () => Promise.reject(error);
  expect(exitCodeOf(await run())).toBe(code);
  expect(vault.triggers).toEqual([]);
});

test("follows a backup that began since the start of the run, even if it has completed", async () => {
  const { vault, clock, run } = locked();
  const sleep = clock.sleep.bind(clock);
  const [startTime, endTime] = [MINUTE, 2 * MINUTE].map((ms) => new Date(START.getTime() + ms));
  clock.sleep = (ms) => {
    if (vault.jobs.length === 0) vault.jobs.push(job("vm-web", { id: "other", status: "Completed", startTime, endTime }));
    return sleep(ms);
  };
  const result = await run();
  expect(exitCodeOf(result)).toBe(ExitCode.done);
  expect(result.runs[0]).toMatchObject({ progress: { kind: "completed", job: { id: "other" } }, retainedUntil: undefined });
  expect(vault.triggers).toEqual([]);
});

test("does not follow a backup that failed since the start of the run", async () => {
  const { vault, clock, run } = locked();
  const sleep = clock.sleep.bind(clock);
  const startTime = new Date(START.getTime() + MINUTE);
  clock.sleep = (ms) => {
    if (vault.jobs.length === 0) vault.jobs.push(job("vm-web", { id: "other", status: "Failed", startTime, endTime: startTime }));
    return sleep(ms);
  };
  expect((await run()).runs[0]?.progress).toMatchObject({ kind: "completed" });
  expect(vault.triggers).toHaveLength(1);
});

test.each([
  ["again in a minute if that cannot be read at the moment", unavailable(503), ExitCode.done],
  ["not again if that is refused", unavailable(403), ExitCode.notAuthorised],
])("checks whether a completed backup still counts, %s", async (_, error, code) => {
  const times = [-45 * MINUTE, -5 * MINUTE].map((ms) => new Date(START.getTime() + ms));
  const ended = job("vm-web", { id: "earlier", status: "Completed", startTime: times[0], endTime: times[1] });
  const { vault, lines, run } = locked(item("vm-web"), [ended]);
  const list = vault.listJobs.bind(vault);
  let failures = 0;
  vault.listJobs = (query) => (query.operations === undefined && failures++ === 0 ? Promise.reject(error) : list(query));
  const result = await run();
  expect(exitCodeOf(result)).toBe(code);
  expect(failures).toBe(code === ExitCode.done ? 2 : 1);
  expect(lines.join()).not.toContain("goes on following");
  expect(vault.triggers).toEqual([]);
});

test("waits a minute for the state of a VM whose backup has just completed, and tells so", async () => {
  const times = [-45 * MINUTE, -5 * MINUTE].map((ms) => new Date(START.getTime() + ms));
  const ended = job("vm-web", { id: "earlier", status: "Completed", startTime: times[0], endTime: times[1] });
  const clock = new FakeClock();
  const vault = new FakeVault(clock, [item("vm-web")], {}, [ended]);
  const around = backupContext(vault, clock);
  const reads: number[] = [];
  vault.getProtectedItem = () => (reads.push(clock.elapsed()), Promise.resolve(item("vm-web", PROTECTED)));
  expect(exitCodeOf(await backUp(backupOptions(), around))).toBe(ExitCode.done);
  expect(reads[0]).toBeGreaterThanOrEqual(MINUTE);
  expect(around.lines[0]).toBe("vm-web: a backup has just completed; waiting for Azure to show it");
});

test("starts a backup at once after a change of the protection, whatever other VMs and jobs did", async () => {
  const at = (minutes: number): Date => new Date(START.getTime() + minutes * MINUTE);
  const ended = job("vm-web", { id: "earlier", status: "Completed", startTime: at(-90), endTime: at(-60) });
  const change = (minutes: number, more: Partial<BackupJob> = {}): BackupJob =>
    job("vm-web", {
      id: "change",
      operation: "ConfigureBackup",
      status: "Completed",
      startTime: at(minutes),
      endTime: at(minutes),
      ...more,
    });
  const play = async (...jobs: BackupJob[]): Promise<[number, number]> => {
    const clock = new FakeClock();
    const vault = new FakeVault(clock, [item("vm-web")], {}, [ended, ...jobs]);
    await backUp(backupOptions({ waitFor: "accepted" }), backupContext(vault, clock));
    return [vault.triggers.length, clock.elapsed()];
  };
  expect(await play(change(-30))).toEqual([1, 5_000]);
  expect(await play(change(-90))).toEqual([0, 0]);
  expect(await play(change(-120))).toEqual([0, 0]);
  expect(await play(change(-30, { vmKey: item("vm-db").vmKey.replace("web", "db") }))).toEqual([0, 0]);
  expect(await play(change(-30, { operation: "Restore" }))).toEqual([0, 0]);
  expect(await play(change(-30, { operation: "DisableBackup" }))).toEqual([1, 5_000]);
});

test("counts a completed job without an end as a backup", async () => {
  const startTime = new Date(START.getTime() - 90 * MINUTE);
  const clock = new FakeClock();
  const vault = new FakeVault(clock, [item("vm-web")], {}, []);
  vault.listJobs = () => Promise.resolve([job("vm-web", { id: "earlier", status: "Completed", startTime })]);
  const { runs } = await backUp(backupOptions(), backupContext(vault, clock));
  expect(runs[0]?.progress).toMatchObject({
    reason: "already backed up: job earlier completed, though Azure still reports IRPending",
  });
});

test("forgets its own retention if another client's backup completed after a lost answer", async () => {
  const clock = new FakeClock();
  const [startTime, endTime] = [MINUTE, 2 * MINUTE].map((ms) => new Date(START.getTime() + ms));
  const refusal = new ArmError("cannot start the backup", { status: 502, detail: "" });
  const vault = new FakeVault(clock, [item("vm-web")], { "vm-web": { refusal } });
  const sleep = clock.sleep.bind(clock);
  clock.sleep = (ms) => {
    if (vault.jobs.length === 0)
      vault.jobs.push(job("vm-web", { id: "other", status: "Completed", startTime, endTime, retainedUntil: "2027-01-31" }));
    return sleep(ms);
  };
  const { runs } = await backUp(backupOptions(), backupContext(vault, clock));
  expect(runs[0]).toMatchObject({ progress: { kind: "completed", job: { id: "other" } }, retainedUntil: "2027-01-31" });
  expect(vault.triggers).toHaveLength(1);
});

test("starts nothing if the run is interrupted while a VM is checked again", async () => {
  const controller = new AbortController();
  const clock = new FakeClock();
  const vault = new FakeVault(clock, [item("vm-web"), item("vm-db")]);
  let refusals = 0;
  const trigger = vault.triggerBackup.bind(vault);
  vault.triggerBackup = (request) =>
    refusals++ < 2
      ? Promise.reject(new ArmError("cannot start", { status: 409, code: "BMSUserErrorObjectLocked", detail: "" }))
      : trigger(request);
  let reads = 0;
  vault.getProtectedItem = () => {
    reads++;
    controller.abort(new RunEnded("interrupted"));
    return Promise.resolve(item("vm-web"));
  };
  const result = await backUp(backupOptions({ concurrency: 1 }), backupContext(vault, clock, controller.signal));
  expect(exitCodeOf(result)).toBe(ExitCode.interrupted);
  expect([reads, vault.triggers.length]).toEqual([1, 0]);
});

test("follows a running backup when it is asked directly", async () => {
  const clock = new FakeClock();
  const vault = new FakeVault(clock, [item("vm-web")]);
  const run: VmRun = { item: item("vm-web"), label: "vm-web", progress: { kind: "waiting" }, retainedUntil: undefined };
  const limits = { options: backupOptions(), runs: [run], startedAt: START, attempts: new Attempts(), changed: () => undefined };
  const context = { ...backupContext(vault, clock), ...limits };
  const running = job("vm-web", { startTime: new Date(START.getTime() - MINUTE) });
  const found = { kind: "running", job: running, snapshotTaken: false };
  expect(await revalidate(run, "locked", new JobIndex([running]), context)).toEqual(found);
  const since = { ...running, startTime: START, status: "Completed" };
  expect(await revalidate(run, "locked", new JobIndex([since]), context)).toEqual({ ...found, job: since });
});
