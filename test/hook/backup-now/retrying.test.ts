import { backUp, type BackupResult } from "../../../lib/hook/backup-now/backup-now";
import { exitCodeOf } from "../../../lib/hook/backup-now/outcome";
import type { BackupOptions } from "../../../lib/hook/backup-now/backup-context";
import { ExitCode } from "../../../lib/contract/exit-code";
import { ArmError } from "../../../lib/hook/arm/arm-error";
import type { BackupJob } from "../../../lib/hook/vault/backup-job";
import type { VmRun } from "../../../lib/hook/backup-now/progress";
import { FakeClock, FakeVault, item, job, backupOptions, type Script, START, backupContext } from "../fakes";

const MINUTE = 60_000;
const PROTECTED = { protectionState: "Protected", lastRecoveryPoint: new Date("2026-11-01T00:00:00Z") };
const IN_PROGRESS = "UserErrorBackupOperationInProgress";

interface Scene {
  readonly clock: FakeClock;
  readonly vault: FakeVault;
  readonly around: ReturnType<typeof backupContext>;
  readonly run: (overrides?: Partial<BackupOptions>) => Promise<BackupResult>;
}

function scene(scripts: Record<string, Script> = {}, jobs: BackupJob[] = [], items = [item("vm-web")]): Scene {
  const clock = new FakeClock();
  const vault = new FakeVault(clock, items, scripts, jobs);
  const around = backupContext(vault, clock);
  return { clock, vault, around, run: (overrides = {}) => backUp(backupOptions(overrides), around) };
}

function failedJob(hoursAgo: number): BackupJob {
  const startTime = new Date(START.getTime() - hoursAgo * 60 * MINUTE);
  const tasks = [{ name: "Take Snapshot", status: "Failed" }];
  return job("vm-web", {
    id: `failed-${hoursAgo}`,
    status: "Failed",
    startTime,
    endTime: startTime,
    tasks,
    retainedUntil: "2026-12-20",
  });
}

function completedJob(fromMinute: number, toMinute: number): BackupJob {
  const [startTime, endTime] = [fromMinute, toMinute].map((minute) => new Date(START.getTime() + minute * MINUTE));
  return job("vm-web", { id: "earlier", status: "Completed", startTime, endTime });
}

function protectedAnew(minute: number): BackupJob {
  return { ...completedJob(minute, minute + 1), id: "anew", operation: "ConfigureBackup" };
}

function failure(title: string): Script {
  return { endsAfter: 5, end: { status: "Failed", errors: [{ number: undefined, title, text: "no", recommendations: [] }] } };
}

function refusing(vault: FakeVault, code: string, times: number): void {
  const trigger = vault.triggerBackup.bind(vault);
  let left = times;
  vault.triggerBackup = (request) => {
    if (left-- <= 0) return trigger(request);
    vault.triggers.push(request);
    return Promise.reject(new ArmError("cannot start the backup", { status: 409, code, detail: "no" }));
  };
}

test("retries a transient failure after some minutes, three attempts in all", async () => {
  const { vault, around, run } = scene({ "vm-web": failure("CloudInternalError") });
  const result = await run();
  expect(exitCodeOf(result)).toBe(ExitCode.backupFailed);
  expect(vault.triggers).toHaveLength(3);
  expect(around.lines).toContainEqual(expect.stringMatching(/CloudInternalError: no .*; retrying in 5 min \(attempt 2 of 3\)$/));
  expect(around.lines.at(-1)).toMatch(/; no retry, because 3 attempts were made in 24 hours$/);
});

test("attempts of other runs count: after three in the vault, none follows by itself", async () => {
  const { vault, run } = scene({ "vm-web": failure("CloudInternalError") }, [failedJob(2), failedJob(3)]);
  expect(exitCodeOf(await run())).toBe(ExitCode.backupFailed);
  expect(vault.triggers).toHaveLength(1);
});

test("makes no attempt after six in the vault", async () => {
  const { vault, around, run } = scene({}, [1, 2, 3, 4, 5, 6].map(failedJob));
  expect(exitCodeOf(await run())).toBe(ExitCode.backupFailed);
  expect(vault.triggers).toEqual([]);
  expect(around.lines[0]).toMatch(/^vm-web: failed: 6 backups of this VM were attempted in the last 24 hours/);
});

test("does not count failed scheduled backups as attempts", async () => {
  const scheduled = [1, 5, 9, 13, 17, 21].map((hours) => ({ ...failedJob(hours), retainedUntil: undefined }));
  const { vault, run } = scene({}, scheduled);
  expect(exitCodeOf(await run())).toBe(ExitCode.done);
  expect(vault.triggers).toHaveLength(1);
  const doubtful = scene({}, [1, 2, 3, 4, 5, 6].map(failedJob));
  doubtful.vault.getJob = () => Promise.resolve(undefined);
  expect(exitCodeOf(await doubtful.run())).toBe(ExitCode.backupFailed);
  expect(doubtful.vault.triggers).toEqual([]);
});

