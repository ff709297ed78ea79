import { ExitCode } from "../../../lib/contract/exit-code";
import { ArmError } from "../../../lib/hook/arm/arm-error";
import { backUp, type BackupResult } from "../../../lib/hook/backup-now/backup-now";
import { exitCodeOf } from "../../../lib/hook/backup-now/outcome";
import type { BackupContext, BackupOptions } from "../../../lib/hook/backup-now/backup-context";
import type { VmRun } from "../../../lib/hook/backup-now/progress";
import { RunEnded } from "../../../lib/hook/run-ended";
import type { BackupJob } from "../../../lib/hook/vault/backup-job";
import type { JobQuery } from "../../../lib/hook/vault/job-filter";
import { backupContext, backupOptions, FakeClock, FakeVault, item, job, type Script, START } from "../fakes";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Scene {
  readonly vault: FakeVault;
  readonly clock: FakeClock;
  readonly lines: string[];
  /** The jobs that were read, by round. */
  readonly reads: string[][];
  readonly queries: JobQuery[];
  readonly run: (overrides?: Partial<BackupOptions>, more?: Partial<BackupContext>) => Promise<BackupResult>;
}

function scene(names: string[], scripts: Record<string, Script> = {}, jobs: BackupJob[] = []): Scene {
  const clock = new FakeClock();
  const vault = new FakeVault(
    clock,
    names.map((name) => item(name)),
    scripts,
    jobs,
  );
  const reads: string[][] = [];
  const queries: JobQuery[] = [];
  const [list, read] = [vault.listJobs.bind(vault), vault.getJob.bind(vault)];
  vault.listJobs = (query) => (queries.push(query), reads.push([]), list(query));
  vault.getJob = (id) => (reads.at(-1)?.push(id), read(id));
  const around = backupContext(vault, clock, undefined, 24 * 60);
  const run: Scene["run"] = (overrides = {}, more = {}) => backUp(backupOptions(overrides), { ...around, ...more });
  return { vault, clock, lines: around.lines, reads, queries, run };
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `vm-${index}`);
const whenRunning =
  (action: () => void) =>
  ({ progress }: VmRun): void => {
    if (progress.kind === "running") action();
  };
const passing = (): ArmError => new ArmError("cannot read the job", { status: 503, detail: "" });

test("reads a running job until its snapshot is taken, and then only its end", async () => {
  const { reads, run } = scene(["vm-web"], { "vm-web": { snapshotAfter: 1, endsAfter: 60 } });
  await run();
  const rounds = reads.slice(2).map(({ length }) => length);
  expect(rounds.slice(0, 3)).toEqual([1, 1, 1]);
  expect(rounds.slice(3, -1).every((read) => read === 0)).toBe(true);
  expect(rounds.at(-1)).toBe(1);
});

test("reads no job for accepted", async () => {
  const { reads, run } = scene(["vm-web"]);
  await run({ waitFor: "accepted" });
  expect(reads.flat()).toEqual([]);
});

test("does not follow a VM further that has reached the milestone", async () => {
  const { run } = scene(["a", "b"], {
    a: { snapshotAfter: 1, endsAfter: 5, end: { status: "Failed" } },
    b: { snapshotAfter: 30, endsAfter: 60 },
  });
  const result = await run({ waitFor: "snapshot" });
  expect(exitCodeOf(result)).toBe(ExitCode.done);
  expect(result.runs.map(({ progress }) => progress)).toMatchObject([
    { kind: "running", snapshotTaken: true },
    { kind: "running", snapshotTaken: true },
  ]);
});

test("lists the jobs since the start of the oldest that it follows, with a margin of 25 hours", async () => {
  const old = new Date(START.getTime() - 30 * HOUR);
  const { queries, clock, run } = scene(["new", "old"], { old: { endsAfter: 31 * 60 } }, [job("old", { startTime: old })]);
  await run();
  const round = queries[2];
  expect(round?.from).toEqual(new Date(old.getTime() - 25 * HOUR));
  expect(round?.to).toEqual(new Date(START.getTime() + 5_000 + 25 * HOUR));
  const later = queries.at(-1);
  expect(later?.to.getTime()).toBe(START.getTime() + clock.elapsed() + 25 * HOUR);
});

test("lists the jobs of the last 25 hours if it follows none", async () => {
  const { queries, run } = scene(["vm-web"]);
  await run({ waitFor: "accepted" });
  expect(queries.at(-1)).toMatchObject({ from: new Date(START.getTime() + 5_000 - 25 * HOUR), operations: ["Backup"] });
});

