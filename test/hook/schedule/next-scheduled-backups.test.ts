import type { Schedule } from "../../../lib/azure/schedule-runs";
import { nextBackup, nextScheduledBackups } from "../../../lib/hook/schedule/next-scheduled-backups";
import { type BackupPolicy, readBackupPolicy } from "../../../lib/hook/vault/backup-policy";
import { FakeClock, FakeVault } from "../fakes";

const at22: Schedule = { kind: "daily", times: ["22:00"] };

test.each<[string, Schedule, string, string, string]>([
  ["today, in UTC", at22, "UTC", "2026-11-20T10:00:00Z", "2026-11-20T22:00:00Z"],
  ["tomorrow, if today's has begun", at22, "UTC", "2026-11-20T22:00:00Z", "2026-11-21T22:00:00Z"],
  ["in winter, an hour before UTC", at22, "W. Europe Standard Time", "2026-11-20T10:00:00Z", "2026-11-20T21:00:00Z"],
  ["in summer, two hours before UTC", at22, "W. Europe Standard Time", "2026-07-20T10:00:00Z", "2026-07-20T20:00:00Z"],
  [
    "of a zone whose day is the next one",
    { kind: "daily", times: ["01:00"] },
    "Tokyo Standard Time",
    "2026-11-20T10:00:00Z",
    "2026-11-20T16:00:00Z",
  ],
  ["of a zone whose day is the one before", at22, "Pacific Standard Time", "2026-11-20T02:00:00Z", "2026-11-20T06:00:00Z"],
  ["the earlier of two", { kind: "daily", times: ["22:00", "12:00"] }, "UTC", "2026-11-20T10:00:00Z", "2026-11-20T12:00:00Z"],
  // 2026-11-20 is a Friday.
  [
    "on its weekday",
    { kind: "weekly", days: ["Sunday"], times: ["03:00"] },
    "UTC",
    "2026-11-20T10:00:00Z",
    "2026-11-22T03:00:00Z",
  ],
  ["a week later", { kind: "weekly", days: ["Friday"], times: ["03:00"] }, "UTC", "2026-11-20T10:00:00Z", "2026-11-27T03:00:00Z"],
  [
    "within its window",
    { kind: "hourly", from: "08:00", everyHours: 4, forHours: 12 },
    "UTC",
    "2026-11-20T10:00:00Z",
    "2026-11-20T12:00:00Z",
  ],
  [
    "after its window, whose end is no backup",
    { kind: "hourly", from: "08:00", everyHours: 4, forHours: 12 },
    "UTC",
    "2026-11-20T16:00:00Z",
    "2026-11-21T08:00:00Z",
  ],
  [
    "in a window past midnight",
    { kind: "hourly", from: "20:00", everyHours: 4, forHours: 12 },
    "UTC",
    "2026-11-20T01:00:00Z",
    "2026-11-20T04:00:00Z",
  ],
])("the next backup %s", (_, schedule, timeZone, now, next) => {
  expect(nextBackup({ schedule, timeZone }, new Date(now))?.toISOString()).toBe(next.replace("Z", ".000Z"));
});

test("returns no next backup for an unknown schedule or time zone", () => {
  expect(nextBackup({ schedule: undefined, timeZone: "UTC" }, new Date())).toBeUndefined();
  expect(nextBackup({ schedule: at22, timeZone: "Mars Standard Time" }, new Date())).toBeUndefined();
});

const policy = (schedulePolicy: object): BackupPolicy | undefined =>
  readBackupPolicy({ id: "/p/daily", name: "daily", properties: { timeZone: "UTC", schedulePolicy } });

test.each<[string, object, Schedule | undefined]>([
  ["V1 daily", { scheduleRunFrequency: "Daily", scheduleRunTimes: ["2026-11-20T22:00:00Z"] }, at22],
  ["V2 daily", { scheduleRunFrequency: "Daily", dailySchedule: { scheduleRunTimes: ["2026-11-20T22:00:00Z"] } }, at22],
  [
    "V1 weekly",
    { scheduleRunFrequency: "Weekly", scheduleRunDays: ["Sunday"], scheduleRunTimes: ["2026-11-20T03:00:00Z"] },
    { kind: "weekly", days: ["Sunday"], times: ["03:00"] },
  ],
  [
    "V2 weekly",
    {
      scheduleRunFrequency: "Weekly",
      weeklySchedule: { scheduleRunDays: ["Sunday"], scheduleRunTimes: ["2026-11-20T03:00:00Z"] },
    },
    { kind: "weekly", days: ["Sunday"], times: ["03:00"] },
  ],
  [
    "hourly",
    {
      scheduleRunFrequency: "Hourly",
      hourlySchedule: { interval: 4, scheduleWindowStartTime: "2026-11-20T08:00:00Z", scheduleWindowDuration: 12 },
    },
    { kind: "hourly", from: "08:00", everyHours: 4, forHours: 12 },
  ],
  ["something new", { scheduleRunFrequency: "Yearly" }, undefined],
])("a policy that is %s", (_, schedulePolicy, schedule) => {
  expect(policy(schedulePolicy)?.schedule).toEqual(schedule);
});

test("reads each policy once", async () => {
  const known = policy({ scheduleRunFrequency: "Daily", scheduleRunTimes: ["2026-11-20T22:00:00Z"] });
  const vault = new FakeVault(new FakeClock(), [], {}, [], [], known ? [known] : []);
  const next = await nextScheduledBackups(
    ["/p/daily", "/p/daily", undefined, "/p/gone"],
    vault,
    new Date("2026-11-20T10:00:00Z"),
  );
  expect([...next]).toEqual([["/p/daily", { at: new Date("2026-11-20T22:00:00Z"), policyName: "daily" }]]);
  expect(vault.calls).toEqual(["getBackupPolicy", "getBackupPolicy"]);
});
