import { type Action, actionFor, classify, type ItemState, SUSPICIOUS } from "../../../lib/hook/backup-now/classify";
import type { BackupJob } from "../../../lib/hook/vault/backup-job";
import type { ProtectedItem } from "../../../lib/hook/vault/protected-item";
import { JobIndex } from "../../../lib/hook/backup-now/job-index";
import { item, job, START } from "../fakes";

const BEFORE = new Date("2026-11-01T00:00:00Z");
const AFTER = new Date("2026-11-21T00:00:00Z");

const cases: [string, Partial<ProtectedItem>, BackupJob[], ItemState["kind"], Action["kind"]][] = [
  ["never backed up", {}, [], "pending", "trigger"],
  ["never backed up, its job running", {}, [job("vm")], "running", "attach"],
  ["never backed up, another VM's job running", {}, [job("other")], "pending", "trigger"],
  ["never backed up, a restore running", {}, [job("vm", { operation: "Restore" })], "pending", "trigger"],
  ["never backed up, its first job failed", {}, [job("vm", { status: "Failed" })], "pending", "trigger"],
  ["a job of a status nobody knows yet", {}, [job("vm", { status: "Validating" })], "running", "attach"],
  ["backed up", { protectionState: "Protected", lastRecoveryPoint: BEFORE }, [], "backedUp", "skip"],
  [
    "backed up, a later job running",
    { protectionState: "Protected", lastRecoveryPoint: BEFORE },
    [job("vm")],
    "backedUp",
    "skip",
  ],
  [
    "snapshot taken, its first job transferring",
    { protectionState: "Protected", lastRecoveryPoint: AFTER },
    [job("vm")],
    "running",
    "attach",
  ],
  [
    "protected without a recovery point, its first job running",
    { protectionState: "Protected" },
    [job("vm")],
    "running",
    "attach",
  ],
  ["a classic VM", { classic: true }, [], "classic", "refuse"],
  ["soft-deleted", { softDeleted: true, protectionState: "ProtectionStopped" }, [], "softDeleted", "refuse"],
  ["soft-deleted while its job runs", { softDeleted: true }, [job("vm")], "softDeleted", "refuse"],
  ["stopped before a first backup", { protectionState: "ProtectionStopped" }, [], "stopped", "refuse"],
  ["stopped after it", { protectionState: "ProtectionStopped", lastRecoveryPoint: BEFORE }, [], "stopped", "skip"],
  ["suspended before a first backup", { protectionState: "BackupsSuspended" }, [], "suspended", "refuse"],
  ["suspended after it", { protectionState: "BackupsSuspended", lastRecoveryPoint: BEFORE }, [], "suspended", "skip"],
  ["paused", { protectionState: "ProtectionPaused" }, [], "suspended", "refuse"],
  ["in error without a recovery point", { protectionState: "ProtectionError" }, [], "ambiguous", "trigger"],
  ["in error with one", { protectionState: "ProtectionError", lastRecoveryPoint: BEFORE }, [], "ambiguous", "skip"],
  ["in error, its job running", { protectionState: "ProtectionError" }, [job("vm")], "running", "attach"],
  ["in a state nobody knows yet", { protectionState: "Rebalancing" }, [], "ambiguous", "trigger"],
];

test.each(cases)("%s", (_, properties, jobs, kind, action) => {
  const state = classify(item("vm", properties), new JobIndex(jobs));
  expect(state.kind).toBe(kind);
  expect(actionFor(state).kind).toBe(action);
});

test("follows the later one of two running jobs", () => {
  const jobs = [job("vm", { id: "older", startTime: BEFORE }), job("vm", { id: "newer" })];
  expect(classify(item("vm"), new JobIndex(jobs))).toMatchObject({ kind: "running", job: { id: "newer" } });
});

test("skips a backed-up VM in state ProtectionError, with a warning", () => {
  const action = actionFor(
    classify(item("vm", { protectionState: "ProtectionError", lastRecoveryPoint: BEFORE }), new JobIndex([])),
  );
  expect(action).toEqual({ kind: "skip", warn: true, reason: "already backed up, but Azure reports ProtectionError" });
});

test.each<[Partial<ProtectedItem>, Action]>([
  [
    { classic: true },
    { kind: "refuse", reason: "is a classic VM, which Azure has retired; migrate it to Azure Resource Manager first" },
  ],
  [{ softDeleted: true }, { kind: "refuse", reason: "is soft-deleted; undelete it and resume its protection first" }],
  [
    { protectionState: "BackupsSuspended" },
    { kind: "refuse", reason: "backups are suspended and no recovery point exists; resume its protection first" },
  ],
  [
    { protectionState: "ProtectionStopped", lastRecoveryPoint: BEFORE },
    { kind: "skip", reason: "already backed up; protection is stopped", warn: false },
  ],
  [
    { protectionState: "Protected", lastRecoveryPoint: BEFORE, scanSummary: "Suspicious" },
    { kind: "skip", reason: `already backed up, but ${SUSPICIOUS}`, warn: true },
  ],
])("tells the action for %j, and what to do", (properties, action) => {
  expect(actionFor(classify(item("vm", properties), new JobIndex([])))).toEqual(action);
});

test.each<[string, Partial<ProtectedItem>, BackupJob[], Action["kind"]]>([
  ["backed up", { protectionState: "Protected", lastRecoveryPoint: BEFORE }, [], "trigger"],
  ["in error with a recovery point", { protectionState: "ProtectionError", lastRecoveryPoint: BEFORE }, [], "trigger"],
  ["stopped", { protectionState: "ProtectionStopped", lastRecoveryPoint: BEFORE }, [], "skip"],
  ["soft-deleted", { softDeleted: true }, [], "refuse"],
  ["backed up for the first time at the moment", {}, [job("vm")], "attach"],
])("the action with force for a VM that is %s", (_, properties, jobs, kind) => {
  expect(actionFor(classify(item("vm", properties), new JobIndex(jobs)), true).kind).toBe(kind);
});

test.each<[string, Partial<ProtectedItem>, BackupJob]>([
  ["of unknown start", { protectionState: "Protected", lastRecoveryPoint: BEFORE }, job("vm", { startTime: undefined })],
  ["whose recovery point is of the same time", { protectionState: "Protected", lastRecoveryPoint: START }, job("vm")],
  ["of a VM in error with an older backup", { protectionState: "ProtectionError", lastRecoveryPoint: BEFORE }, job("vm")],
])("follows a job %s", (_, properties, running) => {
  expect(classify(item("vm", properties), new JobIndex([running])).kind).toBe("running");
});
