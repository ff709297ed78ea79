import { isInSnapshot, simulateBackup } from "../../../lib/emulator/recovery-services/jobs/backup-simulation";
import type { Context } from "../../../lib/emulator/context";
import type { Job } from "../../../lib/emulator/recovery-services/model";
import { backupOf, contextOf, DAY, itemOf, MINUTE, NOW, policyOf, VM_ID } from "./records";

const ORDER = { startTime: NOW, activityId: "request-1" };
const simulate = (context: Context, more: object = {}, item = itemOf()): Job =>
  simulateBackup(context, item, { ...ORDER, ...more });
const outcomes = ({ tasks }: Job): string[] => tasks.map(({ outcome }) => outcome);
/** The minutes of the snapshot and of the transfer. */
const minutes = ({ tasks }: Job): number[] => tasks.map(({ startTime, endTime }) => (endTime - startTime) / MINUTE);

function withFault(code: string, phase?: "snapshot" | "transfer"): Context {
  const context = contextOf();
  context.state.faults.add({ kind: "job", code, ...(phase ? { phase } : {}) } as never);
  return context;
}

test("takes the snapshot and then transfers it, each for as long as the VM's name says", () => {
  const job = simulate(contextOf(), { expiry: NOW + 30 * DAY });
  const [snapshot, transfer] = job.tasks;
  expect(job).toMatchObject({
    operation: "Backup",
    activityId: "request-1",
    startTime: NOW,
    outcome: "Completed",
    error: undefined,
  });
  expect(job.tasks).toMatchObject([
    { taskId: "Take Snapshot", startTime: NOW, outcome: "Completed" },
    { taskId: "Transfer data to vault", startTime: snapshot?.endTime, endTime: job.endTime, outcome: "Completed" },
  ]);
  expect(transfer?.endTime).toBe(job.endTime);
  expect(minutes(job)).toEqual(minutes(simulate(contextOf(), {}, itemOf({ vmName: "VM-Web" }))));
  expect(job.backup).toMatchObject({ expiry: NOW + 30 * DAY, snapshotDays: 2, source: { osType: "Linux" } });
});

test("takes a snapshot for 5 to 15 minutes, and the first transfer for 20 to 60", () => {
  const all = Array.from({ length: 300 }, (_, index) => simulate(contextOf(), {}, itemOf({ vmName: `vm-${index}` })));
  const ranges = [0, 1]
    .map((task) => all.map((job) => minutes(job)[task] ?? NaN))
    .map((of) => [Math.min(...of), Math.max(...of)]);
  expect(ranges).toEqual([
    [5, 15],
    [20, 60],
  ]);
  const sizes = all.map(({ backup }) => backup?.sizeInMegabytes ?? NaN);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(2048);
  expect(Math.max(...sizes)).toBeLessThan(2048 + 30_000);
  expect(new Set(sizes).size).toBeGreaterThan(200);
});

test("transfers a quarter after a completed backup, not after a failed one", () => {
  const first = simulate(contextOf());
  const second = simulate(contextOf([backupOf("failed", 500, { outcome: "Failed" }), backupOf("first", 300)]));
  expect(minutes(second)).toEqual([minutes(first)[0], (minutes(first)[1] ?? 0) / 4]);
  expect(second.backup?.sizeInMegabytes).toBe(Math.round((first.backup?.sizeInMegabytes ?? 0) / 4));
  expect(minutes(simulate(contextOf([backupOf("failed", 500, { outcome: "Failed" })])))).toEqual(minutes(first));
});

test("skips the transfer while an earlier backup still transfers", () => {
  const job = simulate(contextOf([backupOf("running", 20)]));
  expect(outcomes(job)).toEqual(["Completed", "Skipped"]);
  expect(job).toMatchObject({ outcome: "Completed", endTime: job.tasks[0]?.endTime });
  expect(outcomes(simulate(contextOf([backupOf("ended", 30)])))).toEqual(["Completed", "Completed"]);
});

