import { ForeignId } from "../../../lib/hook/arm/answer-schema";
import { isSnapshotTaken, readBackupJob } from "../../../lib/hook/vault/backup-job";
import { jobFilter, matchesQuery, recentJobs, runningBackups } from "../../../lib/hook/vault/job-filter";
import { job, START } from "../fakes";

const read = (properties: object, name = "j1") => readBackupJob({ name, properties: { status: "InProgress", ...properties } });

test("reads a job that says nothing but its status", () => {
  expect(read({})).toMatchObject({ id: "j1", vmKey: "", vmName: "unknown VM", operation: "", errors: [], tasks: undefined });
});

test.each([
  ["AzureIaasVM", true],
  ["azureiaasvm", true],
  ["AzureIaasVMWorkload", false],
  ["AzureWorkload", false],
])("reads a job of %s: %s", (backupManagementType, isRead) => {
  expect(read({ backupManagementType }) !== undefined).toBe(isRead);
});

test.each(["../other", "a?b", ".."])("throws for a job with the id %s", (id) => {
  expect(() => read({}, id)).toThrow(ForeignId);
  expect(() => read({}, id)).toThrow(`Azure's answer has a job with an invalid id: "${id}"`);
});

test("reads the times of the steps, and steps that say nothing or something strange", () => {
  const tasksList = [{ taskId: "Take Snapshot", status: "Completed", startTime: "2026-11-20T10:00:00Z", endTime: "soon" }, {}];
  expect(read({ extendedInfo: { tasksList } })?.tasks).toEqual([
    { name: "Take Snapshot", status: "Completed", startTime: START, endTime: undefined },
    { name: "", status: "", startTime: undefined, endTime: undefined },
  ]);
});

test("reads who started a job, and its progress", () => {
  const extendedInfo = { progressPercentage: 40, estimatedRemainingDuration: "PT5M", dynamicErrorMessage: "Slow." };
  expect(read({ isUserTriggered: false, extendedInfo })).toMatchObject({
    ...{ userTriggered: false, progressPercent: 40, estimatedRemaining: "PT5M", message: "Slow." },
  });
  expect(read({ isUserTriggered: true })).toMatchObject({ userTriggered: true, progressPercent: undefined });
});

test.each(["on 6/12/2027", "6/12/2027, later", "6/12/27"])(
  "knows no last day of a recovery point that expires '%s'",
  (expiry) => {
    const extendedInfo = { propertyBag: { "Recovery Point Expiry Time in UTC": expiry } };
    expect(read({ extendedInfo })?.retainedUntil).toBeUndefined();
  },
);

test("a snapshot is taken once a step of that name is completed", () => {
  const task = (name: string, status: string) => isSnapshotTaken({ tasks: [{ name, status }] });
  expect([task("Take Snapshot", "Completed"), task("Take Snapshot", "InProgress"), task("Transfer data", "Completed")]).toEqual([
    true,
    false,
    false,
  ]);
  expect(isSnapshotTaken({ tasks: undefined })).toBe(false);
});

test("asks Azure for one status and one operation, and selects among several itself", () => {
  const all = recentJobs(START);
  const several = { ...all, statuses: ["Failed", "Completed"], operations: ["Backup", "Restore"] };
  expect(jobFilter(several)).toBe(jobFilter(all));
  expect(jobFilter(all)).toBe(
    "startTime eq '2026-10-22 10:00:00 AM' and endTime eq '2026-11-21 10:00:00 AM' and backupManagementType eq 'AzureIaasVM'",
  );
  expect(jobFilter(runningBackups(START))).toBe(
    "startTime eq '2026-10-22 10:00:00 AM' and endTime eq '2026-11-21 10:00:00 AM' and operation eq 'Backup' and backupManagementType eq 'AzureIaasVM' and status eq 'InProgress'",
  );
  const matches = (status: string, operation: string) => matchesQuery(job("vm", { status, operation }), several);
  expect([matches("failed", "backup"), matches("Failed", "Undelete"), matches("InProgress", "Restore")]).toEqual([
    true,
    false,
    false,
  ]);
  expect(matchesQuery(job("vm"), all)).toBe(true);
});
