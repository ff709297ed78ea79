import { DAY_MS, HOUR_MS } from "../../lib/azure/durations";
import { nextRun, runMinutes, runsOf, type Schedule } from "../../lib/azure/schedule-runs";

const START = Date.UTC(2026, 10, 20);
const hourly = (everyHours: number, forHours: number, from = "08:00"): Schedule => ({
  kind: "hourly",
  from,
  everyHours,
  forHours,
});
const formatMinute = (instant: number): string => new Date(instant).toISOString().slice(0, 16);

/** Every window of whole hours, including the windows that Azure allows. */
const WINDOWS = Array.from({ length: 24 }, (_, every) =>
  Array.from({ length: 24 }, (_, hours) => [every + 1, hours + 1] as const),
).flat();

test("returns the runs that begin before the end of an hourly window, each once", () => {
  for (const [every, hours] of WINDOWS) {
    const runs = runsOf(hourly(every, hours), "Etc/UTC", START, START + 5 * DAY_MS);
    const ofDay = runs.filter(({ day }) => day === "2026-11-21");
    const begins = Date.parse("2026-11-21T08:00:00Z");
    const inside = Array.from({ length: 24 }, (_, index) => begins + index * every * HOUR_MS).filter(
      (time) => time < begins + hours * HOUR_MS,
    );
    expect(ofDay.map(({ time }) => time)).toEqual(inside);
    expect(ofDay.map(({ isLast }) => isLast)).toEqual(inside.map((_, index) => index === inside.length - 1));
    const times = runs.map(({ time }) => time);
    expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
  }
});

test("returns 6 runs a day for every 4 hours in 24 hours, as Microsoft counts them", () => {
  const runs = runsOf(hourly(4, 24), "Etc/UTC", START, START + 30 * DAY_MS);
  expect(runs.length / 30).toBe(6);
});

test.each<[string, Schedule]>([
  ["daily", { kind: "daily", times: ["22:00", "06:30"] }],
  ["weekly", { kind: "weekly", days: ["Sunday", "wednesday"], times: ["03:00"] }],
  ["hourly", hourly(4, 12, "20:00")],
])("returns the same runs of a %s schedule if the period is split", (_, schedule) => {
  for (const zone of ["Etc/UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia"]) {
    // The clocks of Berlin and New York change in this period.
    const [begin, end] = [Date.UTC(2026, 9, 20), Date.UTC(2026, 10, 10)];
    const all = runsOf(schedule, zone, begin, end);
    const pieces = [];
    for (let at = begin; at < end; at += 7 * HOUR_MS) pieces.push(...runsOf(schedule, zone, at, Math.min(at + 7 * HOUR_MS, end)));
    expect(pieces).toEqual(all);
    const found = [];
    for (let run = nextRun(schedule, zone, begin); run && run.time <= end; run = nextRun(schedule, zone, run.time))
      found.push(run);
    expect(found).toEqual(all);
  }
});

test("uses local time for the start of runs, and elapsed hours within an hourly window", () => {
  const times = (schedule: Schedule) =>
    runsOf(schedule, "Europe/Berlin", Date.UTC(2026, 9, 24, 12), Date.UTC(2026, 9, 25, 12)).map(({ time }) => formatMinute(time));
  expect(times({ kind: "daily", times: ["23:00"] })).toEqual(["2026-10-24T21:00"]);
  expect(times(hourly(4, 8, "23:00"))).toEqual(["2026-10-24T21:00", "2026-10-25T01:00"]);
});

test("returns no run for a weekly schedule without a weekday", () => {
  expect(nextRun({ kind: "weekly", days: [], times: ["03:00"] }, "Etc/UTC", START)).toBeUndefined();
});

test.each<[string, Schedule, number[]]>([
  ["daily", { kind: "daily", times: ["22:00", "06:30"] }, [390, 1320]],
  ["weekly", { kind: "weekly", days: ["Sunday"], times: ["02:00"] }, [120]],
  ["hourly", { kind: "hourly", from: "20:00", everyHours: 4, forHours: 12 }, [1200, 1440, 1680]],
])("runMinutes returns the local times of a day of a %s schedule", (_, schedule, minutes) => {
  expect(runMinutes(schedule)).toEqual(minutes);
});

test("returns the runs of the weekdays of a weekly schedule, named in any case", () => {
  const schedule: Schedule = { kind: "weekly", days: ["Sunday", "wednesday"], times: ["03:00"] };
  const runs = runsOf(schedule, "Europe/Berlin", Date.UTC(2026, 10, 22, 12), Date.UTC(2026, 10, 30));
  expect(runs).toEqual([
    { time: Date.UTC(2026, 10, 25, 2), day: "2026-11-25", isLast: true },
    { time: Date.UTC(2026, 10, 29, 2), day: "2026-11-29", isLast: true },
  ]);
});
