import { currentTask, isSettled, observe, type Progress, validationOf } from "../../../lib/hook/backup-now/progress";
import type { BackupJob } from "../../../lib/hook/vault/backup-job";
import { job } from "../fakes";

const requested: Progress = { kind: "requested", requestId: "r", operationId: "o", rounds: 0 };
const SNAPSHOT = { name: "Take Snapshot", status: "Completed" };

function withTasks(status: string, ...tasks: [string, string][]): BackupJob {
  return job("vm", { status, tasks: tasks.map(([name, taskStatus]) => ({ name, status: taskStatus })) });
}

test("reads a job as running until its snapshot is taken, even if a list shows no tasks", () => {
  const running = observe(requested, job("vm"), "snapshot");
  expect(running).toMatchObject({ kind: "running", snapshotTaken: false });
  const taken = observe(running, job("vm", { tasks: [SNAPSHOT] }), "snapshot");
  expect(taken).toMatchObject({ kind: "running", snapshotTaken: true });
  expect(observe(taken, job("vm"), "snapshot")).toMatchObject({ kind: "running", snapshotTaken: true });
});

test.each<[string, BackupJob, Progress["kind"]]>([
  ["completed", withTasks("Completed", ["Take Snapshot", "Completed"], ["Transfer data to vault", "Completed"]), "completed"],
  ["completed with a failed task", withTasks("Completed", ["Transfer data to vault", "Failed"]), "completedWithWarnings"],
  [
    "completed without a copy in the vault",
    withTasks("Completed", ["Transfer data to vault", "Skipped"]),
    "completedWithWarnings",
  ],
  ["completed with warnings", withTasks("CompletedWithWarnings", ["Transfer data to vault", "Failed"]), "completedWithWarnings"],
  ["failed", withTasks("Failed"), "failed"],
  ["cancelled", withTasks("Cancelled"), "failed"],
  ["being cancelled", withTasks("Cancelling"), "running"],
  ["of a status nobody knows yet", withTasks("Validating"), "running"],
])("a job that is %s", (_, ended, kind) => {
  expect(observe(requested, ended, "completed").kind).toBe(kind);
});

test("adds a note for a skipped transfer if it waits for the snapshot only", () => {
  const skipped = withTasks("Completed", ["Take Snapshot", "Completed"], ["Transfer data to vault", "Skipped"]);
  expect(observe(requested, skipped, "snapshot")).toMatchObject({
    kind: "completed",
    note: "'Transfer data to vault' was skipped, so this backup exists as a snapshot only",
  });
});

test.each<[Progress, boolean, boolean, boolean]>([
  [requested, false, false, false],
  [{ kind: "running", job: job("vm"), snapshotTaken: false }, true, false, false],
  [{ kind: "running", job: job("vm"), snapshotTaken: true }, true, true, false],
  [{ kind: "completed", job: job("vm"), note: undefined }, true, true, true],
])("%# is settled for accepted, snapshot, completed", (progress, accepted, snapshot, completed) => {
  expect([isSettled(progress, "accepted"), isSettled(progress, "snapshot"), isSettled(progress, "completed")]).toEqual([
    accepted,
    snapshot,
    completed,
  ]);
});

test("keeps the last known tasks of a running job whose list entry shows none", () => {
  const seen = observe(
    requested,
    withTasks("InProgress", ["Take Snapshot", "Completed"], ["Validate backup", "NotStarted"]),
    "completed",
  );
  const listed = observe(seen, job("vm"), "completed");
  expect(listed).toMatchObject({ kind: "running", snapshotTaken: true, job: { tasks: [{}, { name: "Validate backup" }] } });
});

test("counts a snapshot as restorable unless a listed validation has not succeeded", () => {
  expect(
    validationOf(withTasks("InProgress", ["Take Snapshot", "Completed"], ["Transfer data to vault", "InProgress"])),
  ).toBeUndefined();
  expect(validationOf(withTasks("InProgress", ["Take Snapshot", "Completed"], ["Validate backup", "NotStarted"]))).toMatchObject({
    name: "Validate backup",
  });
  expect(validationOf(withTasks("InProgress", ["Validate backup", "Completed"]))).toBeUndefined();
});

test("names the running step as Azure does", () => {
  expect(currentTask(withTasks("InProgress", ["Take Snapshot", "Completed"], ["Something new", "InProgress"]))?.name).toBe(
    "Something new",
  );
  expect(currentTask(job("vm"))).toBeUndefined();
});