test.each(["UserErrorGuestAgentStatusUnavailable", "SomethingNobodyKnows"])("%s is not tried again", async (code) => {
  const { vault, run } = scene({ "vm-web": failure(code) });
  expect(exitCodeOf(await run())).toBe(ExitCode.backupFailed);
  expect(vault.triggers).toHaveLength(1);
});

test("follows another backup in progress, named by the answer, once it is listed", async () => {
  const { vault, around, run } = scene();
  refusing(vault, IN_PROGRESS, 1);
  vault.jobs.push(job("vm-web", { id: "other", startTime: new Date(START.getTime() + 10) }));
  const list = vault.listJobs.bind(vault);
  let lists = 0;
  vault.listJobs = (span) => (++lists <= 3 ? Promise.resolve([]) : list(span));
  const result = await run();
  expect(exitCodeOf(result)).toBe(ExitCode.done);
  expect(result.runs[0]?.progress).toMatchObject({ kind: "completed", job: { id: "other" } });
  expect(vault.triggers).toHaveLength(1);
  expect(around.lines[0]).toBe("vm-web: another backup of this VM is in progress; looking for it");
});

test("follows another backup in progress, named by the failure of the job", async () => {
  const { vault, run } = scene();
  const get = vault.getJob.bind(vault);
  vault.getJob = async (id) => {
    const found = await get(id);
    if (!found || id !== "job-vm-web") return found;
    const errors = [{ number: undefined, title: IN_PROGRESS, text: "busy", recommendations: [] }];
    return { ...found, status: "Failed", errors, tasks: [] };
  };
  const list = vault.listJobs.bind(vault);
  vault.listJobs = async (span) =>
    (await list(span)).map((entry) => (entry.id === "job-vm-web" ? { ...entry, status: "Failed" } : entry));
  const trigger = vault.triggerBackup.bind(vault);
  vault.triggerBackup = async (request) => {
    const operation = await trigger(request);
    vault.jobs.push(job("vm-web", { id: "other", startTime: new Date(START.getTime() - 1) }));
    return operation;
  };
  const result = await run();
  expect(result.runs[0]?.progress).toMatchObject({ kind: "completed", job: { id: "other" } });
  expect(vault.triggers).toHaveLength(1);
});

test("decides by the state of the VM if the other backup ended before it was listed", async () => {
  const { vault, run } = scene();
  refusing(vault, IN_PROGRESS, 1);
  vault.getProtectedItem = () => Promise.resolve(item("vm-web", PROTECTED));
  const result = await run();
  expect(result.runs[0]?.progress).toMatchObject({ kind: "skipped", reason: "already backed up" });
  expect(vault.triggers).toHaveLength(1);
});

test("retries a locked item", async () => {
  const { vault, run } = scene();
  refusing(vault, "BMSUserErrorObjectLocked", 1);
  expect(exitCodeOf(await run())).toBe(ExitCode.done);
  expect(vault.triggers).toHaveLength(2);
});

test("does not back up a VM again whose state is late after a completed backup", async () => {
  const ended = job("vm-web", {
    id: "earlier",
    startTime: new Date(START.getTime() - 45 * MINUTE),
    endTime: new Date(START.getTime() - 5 * MINUTE),
    status: "Completed",
  });
  const { vault, clock, run } = scene({}, [ended]);
  vault.getProtectedItem = () => Promise.resolve(item("vm-web", clock.elapsed() > 5 * MINUTE ? PROTECTED : {}));
  const result = await run();
  expect(result.runs[0]?.progress).toMatchObject({ kind: "skipped", reason: "already backed up" });
  expect(vault.triggers).toEqual([]);
});

test("backs up a VM that is protected again, after a wait for its state", async () => {
  const ended = job("vm-web", {
    id: "earlier",
    startTime: new Date(START.getTime() - 45 * MINUTE),
    endTime: new Date(START.getTime() - 5 * MINUTE),
    status: "Completed",
  });
  const { vault, clock, run } = scene({}, [ended, protectedAnew(-2)]);
  expect(exitCodeOf(await run())).toBe(ExitCode.done);
  expect(vault.triggers).toHaveLength(1);
  expect(clock.elapsed()).toBeGreaterThan(10 * MINUTE);
});

test("does not back up a pending VM again whose backup completed 30 minutes ago", async () => {
  const { vault, run } = scene({}, [completedJob(-90, -30)]);
  const result = await run();
  expect(result.runs[0]?.progress).toEqual({
    ...{ kind: "skipped", cause: "alreadyBackedUp", warn: true },
    reason: "already backed up: job earlier completed at 2026-11-20 09:30 UTC, though Azure still reports IRPending",
  });
  expect(exitCodeOf(result)).toBe(ExitCode.done);
  expect(vault.triggers).toEqual([]);
});

