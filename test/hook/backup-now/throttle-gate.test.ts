import { ThrottleGate } from "../../../lib/hook/backup-now/throttle-gate";
import { FakeClock } from "../fakes";

const clock = new FakeClock();

/** Refuses, and returns for how many seconds the gate is closed then. */
async function refuse(gate: ThrottleGate, retryAfterMs?: number): Promise<number> {
  gate.refused(retryAfterMs);
  const seconds = gate.closedFor / 1_000;
  await clock.sleep(gate.closedFor);
  return seconds;
}

test("is open until a request is refused, and again after the wait", async () => {
  const gate = new ThrottleGate(clock);
  expect(gate.closedFor).toBe(0);
  await refuse(gate);
  await clock.sleep(1_000);
  expect(gate.closedFor).toBe(0);
});

test("closes for as long as Azure asks for", async () => {
  expect(await refuse(new ThrottleGate(clock), 7_000)).toBe(7);
});

test("closes for twice as long after each refusal, up to five minutes", async () => {
  const gate = new ThrottleGate(clock);
  const waits: number[] = [];
  for (let refusal = 0; refusal < 6; refusal++) waits.push(await refuse(gate));
  expect(waits).toEqual([30, 60, 120, 240, 300, 300]);
  gate.accepted();
  expect(await refuse(gate)).toBe(30);
});

test("a shorter wait does not shorten a longer one", () => {
  const gate = new ThrottleGate(clock);
  gate.refused(60_000);
  gate.refused(1_000);
  expect(gate.closedFor).toBe(60_000);
});
