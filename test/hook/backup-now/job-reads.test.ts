import { ExitCode } from "../../../lib/contract/exit-code";
import { ArmError } from "../../../lib/hook/arm/arm-error";
import { backUp, type BackupResult } from "../../../lib/hook/backup-now/backup-now";
import { exitCodeOf } from "../../../lib/hook/backup-now/outcome";
import type { BackupOptions } from "../../../lib/hook/backup-now/backup-context";
import type { BackupJob } from "../../../lib/hook/vault/backup-job";
import { backupContext, backupOptions, FakeClock, FakeVault, item, job, type Script, START } from "../fakes";

const MINUTE = 60_000;

interface Scene {
  readonly vault: FakeVault;
  readonly clock: FakeClock;
  readonly lines: string[];
  readonly run: (overrides?: Partial<BackupOptions>) => Promise<BackupResult>;
}

function scene(script: Script = {}, jobs: BackupJob[] = []): Scene {
  const clock = new FakeClock();
  const vault = new FakeVault(clock, [item("vm-web")], { "vm-web": script }, jobs);
  const around = backupContext(vault, clock);
  return { vault, clock, lines: around.lines, run: (overrides = {}) => backUp(backupOptions(overrides), around) };
}

/** Answers the reads of jobs with the given errors first. */
function failingReads(vault: FakeVault, ...errors: Error[]): void {
  const read = vault.getJob.bind(vault);
  vault.getJob = (id) => {
    const error = errors.shift();
    return error ? Promise.reject(error) : read(id);
  };
}

const refused = (status: number): ArmError => new ArmError("cannot read the job", { status, detail: "no" });

test("reads a job again in the next round after a transient failure", async () => {
  const { vault, run } = scene();
  failingReads(vault, refused(503), refused(429));
  expect(exitCodeOf(await run())).toBe(ExitCode.done);
});

test.each([
  ["a refusal", refused(403), ExitCode.notAuthorised],
  ["a defect", new TypeError("a defect"), ExitCode.unexpected],
])("ends with the state of the VM if the job cannot be read because of %s", async (_, error, code) => {
  const { vault, run } = scene();
  failingReads(vault, error);
  const result = await run();
  expect(exitCodeOf(result)).toBe(code);
  expect(result.runs[0]?.progress).toMatchObject({ kind: "running", job: { id: "job-vm-web" } });
});

test("reads the job of a VM by its id if the list does not show it", async () => {
  const { vault, run } = scene({}, [job("vm-web", { startTime: START })]);
  const list = vault.listJobs.bind(vault);
  let lists = 0;
  vault.listJobs = (query) => (++lists > 1 ? Promise.resolve([]) : list(query));
  expect(exitCodeOf(await run())).toBe(ExitCode.done);
  expect(vault.triggers).toEqual([]);
});

test("uses the list's entry of an ended job that Azure does not return", async () => {
  const { vault, lines, run } = scene();
  vault.getJob = () => Promise.resolve(undefined);
  expect(exitCodeOf(await run())).toBe(ExitCode.done);
  expect(lines.at(-1)).toBe("vm-web: completed after 40 min");
});

test("follows a job further that is neither listed nor returned", async () => {
  const { vault, run } = scene({}, [job("vm-web", { startTime: START })]);
  const list = vault.listJobs.bind(vault);
  let lists = 0;
  vault.listJobs = (query) => (++lists > 1 ? Promise.resolve([]) : list(query));
  vault.getJob = () => Promise.resolve(undefined);
  const result = await run();
  expect(exitCodeOf(result)).toBe(ExitCode.timedOut);
  expect(result.runs[0]?.progress).toMatchObject({ kind: "running", job: { status: "InProgress" } });
});

test("reports an operation that was cancelled, without a reason of Azure", async () => {
  const { lines, run } = scene({ operation: { status: "Canceled", jobId: undefined, error: undefined } });
  expect(exitCodeOf(await run())).toBe(ExitCode.backupFailed);
  expect(lines.at(-1)).toBe("vm-web: failed: the operation is Canceled");
});

test("waits for an operation that names no job yet", async () => {
  const { vault, run } = scene({ operation: { status: "InProgress", jobId: undefined, error: undefined } });
  const result = await run({ timeoutMinutes: 30 });
  expect(result.runs[0]?.progress).toMatchObject({ kind: "requested" });
  expect(vault.triggers).toHaveLength(1);
});

test("reads an operation from the second round without a job on", async () => {
  const { vault, run } = scene({ operation: { status: "Succeeded", jobId: "job-1", error: undefined } });
  await run({ waitFor: "accepted" });
  const rounds = vault.calls.slice(vault.calls.indexOf("triggerBackup") + 1);
  expect(rounds).toEqual(["listJobs", "listJobs", "getBackupOperation", "getJob"]);
});

test("retries an operation that failed for a reason that passes", async () => {
  const operation = { status: "Failed", jobId: undefined, error: "CloudInternalError: no", errorCode: "CloudInternalError" };
  const { vault, lines, run } = scene({ operation });
  expect(exitCodeOf(await run())).toBe(ExitCode.backupFailed);
  expect(vault.triggers).toHaveLength(3);
  expect(lines).toContainEqual(
    expect.stringMatching(/^vm-web: CloudInternalError: no .*; retrying in 5 min \(attempt 2 of 3\)$/),
  );
});

test("shows the retention of a followed backup, as its job has it", async () => {
  const { run } = scene({}, [job("vm-web", { startTime: START, retainedUntil: "2027-01-31" })]);
  expect((await run()).runs[0]?.retainedUntil).toBe("2027-01-31");
});

test("forgets its own retention if it follows the backup of another client after a lost answer", async () => {
  const refusal = new ArmError("cannot start the backup", { status: 502, detail: "" });
  const { vault, clock, run } = scene({ refusal });
  const other = job("vm-web", { id: "other", startTime: new Date(START.getTime() + MINUTE), retainedUntil: "2027-01-31" });
  const sleep = clock.sleep.bind(clock);
  clock.sleep = (ms) => {
    if (vault.jobs.length === 0 && clock.elapsed() > MINUTE) vault.jobs.push(other);
    return sleep(ms);
  };
  const result = await run();
  expect(result.runs[0]).toMatchObject({ progress: { kind: "completed", job: { id: "other" } }, retainedUntil: "2027-01-31" });
  expect(vault.triggers).toHaveLength(1);
});

test("reads at most ten jobs a round only to show their progress", async () => {
  const items = Array.from({ length: 25 }, (_, index) => item(`vm-${index}`));
  const clock = new FakeClock();
  const vault = new FakeVault(clock, items);
  const reads: string[][] = [];
  const [list, read] = [vault.listJobs.bind(vault), vault.getJob.bind(vault)];
  vault.listJobs = (query) => (reads.push([]), list(query));
  vault.getJob = (id) => (reads.at(-1)?.push(id), read(id));
  await backUp(backupOptions({ timeoutMinutes: 5 }), backupContext(vault, clock));
  const followed = reads.filter((round) => round.length > 0).slice(0, 3);
  expect(followed.map(({ length }) => length)).toEqual([10, 10, 10]);
  expect(new Set(followed.flat()).size).toBe(25);
});
