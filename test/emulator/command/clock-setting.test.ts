import { clockSpeed, startTime } from "../../../lib/emulator/command/clock-setting";

test.each([
  ["real", 1],
  ["stepped", 0],
  ["600", 600],
  ["0.5", 0.5],
])("reads --clock %s as speed %d", (text, speed) => {
  expect(clockSpeed(text)).toBe(speed);
});

test.each(["0", "-1", "fast", "", "1e3", "Infinity"])("throws if --clock is '%s'", (text) => {
  expect(() => clockSpeed(text)).toThrow("real, stepped, or how many times as fast as real time");
});

test("returns the start time as it is written", () => {
  expect(startTime("2027-01-15T10:00:00+01:00")).toBe("2027-01-15T10:00:00+01:00");
});

test.each(["2027-01-15", "2027-01-15T09:00:00", "2027-02-29T09:00:00Z", "now", ""])(
  "throws if the start time is '%s'",
  (text) => {
    expect(() => startTime(text)).toThrow("it must be an ISO 8601 time with Z or an offset, such as 2027-01-15T09:00:00Z");
  },
);
