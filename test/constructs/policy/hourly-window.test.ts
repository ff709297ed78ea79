import { HourlyWindow } from "../../../lib";
import { unknownNumber } from "../../support/azure";
import { refusal, testStack } from "../../support/synth";

const MEMBERS = Object.entries(HourlyWindow).filter((entry): entry is [string, HourlyWindow] => entry[1] instanceof HourlyWindow);

test("the members are all combinations that Azure allows, with matching names", () => {
  const possible = [4, 6, 8, 12].flatMap((interval) =>
    Array.from({ length: 24 / interval }, (_, index) => `EVERY_${interval}_HOURS_FOR_${interval * (index + 1)}_HOURS`),
  );
  expect(MEMBERS.map(([name]) => name).sort()).toEqual(possible.sort());
  for (const [name, { intervalHours, durationHours }] of MEMBERS) {
    expect(name).toBe(`EVERY_${intervalHours}_HOURS_FOR_${durationHours}_HOURS`);
  }
});

test("of() returns the same window as the member", () => {
  expect(HourlyWindow.of({ intervalHours: 4, durationHours: 12 })).toEqual(HourlyWindow.EVERY_4_HOURS_FOR_12_HOURS);
});

test("throws one error that lists all problems of a window", () => {
  expect(refusal(() => HourlyWindow.of({ intervalHours: 5, durationHours: 26 }))).toBe(
    "HourlyWindow.of: 2 problems\n" +
      "  - intervalHours must be 4, 6, 8 or 12, got 5; choose the nearest of them\n" +
      "  - durationHours must be a whole number of hours from 4 to 24, got 26; take backups for a time in that range",
  );
});

test("throws if the duration is not a multiple of the interval; accepts tokens", () => {
  expect(refusal(() => HourlyWindow.of({ intervalHours: 8, durationHours: 12 }))).toBe(
    "HourlyWindow.of: durationHours must be a multiple of intervalHours, 8, got 12; change one of the two",
  );
  const unknown = unknownNumber(testStack(), "hours");
  expect(HourlyWindow.of({ intervalHours: unknown, durationHours: 12 }).intervalHours).toBe(unknown);
  expect(HourlyWindow.of({ intervalHours: 8, durationHours: unknown }).durationHours).toBe(unknown);
});
