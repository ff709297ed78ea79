import { ArmError } from "../../../lib/hook/arm/arm-error";
import type { HttpAnswer, Send } from "../../../lib/hook/arm/http";
import { awaitingRole, MAX_RETRIES, repeatingReads, retryAfterMs, retryDelay } from "../../../lib/hook/arm/retry";
import { FakeClock } from "../fakes";

const REQUEST = { method: "GET", url: "https://arm.example", about: "cannot list" } as const;

function answering(...answers: (number | [number, string] | ArmError)[]): { send: Send; left: () => number } {
  const send = (): Promise<HttpAnswer> => {
    const next = answers.shift() ?? 200;
    if (next instanceof ArmError) return Promise.reject(next);
    const [status, retryAfter] = typeof next === "number" ? [next, undefined] : next;
    return Promise.resolve({ status, headers: { get: (name) => (name === "Retry-After" ? retryAfter : undefined) }, body: {} });
  };
  return { send, left: () => answers.length };
}

test("a read is repeated after a lost connection, throttling and an error of the service, as Azure asks or more and more slowly", async () => {
  const clock = new FakeClock();
  const lost = new ArmError("cannot list", { code: "ECONNRESET", detail: "" });
  const { send } = answering(lost, 503, [429, "17"], 429);
  await expect(repeatingReads(send, clock)(REQUEST)).resolves.toMatchObject({ status: 200 });
  expect(clock.sleeps).toEqual([1_000, 2_000, 17_000, 80_000]);
});

test("what asks to wait for long is handed on, for its caller to wait", async () => {
  const clock = new FakeClock();
  const { send } = answering([429, "3600"]);
  await expect(repeatingReads(send, clock)(REQUEST)).resolves.toMatchObject({ status: 429 });
  expect(clock.sleeps).toEqual([]);
});

test("nothing is repeated after the end of the run, and no role waited for", async () => {
  const clock = new FakeClock();
  const { send } = answering(503, 503, 503, 503);
  await expect(repeatingReads(send, clock, 5_000)(REQUEST)).resolves.toMatchObject({ status: 503 });
  expect(clock.sleeps).toEqual([1_000, 2_000]);
  const refused = (): ReturnType<Send> => Promise.resolve({ status: 403, headers: { get: () => undefined }, body: {} });
  const options = { stillWaits: () => true, print: () => undefined, giveUpAt: 60_000 };
  await expect(awaitingRole(refused, clock, options)(REQUEST)).resolves.toMatchObject({ status: 403 });
  expect(clock.elapsed()).toBe(63_000);
});

test("an error that no repetition hints is thrown at once", async () => {
  const clock = new FakeClock();
  const { send } = answering(new ArmError("cannot list", { code: "ENOTFOUND", detail: "" }));
  await expect(repeatingReads(send, clock)(REQUEST)).rejects.toMatchObject({ code: "ENOTFOUND" });
});

test("a role that may be new is waited for, and said so once", async () => {
  const clock = new FakeClock();
  const lines: string[] = [];
  const { send } = answering(403, 403, 403);
  const waiting = awaitingRole(send, clock, { stillWaits: () => true, print: (line) => lines.push(line) });
  await expect(waiting(REQUEST)).resolves.toMatchObject({ status: 200 });
  expect(lines).toEqual([expect.stringMatching(/^cannot list: Azure answered 403; a role .* up to 10 minutes$/)]);
  expect(clock.elapsed()).toBe(60_000);
});

test("after ten minutes without it, or where it cannot be new, 403 is the answer", async () => {
  const clock = new FakeClock();
  const forever = (): ReturnType<Send> => Promise.resolve({ status: 403, headers: { get: () => undefined }, body: {} });
  const print = (): void => undefined;
  await expect(awaitingRole(forever, clock, { stillWaits: () => true, print })(REQUEST)).resolves.toMatchObject({ status: 403 });
  expect(clock.elapsed()).toBe(600_000);
  await expect(awaitingRole(forever, clock, { stillWaits: () => false, print })(REQUEST)).resolves.toMatchObject({ status: 403 });
  expect(clock.elapsed()).toBe(600_000);
});

const now = new Date("2026-11-20T10:00:00Z");

test.each<[string, Parameters<typeof retryDelay>[0], number | undefined]>([
  ["a first 500", { retries: 0, status: 500, now }, 1_000],
  ["a third 503", { retries: 2, status: 503, now }, 4_000],
  ["throttling with seconds", { retries: 0, status: 429, retryAfter: "17", now }, 17_000],
  ["throttling with a date", { retries: 0, status: 429, retryAfter: "Fri, 20 Nov 2026 10:01:00 GMT", now }, 60_000],
  ["throttling without either", { retries: 1, status: 429, now }, 20_000],
  ["a reset connection", { retries: 0, networkCode: "ECONNRESET", now }, 1_000],
  ["a certificate nobody trusts", { retries: 0, networkCode: "DEPTH_ZERO_SELF_SIGNED_CERT", now }, undefined],
  ["a host that does not exist", { retries: 0, networkCode: "ENOTFOUND", now }, undefined],
  ["success", { retries: 0, status: 200, now }, undefined],
  ["a refusal", { retries: 0, status: 403, now }, undefined],
  ["not implemented", { retries: 0, status: 501, now }, undefined],
  ["enough retries", { retries: MAX_RETRIES, status: 503, now }, undefined],
])("%s", (_, attempt, delay) => {
  expect(retryDelay(attempt)).toBe(delay);
});

test.each([
  ["0", 0],
  ["Fri, 20 Nov 2026 09:00:00 GMT", 0],
  ["soon", undefined],
  [undefined, undefined],
])("Retry-After %s", (header, delay) => {
  expect(retryAfterMs(header, now)).toBe(delay);
});
