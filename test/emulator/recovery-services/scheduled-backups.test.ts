import type { Context } from "../../../lib/emulator/context";
import { itemsOfPolicy, ScheduledBackups } from "../../../lib/emulator/recovery-services/jobs/scheduled-backups";
import type { BackupPolicy, Job, ProtectedItem } from "../../../lib/emulator/recovery-services/model";
import { backupOf, contextOf, dailyRetention, DAY, ITEM_ID, itemOf, MINUTE, NOW, policyOf } from "./records";

const GUID = /^[\da-f-]{36}$/;
const DAILY = policyOf("daily");
const LONG = policyOf("long", { retentionPolicy: dailyRetention(100) });
const HOUR = 60 * MINUTE;
/** The daily run at 23:00 of some days ago; 0 is the evening before {@link NOW}, which is at 09:00. */
const run = (daysAgo: number): number => NOW - 10 * HOUR - daysAgo * DAY;

function contextWith(item: Partial<ProtectedItem> = {}, jobs: readonly Job[] = [], policies: readonly BackupPolicy[] = [DAILY]) {
  const context = contextOf(jobs, { item: itemOf({ policyId: policies[0]?.id, scheduledUntil: NOW - DAY, ...item }) });
  for (const policy of policies) context.state.policies.set(policy.id, policy);
  return context;
}
const catchUp = (context: Context, now = NOW): number => new ScheduledBackups(context).catchUp(now);
const jobsOf = (context: Context, id = ITEM_ID): readonly Job[] => context.state.jobs.ofItem(id);
const startsOf = (context: Context, id?: string): number[] => jobsOf(context, id).map(({ startTime }) => startTime);
const untilOf = (context: Context): number | undefined => context.state.protectedItems.get(ITEM_ID)?.scheduledUntil;

test("backs an item up at the time of its policy, once, and tells when the next backup is due", () => {
  const context = contextWith();
  expect(catchUp(context)).toBe(run(-1));
  expect(jobsOf(context)).toMatchObject([
    {
      ...{ operation: "Backup", startTime: run(0), outcome: "Completed", activityId: expect.stringMatching(GUID) as string },
      backup: { scheduled: { day: "2027-01-14", isLast: true }, expiry: undefined },
    },
  ]);
  expect(untilOf(context)).toBe(run(0));
  const { revision } = context.state;
  expect(catchUp(context)).toBe(run(-1));
  expect([startsOf(context), context.state.revision]).toEqual([[run(0)], revision]);
});

test("starts a backup at its very time, and none before", () => {
  const context = contextWith();
  expect(catchUp(context, run(0) - 1)).toBe(run(0));
  expect(startsOf(context)).toEqual([]);
  expect(catchUp(context, run(0))).toBe(run(-1));
  expect(startsOf(context)).toEqual([run(0)]);
});

test.each<[string, Partial<ProtectedItem>]>([
  ["whose protection is stopped", { protection: "ProtectionStopped" }],
  ["that is suspended", { protection: "BackupsSuspended" }],
  ["that is deleted", { deletion: { at: NOW - DAY, recoverableUntil: undefined } }],
  ["without a policy", { policyId: undefined }],
  ["whose policy is gone", { policyId: "/gone" }],
])("does not back up an item %s", (_, item) => {
  const context = contextWith(item);
  expect([catchUp(context), startsOf(context)]).toEqual([Infinity, []]);
});

test("backs up each item from its own time on, by its own policy", () => {
  const hourly = policyOf("hourly", {
    policyType: "V2",
    schedulePolicy: {
      ...{ schedulePolicyType: "SimpleSchedulePolicyV2", scheduleRunFrequency: "Hourly" },
      hourlySchedule: { interval: 4, scheduleWindowStartTime: "2026-11-20T00:00:00Z", scheduleWindowDuration: 12 },
    },
  });
  const context = contextWith({ scheduledUntil: run(1) }, [], [DAILY, hourly]);
  const others = {
    second: { policyId: DAILY.id, scheduledUntil: run(2) },
    third: { policyId: hourly.id, scheduledUntil: NOW - DAY },
  };
  for (const [id, more] of Object.entries(others)) context.state.protectedItems.set(id, itemOf({ id, ...more }));
  expect(catchUp(context)).toBe(run(-1));
  expect(startsOf(context)).toEqual([run(0)]);
  expect(startsOf(context, "second")).toEqual([run(1), run(0)]);
  const today = NOW - 9 * HOUR;
  expect(startsOf(context, "third")).toEqual([today, today + 4 * HOUR, today + 8 * HOUR]);
  expect(jobsOf(context, "third").map(({ backup }) => backup?.scheduled?.isLast)).toEqual([false, false, true]);
  context.state.protectedItems.set("third", itemOf({ id: "third", ...others.third, scheduledUntil: NOW }));
  expect(catchUp(context, today + 2 * DAY + HOUR)).toBe(today + 2 * DAY + 4 * HOUR);
});

