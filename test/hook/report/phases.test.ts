import { phasesOf, stillWaiting } from "../../../lib/hook/report/phases";
import { readBackupJob } from "../../../lib/hook/vault/backup-job";
import { job, START } from "../fakes";

const at = (minutes: number): Date => new Date(START.getTime() + minutes * 60_000);

test("returns the waiting time, then the steps of the job with their kinds", () => {
  const tasks = [
    { name: "Take Snapshot", status: "Completed", startTime: at(2), endTime: at(5) },
    { name: "Transfer data to vault", status: "Failed", startTime: at(5), endTime: at(9) },
    { name: "Validate Backup", status: "InProgress", startTime: at(9), endTime: undefined },
    { name: "Later", status: "NotStarted", startTime: undefined, endTime: undefined },
  ];
  const phases = phasesOf(job("vm", { startTime: at(2), tasks }), START);
  expect(phases.map(({ name, kind, status }) => [name, kind, status])).toEqual([
    ["Waiting", "waiting", "Completed"],
    ["Take Snapshot", "snapshot", "Completed"],
    ["Transfer data to vault", "transfer", "Failed"],
    ["Validate Backup", "other", "InProgress"],
  ]);
  expect(phases[0]).toMatchObject({ startTime: "2026-11-20T10:00:00.000Z", endTime: "2026-11-20T10:02:00.000Z" });
  expect(phases.at(-1)?.endTime).toBeNull();
});

test("returns no waiting time for a job that ran before the run", () => {
  expect(phasesOf(job("vm", { startTime: at(-60), endTime: at(3), status: "Completed" }), START)).toEqual([
    {
      ...{ name: "Backup", kind: "other", status: "Completed" },
      ...{ startTime: "2026-11-20T09:00:00.000Z", endTime: "2026-11-20T10:03:00.000Z" },
    },
  ]);
});

test("returns nothing without a job or its start, and an open phase while a VM waits", () => {
  expect(phasesOf(undefined, START)).toEqual([]);
  expect(phasesOf(job("vm", { startTime: undefined }), START)).toEqual([]);
  expect(stillWaiting(START)).toMatchObject([{ kind: "waiting", status: "InProgress", endTime: null }]);
});

test("reads a job whose step has no valid time", () => {
  const tasksList = [
    { taskId: "Take Snapshot", status: "Completed", startTime: "2026-11-20T10:00:00Z", endTime: "soon" },
    { taskId: "Transfer data to vault", status: "NotStarted", startTime: "0001-01-01T00:00:00", endTime: 7 },
  ];
  const properties = { status: "InProgress", startTime: "2026-11-20T10:00:00Z", extendedInfo: { tasksList } };
  expect(readBackupJob({ name: "j", properties })?.tasks).toEqual([
    { name: "Take Snapshot", status: "Completed", startTime: START, endTime: undefined },
    { name: "Transfer data to vault", status: "NotStarted", startTime: undefined, endTime: undefined },
  ]);
});