test("follows a job of unknown start", async () => {
  const { vault, queries, run } = scene(["vm-web"]);
  const unknown = job("vm-web", { startTime: undefined });
  const list = vault.listJobs.bind(vault);
  vault.listJobs = async (query) => {
    await list(query);
    return [{ ...unknown, status: queries.length > 4 ? "Completed" : "InProgress" }];
  };
  vault.getJob = () => Promise.resolve(undefined);
  expect(exitCodeOf(await run())).toBe(ExitCode.done);
  expect(queries[1]?.from).toEqual(new Date(START.getTime() + 5_000 - 25 * HOUR));
});

test("shortens the wait while ended jobs are unread, and only then", async () => {
  const { clock, reads, run } = scene(names(250), Object.fromEntries(names(250).map((name) => [name, { endsAfter: 100 }])));
  expect(exitCodeOf(await run({ timeoutMinutes: 24 * 60 }))).toBe(ExitCode.done);
  expect(clock.sleeps.slice(-3)).toEqual([300_000, 30_000, 30_000]);
  expect(reads.slice(-3).map(({ length }) => length)).toEqual([100, 100, 50]);
});

test("does not shorten the wait for ended jobs that were all read, nor for snapshots", async () => {
  const ended = scene(["vm-web"], { "vm-web": { endsAfter: 100 } });
  const read = ended.vault.getJob.bind(ended.vault);
  let failures = 0;
  ended.vault.getJob = (id) => (ended.clock.elapsed() > 100 * MINUTE && failures++ === 0 ? Promise.reject(passing()) : read(id));
  await ended.run();
  expect(ended.clock.sleeps.slice(-2)).toEqual([300_000, 300_000]);
  const many = scene(names(150), Object.fromEntries(names(150).map((name) => [name, { snapshotAfter: 60, endsAfter: 90 }])));
  await many.run({ waitFor: "snapshot" });
  expect(many.clock.sleeps.slice(0, 6)).toEqual([5_000, 30_000, 45_000, 67_500, 101_250, 151_875]);
});

test("reads ended jobs before those that the list does not show", async () => {
  const all = names(120);
  const hidden = new Set(all.slice(20, 30));
  const jobs = all.map((name) => job(name, { startTime: START }));
  const { vault, reads, run } = scene(all, Object.fromEntries(all.map((name) => [name, { endsAfter: 1 }])), jobs);
  const list = vault.listJobs.bind(vault);
  vault.listJobs = async (query) => (await list(query)).filter(({ vmName }) => reads.length < 4 || !hidden.has(vmName));
  await run();
  const [third = [], fourth = []] = reads.slice(3);
  expect(third).toHaveLength(100);
  expect(third.filter((id) => hidden.has(id.replace("job-", "")))).toEqual([]);
  expect(fourth).toHaveLength(20);
});

test("follows the backup of another client as soon as it is listed", async () => {
  const { vault, clock, run } = scene(["vm-web"]);
  const trigger = vault.triggerBackup.bind(vault);
  let refusals = 0;
  vault.triggerBackup = (request) => {
    if (refusals++ > 0) return trigger(request);
    return Promise.reject(
      new ArmError("cannot start", { status: 409, code: "UserErrorBackupOperationInProgress", detail: "busy" }),
    );
  };
  vault.jobs.push(job("vm-web", { id: "other", startTime: new Date(START.getTime() + 20_000) }));
  const list = vault.listJobs.bind(vault);
  vault.listJobs = async (query) => (await list(query)).filter(() => clock.elapsed() >= 20_000);
  const followed: number[] = [];
  await run({}, { onChange: whenRunning(() => followed.push(clock.elapsed())) });
  expect(followed[0]).toBe(35_000);
});

test("does not send a lost request again if another backup of the VM runs", async () => {
  const refusal = new ArmError("cannot start the backup", { status: 502, detail: "" });
  const { vault, clock, lines, run } = scene(["vm-web"], { "vm-web": { refusal } });
  const trigger = vault.triggerBackup.bind(vault);
  vault.triggerBackup = (request) => {
    vault.jobs.push(job("vm-web", { id: "other", startTime: new Date(START.getTime() + 1) }));
    return trigger(request);
  };
  const followed: number[] = [];
  await run({}, { onChange: whenRunning(() => followed.push(clock.elapsed())) });
  // In the fourth round: the job of the lost request may be listed until then.
  expect(followed[0]).toBe(5_000 + 30_000 + 45_000 + 67_500);
  expect(lines.join()).not.toContain("sending it again");
});

