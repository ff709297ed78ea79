import {
  currentTask,
  failed,
  isSettled,
  observe,
  type Progress,
  retainedUntilOf,
  validationOf,
} from "../../../lib/hook/backup-now/progress";
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

test.each<[string, Progress, string | undefined, string | undefined]>([
  ["skipped", { kind: "skipped", cause: "alreadyBackedUp", reason: "", warn: false }, "2026-12-20", undefined],
  ["waiting", { kind: "waiting" }, "2026-12-20", undefined],
  ["failed", failed("no", job("vm", { retainedUntil: "2026-12-24" })), "2026-12-20", undefined],
  ["requested", requested, "2026-12-20", "2026-12-20"],
  ["requested without a known day", requested, undefined, undefined],
  [
    "running",
    { kind: "running", job: job("vm", { retainedUntil: "2026-12-24" }), snapshotTaken: false },
    undefined,
    "2026-12-24",
  ],
  [
    "completed",
    { kind: "completed", job: job("vm", { retainedUntil: "2026-12-24" }), note: undefined },
    "2026-12-20",
    "2026-12-20",
  ],
])("the last day of a backup that is %s", (_, progress, retainedUntil, day) => {
  expect(retainedUntilOf({ progress, retainedUntil })).toBe(day);
});

test("gives Azure's reason for warnings, or the failed step, or tells that there is none", () => {
  const errors = [{ number: undefined, title: "SomethingNew", text: "It is new.", recommendations: [] }];
  const withWarnings = withTasks("CompletedWithWarnings", ["Transfer data to vault", "Failed"]);
  const reasons = [{ ...withWarnings, errors }, withWarnings, withTasks("CompletedWithWarnings")].map((ended) =>
    observe(requested, ended, "completed"),
  );
  expect(reasons).toMatchObject([
    { reason: "SomethingNew: It is new." },
    { reason: "'Transfer data to vault' failed" },
    { reason: "Azure gives no reason" },
  ]);
});

test("tells why a job failed, and what to do after a cancellation", () => {
  expect(observe(requested, withTasks("Failed"), "completed")).toMatchObject({ reason: "Azure gives no reason" });
  expect(observe(requested, withTasks("Cancelled"), "completed")).toMatchObject({
    reason: "was cancelled; run again to start it anew",
  });
});

test("a completed job without a list of steps is completed", () => {
  expect(observe(requested, job("vm", { status: "Completed" }), "completed")).toMatchObject({ kind: "completed" });
});

test("does not take over the steps of another job", () => {
  const seen = observe(requested, withTasks("InProgress", ["Take Snapshot", "InProgress"]), "completed");
  const other = observe(seen, job("vm", { id: "other" }), "completed");
  expect(other).toMatchObject({ kind: "running", job: { id: "other", tasks: undefined } });
});

test("keeps the known retention of a running job whose list entry shows none", () => {
  const seen = observe(requested, { ...withTasks("InProgress"), retainedUntil: "2026-12-20" }, "completed");
  expect(observe(seen, job("vm"), "completed")).toMatchObject({ job: { retainedUntil: "2026-12-20" } });
});

test("names the failed step of a completed job", () => {
  expect(observe(requested, withTasks("Completed", ["Transfer data to vault", "Failed"]), "completed")).toMatchObject({
    reason: "'Transfer data to vault' failed",
  });
});

test("counts a snapshot as taken although a later answer lists no steps", () => {
  const taken = observe(requested, job("vm", { tasks: [SNAPSHOT] }), "completed");
  expect(observe(taken, job("vm", { tasks: [] }), "completed")).toMatchObject({ snapshotTaken: true });
  expect(observe(requested, job("vm", { tasks: [] }), "completed")).toMatchObject({ snapshotTaken: false });
});

test("knows no validation of a job without steps", () => {
  expect(validationOf(job("vm"))).toBeUndefined();
});
