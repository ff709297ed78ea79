import { clockChanges, isInClockChange } from "../../lib/azure/clock-changes";

test("returns the hour skipped in spring and the hour repeated in autumn, in local time", () => {
  expect(clockChanges("Europe/Berlin", 2030)).toEqual([
    { kind: "skipped", day: "2030-03-31", from: "02:00", until: "03:00" },
    { kind: "repeated", day: "2030-10-27", from: "02:00", until: "03:00" },
  ]);
  expect(clockChanges("America/New_York", 2030)).toEqual([
    { kind: "skipped", day: "2030-03-10", from: "02:00", until: "03:00" },
    { kind: "repeated", day: "2030-11-03", from: "01:00", until: "02:00" },
  ]);
});

test("returns changes of half an hour", () => {
  expect(clockChanges("Australia/Lord_Howe", 2024)).toEqual([
    { kind: "repeated", day: "2024-04-07", from: "01:30", until: "02:00" },
    { kind: "skipped", day: "2024-10-06", from: "02:00", until: "02:30" },
  ]);
});

test.each(["Etc/UTC", "Asia/Kolkata", "America/Phoenix"])("returns no change for %s", (zone) => {
  expect(clockChanges(zone, 2030)).toEqual([]);
});

test("isInClockChange includes the first minute of a change and excludes its end", () => {
  const change = { kind: "skipped", day: "2030-03-31", from: "02:00", until: "03:00" } as const;
  expect(["01:30", "02:00", "02:30", "03:00"].map((time) => isInClockChange(change, time))).toEqual([false, true, true, false]);
});

test("isInClockChange includes the hour before a change that ends at midnight", () => {
  const change = { kind: "repeated", day: "2030-10-26", from: "23:00", until: "00:00" } as const;
  expect(["22:30", "23:30", "00:00", "12:00"].map((time) => isInClockChange(change, time))).toEqual([false, true, false, false]);
});

test("isInClockChange includes both sides of midnight", () => {
  const change = { kind: "repeated", day: "2030-10-26", from: "23:30", until: "00:30" } as const;
  expect(["23:00", "23:30", "00:00", "00:30"].map((time) => isInClockChange(change, time))).toEqual([false, true, true, false]);
});