test.each([
  [true, "Completed"],
  [false, "Skipped"],
  [undefined, "Completed"],
])("transfers a run of the schedule that is the last of its day: %s", (isLast, outcome) => {
  const scheduled = { day: "2026-11-20", ...(isLast === undefined ? {} : { isLast }) };
  const job = simulate(contextOf(), { scheduled });
  expect(outcomes(job)[1]).toBe(outcome);
  expect(job.backup?.scheduled).toEqual(scheduled);
});

test("fails within seconds while another backup takes its snapshot", () => {
  const job = simulate(contextOf([backupOf("running", 5)]));
  expect(job).toMatchObject({ outcome: "Failed", endTime: NOW + 1400, error: { code: "UserErrorBackupOperationInProgress" } });
  expect(outcomes(job)).toEqual(["Failed", "Failed"]);
});

test("fails with the fault of its own VM only", () => {
  const context = contextOf();
  context.state.faults.add({ kind: "job", code: "UserErrorGuestAgentStatusUnavailable", vm: "vm-web" });
  const other = itemOf({ vmId: `${VM_ID}-2` });
  context.state.resources.set(other.vmId, {
    id: other.vmId,
    name: "vm-web-2",
    type: "Microsoft.Compute/virtualMachines",
    body: {},
  });
  expect([simulate(context, {}, other), simulate(context), simulate(context)].map(({ outcome }) => outcome)).toEqual([
    ...["Completed", "Failed", "Completed"],
  ]);
});

test("fails if the VM does not exist any more", () => {
  const context = contextOf();
  context.state.resources.delete(VM_ID);
  const job = simulate(context);
  expect(job).toMatchObject({ outcome: "Failed", error: { code: "UserErrorVmNotFoundV2" }, backup: { source: undefined } });
});

test("the details follow from the policy at the time of the backup", () => {
  const context = contextOf();
  const policies = [
    policyOf("plain"),
    policyOf("long", { policyType: "V2", instantRpRetentionRangeInDays: 5, schedulePolicy: V2_SCHEDULE }),
  ];
  for (const policy of policies) context.state.policies.set(policy.id, policy);
  const details = policies.map(({ id }) => simulate(context, {}, itemOf({ policyId: id })).backup);
  expect(details).toMatchObject([
    { snapshotDays: 2, policyType: "V1" },
    { snapshotDays: 5, policyType: "V2" },
  ]);
  expect(simulate(context, {}, itemOf({ policyId: "/gone" })).backup).toMatchObject({ snapshotDays: 2 });
});

const V2_SCHEDULE = {
  schedulePolicyType: "SimpleSchedulePolicyV2",
  scheduleRunFrequency: "Daily",
  dailySchedule: { scheduleRunTimes: ["2026-11-20T23:00:00Z"] },
};

test("a backup is in its snapshot from its start to the end of that task", () => {
  const job = backupOf("j", 0);
  const at = [-1, 0, 10 * MINUTE - 1, 10 * MINUTE].map((ms) => isInSnapshot(job, NOW + ms));
  expect(at).toEqual([false, true, true, false]);
  expect(isInSnapshot({ ...job, tasks: [] }, NOW)).toBe(false);
});

test.each<["snapshot" | "transfer" | undefined, string, string[], number]>([
  ["snapshot", "Failed", ["Failed", "Failed"], 0.5],
  ["transfer", "CompletedWithWarnings", ["Completed", "Failed"], 1],
  [undefined, "Failed", ["Failed", "Failed"], 0.5],
])("stops half-way in the phase of an injected fault: %s", (phase, outcome, tasks, share) => {
  const usual = minutes(simulate(contextOf()));
  const job = simulate(withFault("UserErrorGuestAgentStatusUnavailable", phase));
  expect(job).toMatchObject({ outcome, error: { code: "UserErrorGuestAgentStatusUnavailable" } });
  expect(outcomes(job)).toEqual(tasks);
  expect(minutes(job)).toEqual([(usual[0] ?? 0) * share, phase === "transfer" ? (usual[1] ?? 0) / 2 : 0]);
});
