import { JobIndex } from "../../../lib/hook/backup-now/job-index";
import { job, START } from "../fakes";

const at = (minutes: number): Date => new Date(START.getTime() + minutes * 60_000);
const older = job("vm-web", { id: "older", startTime: at(0) });
const newer = job("vm-web", { id: "newer", startTime: at(5) });
const ended = job("vm-web", { id: "ended", startTime: at(9), status: "Completed" });
const orders = [
  [older, newer, ended],
  [ended, newer, older],
  [newer, older, ended],
];

test.each(orders)("returns the newer one of two running jobs, in any order of the list", (...jobs) => {
  expect(new JobIndex(jobs).running(newer.vmKey)).toBe(newer);
});

test.each(orders)("returns every job of a VM, latest first, in any order of the list", (...jobs) => {
  expect(new JobIndex(jobs).ofVm(newer.vmKey)).toEqual([ended, newer, older]);
});

test("a job without a start time is the oldest one", () => {
  const unknown = job("vm-web", { id: "unknown", startTime: undefined });
  expect(new JobIndex([unknown, older]).ofVm(older.vmKey)).toEqual([older, unknown]);
});

test("returns nothing for a VM without a job", () => {
  const index = new JobIndex([newer, ended]);
  expect(index.ofVm("iaasvmcontainerv2;rg-app;vm-db")).toEqual([]);
  expect(index.running("iaasvmcontainerv2;rg-app;vm-db")).toBeUndefined();
  expect(new JobIndex([ended]).running(ended.vmKey)).toBeUndefined();
});

test("finds a job by its id and by its request, in any case", () => {
  const index = new JobIndex([older, { ...newer, activityId: "Request-1" }]);
  expect(index.byId("older")).toBe(older);
  expect(index.byRequest("REQUEST-1")?.id).toBe("newer");
  expect(index.byRequest("request-2")).toBeUndefined();
});

test("ignores operations that are not backups", () => {
  const restore = job("vm-web", { id: "restore", operation: "Restore", activityId: "r" });
  const index = new JobIndex([restore]);
  expect([index.byId("restore"), index.byRequest("r"), index.running(restore.vmKey)]).toEqual([undefined, undefined, undefined]);
});

test("keeps the newer reading of a job that is added again", () => {
  const index = new JobIndex([older]).with([{ ...older, status: "Completed" }, newer]);
  expect(index.byId("older")?.status).toBe("Completed");
  expect(index.ofVm(older.vmKey).map(({ id }) => id)).toEqual(["newer", "older"]);
});