test("does not set back an item that was resumed after the last run", () => {
  const context = contextWith({ scheduledUntil: run(1) });
  const resumed = itemOf({ id: "resumed", policyId: DAILY.id, scheduledUntil: NOW });
  context.state.protectedItems.set("resumed", resumed);
  catchUp(context);
  expect([context.state.protectedItems.get("resumed"), startsOf(context, "resumed")]).toEqual([resumed, []]);
});

test("after a long gap, makes only the jobs of 60 days and those whose points have not expired", () => {
  const short = contextWith({ scheduledUntil: run(200) });
  catchUp(short);
  expect(startsOf(short)).toEqual(Array.from({ length: 60 }, (_, index) => run(59 - index)));
  const long = contextWith({ scheduledUntil: run(200) }, [], [LONG]);
  catchUp(long);
  expect(startsOf(long)).toHaveLength(100);
  expect(startsOf(long)[0]).toBe(run(99));
  const exact = contextWith({ scheduledUntil: run(200) });
  catchUp(exact, run(0));
  expect(startsOf(exact)).toHaveLength(60);
});

test("forgets jobs older than 60 days without a point, but never the last completed backup", () => {
  const days = 24 * 60;
  const old = (id: string, daysAgo: number, more: Partial<Job> = {}): Job => backupOf(id, daysAgo * days, more);
  const expired = { snapshotDays: 2, sizeInMegabytes: 1, isExpired: true };
  const jobs = [
    old("with-point", 100),
    old("expired", 90, { backup: expired }),
    old("configured", 89, { operation: "ConfigureBackup" }),
    old("cancelled-restore", 88, { operation: "Restore", outcome: "Cancelled" }),
    old("completed", 80, { backup: expired }),
    old("restored", 79, { operation: "Restore" }),
    old("failed", 78, { outcome: "Failed", backup: expired }),
    old("recent", 59, { outcome: "Failed", backup: expired }),
  ];
  const context = contextWith({}, jobs);
  context.state.faults.add({ kind: "job", code: "UserErrorGuestAgentStatusUnavailable" });
  catchUp(context);
  expect(jobsOf(context).map(({ id }) => (GUID.test(id) ? "new" : id))).toEqual(["with-point", "completed", "recent", "new"]);
});

test("keeps a job that ended within the last 60 days, to the millisecond", () => {
  const ended = (id: string, endTime: number): Job =>
    backupOf(id, 70 * 24 * 60, { endTime, outcome: "Failed", operation: "ConfigureBackup" });
  const context = contextWith({}, [ended("at", NOW - 60 * DAY), ended("after", NOW - 60 * DAY + 1)]);
  catchUp(context);
  expect(jobsOf(context).map(({ id }) => (GUID.test(id) ? "new" : id))).toEqual(["after", "new"]);
});

test("forgets old jobs of an item without a completed backup too", () => {
  const context = contextWith({}, [backupOf("old", 100 * 24 * 60, { operation: "ConfigureBackup" })]);
  context.state.faults.add({ kind: "job", code: "UserErrorGuestAgentStatusUnavailable" });
  catchUp(context);
  expect(jobsOf(context).map(({ outcome }) => outcome)).toEqual(["Failed"]);
});

test("finds the items of a policy in any case", () => {
  const context = contextWith();
  context.state.protectedItems.set("other", itemOf({ id: "other", policyId: LONG.id }));
  context.state.protectedItems.set("none", itemOf({ id: "none" }));
  expect(itemsOfPolicy(context, DAILY.id.toUpperCase()).map(({ id }) => id)).toEqual([ITEM_ID]);
});
