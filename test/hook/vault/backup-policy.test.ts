import { readBackupPolicy } from "../../../lib/hook/vault/backup-policy";
import { VAULT_ID } from "../fakes";

const ID = `${VAULT_ID}/backupPolicies/policy-vm`;
const at = (time: string): string => `2026-11-20T${time}:00Z`;

function policy(properties: object, more: object = { name: "policy-vm" }) {
  return readBackupPolicy({ id: ID, ...more, properties });
}

test.each<[string, object, object | undefined]>([
  [
    "daily, in the standard form",
    { scheduleRunFrequency: "Daily", scheduleRunTimes: [at("23:15")] },
    { kind: "daily", times: ["23:15"] },
  ],
  [
    "daily, in the enhanced form",
    { scheduleRunFrequency: "Daily", dailySchedule: { scheduleRunTimes: [at("04:00")] } },
    { kind: "daily", times: ["04:00"] },
  ],
  [
    "weekly, in the standard form",
    { scheduleRunFrequency: "Weekly", scheduleRunDays: ["Sunday", "Friday"], scheduleRunTimes: [at("01:30")] },
    { kind: "weekly", days: ["Sunday", "Friday"], times: ["01:30"] },
  ],
  [
    "weekly, in the enhanced form",
    { scheduleRunFrequency: "Weekly", weeklySchedule: { scheduleRunDays: ["Monday"], scheduleRunTimes: [at("02:00")] } },
    { kind: "weekly", days: ["Monday"], times: ["02:00"] },
  ],
  [
    "hourly",
    {
      scheduleRunFrequency: "Hourly",
      hourlySchedule: { interval: 4, scheduleWindowStartTime: at("08:00"), scheduleWindowDuration: 12 },
    },
    { kind: "hourly", from: "08:00", everyHours: 4, forHours: 12 },
  ],
  [
    "hourly with one run",
    {
      scheduleRunFrequency: "Hourly",
      hourlySchedule: { interval: "4", scheduleWindowStartTime: at("08:00"), scheduleWindowDuration: "0" },
    },
    { kind: "hourly", from: "08:00", everyHours: 4, forHours: 0 },
  ],
  ["a time that is none", { scheduleRunFrequency: "Daily", scheduleRunTimes: ["noon"] }, { kind: "daily", times: [] }],
  ["of a frequency nobody knows yet", { scheduleRunFrequency: "Monthly" }, undefined],
  ["hourly without its form", { scheduleRunFrequency: "Hourly" }, undefined],
])("reads the schedule: %s", (_, schedulePolicy, schedule) => {
  expect(policy({ schedulePolicy }).schedule).toEqual(schedule);
});

test.each([
  { interval: 0 },
  { interval: undefined },
  { scheduleWindowStartTime: undefined },
  { scheduleWindowDuration: undefined },
  { scheduleWindowDuration: -1 },
])("knows no hourly schedule with %j", (wrong) => {
  const hourlySchedule = { interval: 4, scheduleWindowStartTime: at("08:00"), scheduleWindowDuration: 12, ...wrong };
  expect(policy({ schedulePolicy: { scheduleRunFrequency: "Hourly", hourlySchedule } }).schedule).toBeUndefined();
});

test("reads the name, the time zone and the days of a snapshot, or what stands for them", () => {
  expect(policy({ timeZone: "W. Europe Standard Time", instantRpRetentionRangeInDays: 5 })).toEqual({
    ...{ id: ID, name: "policy-vm", timeZone: "W. Europe Standard Time", snapshotDays: 5 },
    ...{ schedule: undefined, retention: undefined },
  });
  expect(policy({}, {})).toMatchObject({ name: "policy-vm", timeZone: "UTC", snapshotDays: undefined });
});

test("reads the retention of each kind", () => {
  const lasting = (count: number | string) => ({ retentionDuration: { count, durationType: "any" } });
  const ofWeek = { daysOfTheWeek: ["Sunday"], weeksOfTheMonth: ["First", "Last"] };
  const retentionPolicy = {
    dailySchedule: lasting(30),
    weeklySchedule: { daysOfTheWeek: ["Sunday"], ...lasting("12") },
    monthlySchedule: { retentionScheduleWeekly: ofWeek, ...lasting(60) },
    yearlySchedule: {
      monthsOfYear: ["January"],
      retentionScheduleDaily: {
        daysOfTheMonth: [{ date: 1, isLast: false }, { date: 15 }, { date: 0, isLast: true }, { date: 0 }, {}],
      },
      ...lasting(10),
    },
  };
  expect(policy({ retentionPolicy }).retention).toEqual({
    dailyDays: 30,
    weekly: { weeks: 12, weekdays: ["Sunday"] },
    monthly: { months: 60, select: { weekdays: ["Sunday"], weeks: ["First", "Last"], days: [], includeLastDays: false } },
    yearly: {
      years: 10,
      monthsOfYear: ["January"],
      select: { weekdays: [], weeks: [], days: [1, 15], includeLastDays: true },
    },
  });
});

test("reads a day that is the last of its month as no other day", () => {
  const daysOfTheMonth = [{ date: 31, isLast: true }];
  const monthlySchedule = { retentionScheduleDaily: { daysOfTheMonth }, retentionDuration: { count: 1 } };
  expect(policy({ retentionPolicy: { monthlySchedule } }).retention?.monthly?.select).toMatchObject({
    days: [],
    includeLastDays: true,
  });
});

test("reads a retention without a duration as none, and no retention of another form", () => {
  expect(policy({ retentionPolicy: { dailySchedule: {} } }).retention).toEqual({ dailyDays: 0 });
  expect(policy({ retentionPolicy: { dailySchedule: "forever" } }).retention).toBeUndefined();
});
