import { ExitCode } from "../../../../lib/contract/exit-code";
import { watchJobs } from "../../../../lib/hook/commands/jobs/watch-jobs";
import type { BackupJob } from "../../../../lib/hook/vault/backup-job";
import { ArmError } from "../../../../lib/hook/arm/arm-error";
import { FakeClock, job } from "../../fakes";

const of = (vmName: string, status: string): BackupJob => ({ ...job(vmName, { status }), vmName });

/** Looks that answer these jobs, one after another; the last one again and again. */
function looks(...answers: (BackupJob[] | Error)[]): () => Promise<BackupJob[]> {
  return () => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer ?? []);
  };
}

async function watch(read: () => Promise<BackupJob[]>, controller = new AbortController(), onShow = (): void => undefined) {
  const clock = new FakeClock();
  const changes: string[] = [];
  const notes: string[] = [];
  const beats: string[] = [];
  const code = await watchJobs(read, {
    clock,
    deadline: Infinity,
    signal: controller.signal,
    note: (line) => notes.push(line),
    beat: (line) => beats.push(line),
    show: (_, changed) => {
      changes.push(changed.map(({ vmName, status }) => `${vmName} ${status}`).join(", "));
      onShow();
    },
  });
  return { code, changes, notes, beats, sleeps: clock.sleeps };
}

test("shows each change once, and polls less often while nothing changes", async () => {
  const running = [of("a", "InProgress"), of("b", "InProgress")];
  const half = [of("a", "InProgress"), of("b", "Completed")];
  const { code, changes, sleeps } = await watch(
    looks(running, running, running, half, [of("a", "Completed"), of("b", "Completed")]),
  );
  expect(code).toBe(ExitCode.done);
  expect(changes).toEqual(["a InProgress, b InProgress", "", "", "b Completed", "a Completed"]);
  expect(sleeps).toEqual([30_000, 45_000, 67_500, 30_000]);
});

test("prints a line now and then while a job runs for six hours", async () => {
  const running = [of("a", "InProgress"), of("b", "Completed")];
  const { beats, sleeps } = await watch(looks(...Array<BackupJob[]>(76).fill(running), [of("a", "Completed")]));
  expect(sleeps.reduce((sum, ms) => sum + ms) / 3_600_000).toBeGreaterThan(6);
  expect(beats.slice(0, 3)).toEqual([
    "watching 1 of 2 jobs (after 1 min)",
    "watching 1 of 2 jobs (after 4 min)",
    "watching 1 of 2 jobs (after 10 min)",
  ]);
  expect(beats.length).toBeLessThan(40);
});

test.each<[string, ExitCode]>([
  ["Failed", ExitCode.backupFailed],
  ["Cancelled", ExitCode.backupFailed],
  ["CompletedWithWarnings", ExitCode.completedWithWarnings],
  ["Completed", ExitCode.done],
])("a job that ends as %s while it is watched ends with %d", async (status, exitCode) => {
  expect((await watch(looks([of("a", "InProgress")], [of("a", status)]))).code).toBe(exitCode);
});

test("returns 0 for a job that had failed before the watch", async () => {
  expect(await watch(looks([of("a", "Failed")]))).toMatchObject({ code: ExitCode.done, changes: ["a Failed"], sleeps: [] });
});

test("retries and reports a transient error", async () => {
  const throttled = new ArmError("cannot list the vault's jobs", { status: 429, detail: "slow down", retryAfterMs: 90_000 });
  const { code, notes, sleeps } = await watch(looks([of("a", "InProgress")], throttled, [of("a", "Completed")]));
  expect(code).toBe(ExitCode.done);
  expect(notes).toEqual([expect.stringMatching(/429: slow down; the jobs continue, and this command goes on watching them$/)]);
  expect(sleeps).toEqual([30_000, 90_000]);
});

test("throws a permanent error", async () => {
  const refused = new ArmError("cannot list the vault's jobs", { status: 403, detail: "no" });
  await expect(watch(looks([of("a", "InProgress")], refused))).rejects.toBe(refused);
});

test("ends at Ctrl-C", async () => {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  expect((await watch(looks([of("a", "InProgress")]), controller, abort)).code).toBe(ExitCode.interrupted);
});
