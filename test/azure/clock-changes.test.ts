import { clockChanges, fallsInto } from "../../lib/azure/clock-changes";

test("an hour is skipped in spring and repeated in autumn, at the times of the zone", () => {
  expect(clockChanges("Europe/Berlin", 2030)).toEqual([
    { kind: "skipped", day: "2030-03-31", from: "02:00", until: "03:00" },
    { kind: "repeated", day: "2030-10-27", from: "02:00", until: "03:00" },
  ]);
  expect(clockChanges("America/New_York", 2030)).toEqual([
    { kind: "skipped", day: "2030-03-10", from: "02:00", until: "03:00" },
    { kind: "repeated", day: "2030-11-03", from: "01:00", until: "02:00" },
  ]);
});

test("half an hour, on the other side of the world", () => {
  expect(clockChanges("Australia/Lord_Howe", 2024)).toEqual([
    { kind: "repeated", day: "2024-04-07", from: "01:30", until: "02:00" },
    { kind: "skipped", day: "2024-10-06", from: "02:00", until: "02:30" },
  ]);
});

test.each(["Etc/UTC", "Asia/Kolkata", "America/Phoenix"])("%s has none", (zone) => {
  expect(clockChanges(zone, 2030)).toEqual([]);
});

test("a time of day is within a change from its first minute until before its end", () => {
  const change = { kind: "skipped", day: "2030-03-31", from: "02:00", until: "03:00" } as const;
  expect(["01:30", "02:00", "02:30", "03:00"].map((time) => fallsInto(change, time))).toEqual([false, true, true, false]);
});

test("a change that ends at midnight covers the hour before it", () => {
  const change = { kind: "repeated", day: "2030-10-26", from: "23:00", until: "00:00" } as const;
  expect(["22:30", "23:30", "00:00", "12:00"].map((time) => fallsInto(change, time))).toEqual([false, true, false, false]);
});
