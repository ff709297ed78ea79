import { WINDOWS_TO_IANA_MAP } from "windows-iana";
import { BackupSchedule, HourlyWindow, RecoveryServicesVault, TimeZone, VmBackupPolicy } from "../../../lib";
import { clockChangeWarnings } from "../../../lib/constructs/policy/clock-change";
import { clockChanges, isInClockChange } from "../../../lib/azure/clock-changes";
import { ianaTimeZone } from "../../../lib/azure/time-zone";
import { unknownText, VAULT_ID } from "../../support/azure";
import { testStack, warnings } from "../../support/synth";

function warningsOf(time: string, zone: string): string[] {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  const schedule = BackupSchedule.daily({ time, timeZone: TimeZone.of(zone) });
  new VmBackupPolicy(stack, "Policy", { vault, schedule, dailyRetentionDays: 30 });
  return warnings(stack);
}

test("warns if a clock change of the zone skips or repeats the time", () => {
  expect(warningsOf("02:30", "Europe/Berlin")).toEqual([
    "schedule: 02:30 is skipped or repeated on days with a clock change from 02:00 to 03:00 in 'W. Europe Standard Time'; " +
      "choose another time of day, or TimeZone.UTC",
  ]);
});

test.each([
  ["02:00", "America/New_York", "is skipped"],
  ["01:30", "Eastern Standard Time", "is repeated"],
])("warns that %s in %s %s", (time, zone, what) => {
  expect(warningsOf(time, zone)).toEqual([expect.stringContaining(`${time} ${what} on days`)]);
});

test.each([
  ["03:00", "Europe/Berlin"],
  ["01:30", "Europe/Berlin"],
  ["02:30", "UTC"],
  ["02:30", "Asia/Kolkata"],
  ["02:00", "America/Phoenix"],
])("does not warn about %s in %s", (time, zone) => {
  expect(warningsOf(time, zone)).toEqual([]);
});

test("returns the same warnings whatever the current date is", () => {
  jest.useFakeTimers({ now: new Date("2026-01-15") });
  const winter = warningsOf("02:30", "Europe/Berlin");
  jest.setSystemTime(new Date("2041-07-15"));
  expect(warningsOf("02:30", "Europe/Berlin")).toEqual(winter);
  jest.useRealTimers();
});

test("does not warn about an unknown zone", () => {
  for (const hour of ["01", "02", "23"])
    expect(clockChangeWarnings(BackupSchedule.daily({ time: `${hour}:30`, timeZone: TimeZone.custom("Mars Time") }))).toEqual([]);
});

test("does not warn about tokens", () => {
  expect(warningsOf(unknownText(testStack(), "time"), "Europe/Berlin")).toEqual([]);
  expect(warningsOf("02:30", unknownText(testStack(), "zone"))).toEqual([]);
});

test("the changes of a zone that affect one time have one period", () => {
  const zones = WINDOWS_TO_IANA_MAP.map(({ windowsName }) => ianaTimeZone(windowsName)).filter((zone) => zone !== undefined);
  const periods = zones.flatMap((zone) => {
    const changes = clockChanges(zone, 2030);
    return changes.map(({ from }) =>
      changes.filter((change) => isInClockChange(change, from)).map((change) => `${change.from} to ${change.until}`),
    );
  });
  expect(periods.length).toBeGreaterThan(50);
  expect(periods.filter((one) => new Set(one).size > 1)).toEqual([]);
});

describe("an hourly window", () => {
  const warningsOf = (time: string, window: HourlyWindow) =>
    clockChangeWarnings(BackupSchedule.hourly({ time, window, timeZone: TimeZone.of("Europe/Berlin") }));

  test("warns if a clock change affects a later backup of the window", () => {
    expect(warningsOf("22:30", HourlyWindow.EVERY_4_HOURS_FOR_8_HOURS)).toEqual([
      expect.stringContaining("schedule: 02:30 is skipped"),
    ]);
    expect(warningsOf("10:30", HourlyWindow.EVERY_8_HOURS_FOR_24_HOURS)).toEqual([expect.stringContaining("schedule: 02:30")]);
  });

  test("does not warn if no clock change affects a backup of the window", () => {
    expect(warningsOf("22:30", HourlyWindow.EVERY_4_HOURS_FOR_4_HOURS)).toEqual([]);
    expect(warningsOf("08:00", HourlyWindow.EVERY_4_HOURS_FOR_12_HOURS)).toEqual([]);
  });
});
