import { systemClock, timeScaleOf } from "../../lib/hook/clock";
import { ExitCode } from "../../lib/contract/exit-code";

test("runs faster and waits shorter by the factor of a scaled clock", async () => {
  const clock = systemClock(0.001);
  const before = clock.now().getTime();
  await clock.sleep(20_000);
  const passed = clock.now().getTime() - before;
  expect(passed).toBeGreaterThanOrEqual(19_000);
  expect(Date.now() - before).toBeLessThan(10_000);
});

test("Azure's time is taken over, and measured time is not moved by it", () => {
  const clock = systemClock(1);
  clock.adjust(new Date("2030-01-01T00:00:00Z"));
  expect(clock.now().toISOString()).toMatch(/^2030-01-01T00:00:0/);
  expect(clock.elapsed()).toBeLessThan(10_000);
});

test("ends a wait at once, without an error, if the signal is aborted", async () => {
  const controller = new AbortController();
  const waiting = systemClock(1).sleep(3_600_000, controller.signal);
  controller.abort();
  await expect(waiting).resolves.toBeUndefined();
});

test.each([
  [undefined, 1],
  ["", 1],
  ["0.01", 0.01],
])("AZURE_VM_BACKUP_TIME_SCALE %s", (text, scale) => {
  expect(timeScaleOf({ AZURE_VM_BACKUP_TIME_SCALE: text })).toBe(scale);
});

test.each(["0", "-1", "fast", "Infinity"])("AZURE_VM_BACKUP_TIME_SCALE %s is refused", (text) => {
  expect(() => timeScaleOf({ AZURE_VM_BACKUP_TIME_SCALE: text })).toThrow(
    expect.objectContaining({
      exitCode: ExitCode.badInput,
      message: expect.stringContaining(`got '${text}'`) as string,
    }) as Error,
  );
});
