import { addDays, endOfUtcDay, isUtcDay, utcDayOf } from "../../lib/azure/utc-day";

test.each(["2027-01-31", "2028-02-29", "9999-12-31"])("%s is a day", (day) => {
  expect(isUtcDay(day)).toBe(true);
});

test.each([
  "2027-02-29",
  "2027-02-30",
  "2027-13-01",
  "2027-00-10",
  "2027-1-1",
  "31-01-2027",
  "2027-01-31T00:00:00Z",
  "",
  "tomorrow",
])("%s is not a day", (text) => {
  expect(isUtcDay(text)).toBe(false);
});

test("adds days across months, leap years and a century", () => {
  expect(addDays("2027-12-31", 1)).toBe("2028-01-01");
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(addDays("2026-11-22", 36_159)).toBe("2125-11-22");
});

test("returns the UTC day of an instant and the last second of a day", () => {
  expect(utcDayOf(new Date("2026-11-22T23:59:59.999Z"))).toBe("2026-11-22");
  expect(utcDayOf(new Date("2026-11-23T00:30:00+01:00"))).toBe("2026-11-22");
  expect(endOfUtcDay("2027-01-31")).toBe("2027-01-31T23:59:59Z");
});
