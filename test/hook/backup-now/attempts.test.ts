import { Attempts } from "../../../lib/hook/backup-now/attempts";
import { job, START } from "../fakes";

const key = job("vm").vmKey;
const hoursAgo = (hours: number): Date => new Date(START.getTime() - hours * 3_600_000);

function attemptsAfter(...hours: number[]): Attempts {
  const attempts = new Attempts();
  attempts.learn(hours.map((ago, index) => job("vm", { id: `job-${index}`, status: "Failed", startTime: hoursAgo(ago) })));
  return attempts;
}

test.each<[string, number[], number, boolean, boolean]>([
  ["none", [], 0, true, true],
  ["two", [1, 2], 2, true, true],
  ["three: none follows by itself", [1, 2, 3], 3, true, false],
  ["five", [1, 2, 3, 4, 5], 5, true, false],
  ["six: none is made at all", [1, 2, 3, 4, 5, 6], 6, false, false],
  ["six, of which two are of the day before", [1, 2, 3, 4, 25, 26], 4, true, false],
])("failed attempts of the last 24 hours: %s", (_, hours, count, mayStart, mayRetry) => {
  const attempts = attemptsAfter(...hours);
  expect([attempts.count(key, START), attempts.mayStart(key, START), attempts.mayRetry(key, START)]).toEqual([
    count,
    mayStart,
    mayRetry,
  ]);
});

test("counts a request when it is sent, and once when its job is listed", () => {
  const attempts = new Attempts();
  attempts.record(key, "Request-1", START);
  expect(attempts.count(key, START)).toBe(1);
  attempts.learn([job("vm", { activityId: "request-1", startTime: START })]);
  expect(attempts.count(key, START)).toBe(1);
});

test("does not count scheduled backups, other operations and other VMs", () => {
  const attempts = new Attempts();
  attempts.learn([job("vm", { userTriggered: false }), job("vm", { id: "r", operation: "Restore" }), job("other")]);
  expect(attempts.count(key, START)).toBe(0);
});

test("does not count a request of the day before, and counts a job of unknown start", () => {
  const attempts = new Attempts();
  attempts.record(key, "r-1", hoursAgo(24));
  attempts.record(key, "r-2", hoursAgo(23));
  expect(attempts.count(key, START)).toBe(1);
  attempts.learn([job("vm", { startTime: undefined }), job("vm", { id: "day-old", startTime: hoursAgo(24) })]);
  expect(attempts.count(key, START)).toBe(2);
});

test("does not count a job of a schedule, whether it is listed before or after", () => {
  const attempts = new Attempts();
  attempts.discount(job("vm"));
  attempts.learn([job("vm"), job("vm", { id: "other" })]);
  expect(attempts.count(key, START)).toBe(1);
  attempts.discount(job("vm", { id: "other" }));
  expect(attempts.count(key, START)).toBe(0);
});
