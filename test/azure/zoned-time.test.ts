import { HOUR_MS } from "../../lib/azure/durations";
import { instantOf, localDayOf, offsetAt } from "../../lib/azure/zoned-time";

const ZONES = [
  "Etc/UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/St_Johns",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Asia/Kathmandu",
];
const utc = (instant: number): string => new Date(instant).toISOString().slice(0, 16);

/** The local time of an instant, from `Intl`. */
function clockOf(timeZone: string, instant: number): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(instant);
}

test.each(ZONES)("returns the instant of a local time in %s", (zone) => {
  for (let day = Date.UTC(2030, 0, 1); day < Date.UTC(2031, 0, 1); day += 24 * HOUR_MS) {
    const date = new Date(day).toISOString().slice(0, 10);
    // No zone changes its clocks at noon.
    const instant = instantOf(zone, date, 12 * 60);
    expect([clockOf(zone, instant), localDayOf(zone, instant)]).toEqual([`${date} 12:00`, date]);
  }
});

test.each([
  ["repeated in Berlin", "Europe/Berlin", "2030-10-27", 150, "2030-10-27T00:30"],
  ["repeated in New York", "America/New_York", "2030-11-03", 90, "2030-11-03T05:30"],
  ["skipped in Berlin", "Europe/Berlin", "2030-03-31", 150, "2030-03-31T01:30"],
  ["skipped in New York", "America/New_York", "2030-03-10", 150, "2030-03-10T07:30"],
  ["skipped for half an hour on Lord Howe", "Australia/Lord_Howe", "2030-10-06", 135, "2030-10-05T15:45"],
  ["on the following day", "Asia/Kathmandu", "2030-01-31", 1_500, "2030-01-31T19:15"],
])("returns the instant of a local time %s", (_, zone, day, minutes, expected) => {
  expect(utc(instantOf(zone, day, minutes))).toBe(expected);
});

test("returns the offset of a zone before and after a clock change", () => {
  expect([Date.UTC(2030, 2, 31, 0, 59), Date.UTC(2030, 2, 31, 1)].map((at) => offsetAt("Europe/Berlin", at) / HOUR_MS)).toEqual([
    1, 2,
  ]);
  expect(offsetAt("America/St_Johns", Date.UTC(2030, 0)) / HOUR_MS).toBe(-3.5);
});
