import { BackupSchedule, TimeZone, Weekday } from "../../../lib";
import { unknownText } from "../../support/azure";
import { refusal, testStack } from "../../support/synth";

test.each(["00:00", "05:30", "22:00", "23:30"])("accepts the time '%s'", (time) => {
  expect(BackupSchedule.daily({ time })._time).toBe(time);
});

test.each(["24:00", "22:15", "9:00", "22", "22:00:00", ""])("throws if time is '%s'", (time) => {
  expect(refusal(() => BackupSchedule.daily({ time }))).toBe(
    `BackupSchedule.daily: time must be a time of day on the hour or half hour, such as '22:00' or '05:30', got '${time}'; ` +
      "write it as HH:00 or HH:30 of a 24-hour clock",
  );
});

test("accepts a time that is a token", () => {
  expect(() => BackupSchedule.daily({ time: unknownText(testStack(), "time") })).not.toThrow();
});

test("sorts weekdays in calendar order", () => {
  const weekdays = [Weekday.SUNDAY, Weekday.TUESDAY, Weekday.FRIDAY];
  expect(BackupSchedule.weekly({ time: "22:00", weekdays })._weekdays).toEqual(["Tuesday", "Friday", "Sunday"]);
  expect(weekdays).toEqual([Weekday.SUNDAY, Weekday.TUESDAY, Weekday.FRIDAY]);
});

test.each([
  ["none", []],
  ["one twice", [Weekday.MONDAY, Weekday.MONDAY]],
])("throws if weekdays has %s", (_, weekdays) => {
  expect(refusal(() => BackupSchedule.weekly({ time: "22:00", weekdays }))).toContain(
    `weekdays must be at least one weekday, none twice, got ${JSON.stringify(weekdays)}`,
  );
});

test.each([
  ["22:00", 90, "23:30"],
  ["05:30", 60, "06:30"],
  ["23:30", 30, "00:00"],
])("returns for a daily schedule at %s, %p minutes later, one at %s", (time, minutes, later) => {
  const schedule = BackupSchedule.daily({ time, timeZone: TimeZone.UTC });
  expect(schedule._later(minutes)).toEqual(BackupSchedule.daily({ time: later, timeZone: TimeZone.UTC }));
});

test("returns no weekly schedule of the next day", () => {
  const schedule = BackupSchedule.weekly({ time: "22:30", weekdays: [Weekday.SUNDAY] });
  expect(schedule._later(60)).toEqual(BackupSchedule.weekly({ time: "23:30", weekdays: [Weekday.SUNDAY] }));
  expect(schedule._later(90)).toBeUndefined();
  expect(schedule._later(120)).toBeUndefined();
});

test("throws one error that lists all problems of a schedule", () => {
  const message = refusal(() => BackupSchedule.weekly({ time: "noon", weekdays: [] }));
  expect(message).toMatch(/^BackupSchedule\.weekly: 2 problems\n {2}- time must be .+\n {2}- weekdays must be .+$/);
});

describe("TimeZone", () => {
  test.each([
    ["Europe/Berlin", "W. Europe Standard Time"],
    ["W. Europe Standard Time", "W. Europe Standard Time"],
    ["Asia/Kolkata", "India Standard Time"],
    ["America/New_York", "Eastern Standard Time"],
    ["UTC", "UTC"],
  ])("of(%s) returns %s", (name, windowsName) => {
    expect(TimeZone.of(name).windowsName).toBe(windowsName);
  });

  test("throws if the name is unknown", () => {
    expect(refusal(() => TimeZone.of("Mars/Olympus"))).toBe(
      "TimeZone.of: name must be an IANA or Windows time zone, such as 'Europe/Berlin' or 'W. Europe Standard Time', " +
        "got 'Mars/Olympus'; correct its spelling and case, or pass a zone newer than this list to TimeZone.custom",
    );
  });

  test("custom accepts any name, and of accepts a token", () => {
    expect(TimeZone.custom("Mars Standard Time").windowsName).toBe("Mars Standard Time");
    const unknown = unknownText(testStack(), "zone");
    expect(TimeZone.of(unknown).windowsName).toBe(unknown);
  });
});