test("keeps to its own accepted request although another backup of the VM runs", async () => {
  const { vault, run } = scene(["vm-web"], {
    "vm-web": { operation: { status: "InProgress", jobId: undefined, error: undefined } },
  });
  const trigger = vault.triggerBackup.bind(vault);
  vault.triggerBackup = (request) => {
    vault.jobs.push(job("vm-web", { id: "other", startTime: new Date(START.getTime() + 1) }));
    return trigger(request);
  };
  const result = await run({ timeoutMinutes: 10 });
  expect(result.runs[0]?.progress).toMatchObject({ kind: "requested" });
});

test("sends a lost request again in the fourth round without a job, and tells so", async () => {
  const refusal = new ArmError("cannot start the backup", { status: 502, detail: "" });
  const { vault, clock, lines, run } = scene(["vm-web"], { "vm-web": { refusal } });
  const times: number[] = [];
  const trigger = vault.triggerBackup.bind(vault);
  vault.triggerBackup = (request) => (times.push(clock.elapsed()), trigger(request));
  expect(exitCodeOf(await run())).toBe(ExitCode.backupFailed);
  expect(times).toEqual([0, 147_500, 295_000]);
  expect(lines).toContain("vm-web: Azure's answer to the request was lost and it started no job; sending it again");
  expect(lines.at(-1)).toBe(
    "vm-web: failed: Azure's answer to the request was lost and it started no job; run again to start the backup",
  );
});

test("reads the other jobs of a round although one read fails, and prints nothing about it", async () => {
  const { vault, reads, lines, run } = scene(["a", "b"], { a: { endsAfter: 5 }, b: { endsAfter: 5 } });
  const read = vault.getJob.bind(vault);
  let failures = 0;
  vault.getJob = async (id) => {
    const found = await read(id);
    if (id === "job-a" && found?.status === "Completed" && failures++ === 0) throw passing();
    return found;
  };
  await run({ concurrency: 1 });
  expect(reads.at(-2)).toEqual(["job-a", "job-b"]);
  expect(reads.at(-1)).toEqual(["job-a"]);
  expect(lines.filter((line) => line.includes("cannot read"))).toEqual([]);
});

test("reads nothing more after an interruption", async () => {
  const controller = new AbortController();
  const { vault, reads, run } = scene(["a", "b"]);
  const read = vault.getJob.bind(vault);
  vault.getJob = (id) => {
    controller.abort(new RunEnded("interrupted"));
    return read(id);
  };
  expect(exitCodeOf(await run({ concurrency: 1 }, { signal: controller.signal }))).toBe(ExitCode.interrupted);
  expect(reads.flat()).toEqual(["job-a"]);
});

test("retries a failed backup five minutes later, with short waits after it", async () => {
  const errors = [{ number: undefined, title: "CloudInternalError", text: "no", recommendations: [] }];
  const { vault, clock, run } = scene(["vm-web"], { "vm-web": { endsAfter: 1, end: { status: "Failed", errors } } });
  const times: number[] = [];
  const trigger = vault.triggerBackup.bind(vault);
  vault.triggerBackup = (request) => (times.push(clock.elapsed()), trigger(request));
  await run();
  // The job has ended in the third round, after 80 s.
  expect(times).toEqual([0, 380_000, 760_000]);
  expect(clock.sleeps.filter((ms) => ms === 5_000)).toHaveLength(3);
});

test("waits for the earliest retry of two VMs", async () => {
  const errors = [{ number: undefined, title: "CloudInternalError", text: "no", recommendations: [] }];
  const end = { status: "Failed", errors };
  const { vault, clock, run } = scene(["a", "b"], { a: { endsAfter: 1, end }, b: { endsAfter: 3, end } });
  const times: [string, number][] = [];
  const trigger = vault.triggerBackup.bind(vault);
  vault.triggerBackup = (request) => (times.push([request.itemId.split(";").at(-1) ?? "", clock.elapsed()]), trigger(request));
  await run();
  const first = times.filter(([name]) => name === "a").map(([, time]) => time);
  expect(first[1]).toBe(380_000);
});

test.each([
  [
    "completed with warnings that pass",
    {
      status: "CompletedWithWarnings",
      errors: [{ number: undefined, title: "CloudInternalError", text: "no", recommendations: [] }],
    },
  ],
  ["failed without a reason", { status: "Failed" }],
  [
    "failed for two reasons of which one stays",
    {
      status: "Failed",
      errors: ["CloudInternalError", "SomethingNew"].map((title) => ({
        number: undefined,
        title,
        text: "no",
        recommendations: [],
      })),
    },
  ],
])("does not repeat a backup that %s", async (_, end) => {
  const { vault, run } = scene(["vm-web"], { "vm-web": { endsAfter: 5, end } });
  await run();
  expect(vault.triggers).toHaveLength(1);
});
