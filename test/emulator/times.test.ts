import { azureTime, isoDuration, timeSpan, usTime } from "../../lib/emulator/arm/times";
import { Clock } from "../../lib/emulator/clock";

const INSTANT = Date.parse("2026-06-12T13:05:09.100Z");

test("formats times as Azure Backup does", () => {
  expect(azureTime(INSTANT)).toBe("2026-06-12T13:05:09.1000000Z");
  expect(usTime(INSTANT)).toBe("6/12/2026 1:05:09 PM");
  expect(usTime(Date.parse("2026-06-12T00:00:00Z"))).toBe("6/12/2026 12:00:00 AM");
});

test.each([
  [0, "PT0S"],
  [2270, "PT2.27S"],
  [187_600, "PT3M7.6S"],
  [3_600_000, "PT1H"],
  [90_061_000, "PT25H1M1S"],
])("formats %d ms as %s", (milliseconds, text) => {
  expect(isoDuration(milliseconds)).toBe(text);
});

test("formats days as .NET does", () => {
  expect(timeSpan(14 * 86_400_000 - 851)).toBe("13.23:59:59.1490000");
});

test("a clock runs at its speed, moves by advance, and does not change the clients' time", async () => {
  const clock = new Clock(10_000);
  const start = clock.now();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(clock.now() - start).toBeGreaterThan(150_000);
  const before = clock.now();
  clock.advance(86_400_000);
  expect(clock.now() - before).toBeGreaterThanOrEqual(86_400_000);
  expect(Math.abs(clock.clientNow() - Date.now())).toBeLessThan(1000);
  expect(clock.scale).toBe(1 / clock.speed);
});