test("does not back up a VM whose backup completed a moment ago if Azure never shows it", async () => {
  const { vault, clock, run } = scene({}, [completedJob(-45, -5)]);
  expect((await run()).runs[0]?.progress).toMatchObject({
    kind: "skipped",
    reason: expect.stringMatching(/^already backed up: job earlier/) as string,
  });
  expect(vault.triggers).toEqual([]);
  expect(clock.elapsed()).toBeGreaterThanOrEqual(10 * MINUTE);
});

test.each<[string, BackupJob[]]>([
  ["it was protected anew since", [completedJob(-90, -30), protectedAnew(-20)]],
  ["the backup completed with warnings", [{ ...completedJob(-90, -30), status: "CompletedWithWarnings" }]],
  ["the backup is of another VM", [{ ...completedJob(-90, -30), vmKey: "iaasvmcontainerv2;rg-app;other" }]],
])("a pending VM is backed up if %s", async (_, jobs) => {
  const { vault, run } = scene({}, jobs);
  expect(exitCodeOf(await run())).toBe(ExitCode.done);
  expect(vault.triggers).toHaveLength(1);
});

test("backs up a backed-up VM again, once, with force", async () => {
  const { vault, run } = scene({}, [], [item("vm-web", PROTECTED)]);
  expect(exitCodeOf(await run({ force: true }))).toBe(ExitCode.done);
  expect(vault.triggers).toHaveLength(1);
});

test("prints the VMs before the first trigger, and nothing if none is needed", async () => {
  const { vault, around, clock } = scene();
  const told: [number, readonly VmRun[]][] = [];
  const beforeFirstTrigger = (runs: readonly VmRun[]): void => void told.push([vault.triggers.length, runs]);
  await backUp(backupOptions(), { ...around, beforeFirstTrigger });
  expect(told).toEqual([[0, [expect.objectContaining({ item: item("vm-web") })]]]);
  const done = new FakeVault(clock, [item("vm-web", PROTECTED)]);
  await backUp(backupOptions(), { ...around, vault: done, beforeFirstTrigger });
  expect(told).toHaveLength(1);
});

test("reads a hundred of a thousand VMs that wait for their snapshot in a round", async () => {
  const items = Array.from({ length: 300 }, (_, index) => item(`vm-${index}`));
  const { vault, run } = scene(Object.fromEntries(items.map(({ vmName }) => [vmName, { endsAfter: 600 }])), [], items);
  const reads: number[] = [];
  const list = vault.listJobs.bind(vault);
  vault.listJobs = (span) => {
    reads.push(vault.calls.filter((call) => call === "getJob").length);
    return list(span);
  };
  expect(exitCodeOf(await run({ waitFor: "snapshot" }))).toBe(ExitCode.done);
  const perRound = reads.map((read, index) => read - (reads[index - 1] ?? 0));
  expect(Math.max(...perRound)).toBe(100);
});

test.each([
  ["nobody named", true, ExitCode.completedWithWarnings],
  ["is named", false, ExitCode.backupFailed],
])("ends with the right code if the VM of a backup is gone that %s", async (_, found, code) => {
  const { vault, run } = scene({ "vm-web": failure("UserErrorVmNotFoundV2") });
  const result = await run({ found, vms: [vault.items[0]?.id ?? ""] });
  expect(exitCodeOf(result)).toBe(code);
  expect(result.runs[0]?.progress).toMatchObject({ kind: found ? "skipped" : "failed" });
  expect(vault.triggers).toHaveLength(1);
});

test.each([3, 4, 5])("makes a first attempt after %d failed ones of the day, and no second one", async (count) => {
  const earlier = [1, 2, 3, 4, 5].slice(0, count).map(failedJob);
  const { vault, run } = scene({ "vm-web": failure("CloudInternalError") }, earlier);
  expect(exitCodeOf(await run())).toBe(ExitCode.backupFailed);
  expect(vault.triggers).toHaveLength(1);
});

test("makes no second attempt if others were made while it waited", async () => {
  const { vault, clock, around, run } = scene();
  refusing(vault, "BMSUserErrorObjectLocked", 1);
  const sleep = clock.sleep.bind(clock);
  clock.sleep = (ms) => {
    if (vault.jobs.length === 0) vault.jobs.push(...[1, 2, 3].map(failedJob));
    return sleep(ms);
  };
  expect(exitCodeOf(await run())).toBe(ExitCode.backupFailed);
  expect(vault.triggers).toHaveLength(1);
  expect(around.lines.at(-1)).toMatch(/^vm-web: failed: 4 backups of this VM were attempted in the last 24 hours/);
});
