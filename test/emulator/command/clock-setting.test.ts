import { clockSpeed } from "../../../lib/emulator/command/clock-setting";

test.each([
  ["real", 1],
  ["stepped", 0],
  ["600", 600],
  ["0.5", 0.5],
])("%s is a clock of speed %d", (text, speed) => {
  expect(clockSpeed(text)).toBe(speed);
});

test.each(["0", "-1", "fast", "", "1e3", "Infinity"])("'%s' is refused", (text) => {
  expect(() => clockSpeed(text)).toThrow("real, stepped, or how many times as fast as real time");
});
