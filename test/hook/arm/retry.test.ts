import { ArmError } from "../../../lib/hook/arm/arm-error";
import type { Send } from "../../../lib/hook/arm/http";
import { retryMissingRole, BRIEF, retryAfterMs, retryDelay, type RetryPolicy, retryTransient } from "../../../lib/hook/arm/retry";
import { FakeClock } from "../fakes";

const REQUEST = { method: "GET", url: "https://arm.example", about: "cannot list" } as const;
const now = new Date("2026-11-20T10:00:00Z");

const answered = (status: number, retryAfterMs?: number): ArmError =>
  new ArmError("cannot list", { status, detail: "", retryAfterMs });
const lost = (code = "ECONNRESET"): ArmError => new ArmError("cannot list", { code, detail: "" });

/** Reads that fail in turn, and then succeed. */
function reads(...failures: Error[]): () => Promise<string> {
  return () => {
    const failure = failures.shift();
    return failure ? Promise.reject(failure) : Promise.resolve("read");
  };
}

function policy(clock: FakeClock, overrides: Partial<RetryPolicy> = {}): RetryPolicy {
  return { clock, signal: undefined, deadline: Infinity, ...overrides };
}

test("repeats a read after each transient failure, as Azure asks or more and more slowly", async () => {
  const clock = new FakeClock();
  const unreadable = new ArmError("cannot list", { status: 200, detail: "", unreadable: true });
  const read = reads(lost(), answered(503), answered(429, 17_000), answered(429), unreadable);
  await expect(retryTransient(read, policy(clock))).resolves.toBe("read");
  expect(clock.sleeps).toEqual([1_000, 2_000, 17_000, 60_000, 16_000]);
});

test("repeats a read until the deadline, and not after it", async () => {
  const clock = new FakeClock();
  const forever = (): Promise<never> => Promise.reject(answered(503));
  await expect(retryTransient(forever, policy(clock, { deadline: 3_600_000 }))).rejects.toMatchObject({ status: 503 });
  expect(clock.elapsed()).toBeGreaterThan(3_500_000);
  expect(clock.elapsed()).toBeLessThan(3_600_000);
});

test("repeats a brief read a few times, and waits for no more than three minutes", async () => {
  const clock = new FakeClock();
  const forever = (): Promise<never> => Promise.reject(answered(503));
  await expect(retryTransient(forever, { ...policy(clock), ...BRIEF })).rejects.toMatchObject({ status: 503 });
  expect(clock.sleeps).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
  const read = reads(answered(429, 3_600_000));
  await expect(retryTransient(read, { ...policy(clock), ...BRIEF })).rejects.toMatchObject({ retryAfterMs: 3_600_000 });
});

test.each([
  ["a refusal", answered(403)],
  ["not found", answered(404)],
  ["a failure that no repetition can help", new ArmError("x", { code: "ForeignLink", detail: "", permanent: true })],
  ["a defect", new Error("defect")],
])("throws %s at once", async (_, error) => {
  const clock = new FakeClock();
  await expect(retryTransient(reads(error), policy(clock))).rejects.toBe(error);
  expect(clock.sleeps).toEqual([]);
});

test("repeats a failure that may not pass for as long as it says", async () => {
  const clock = new FakeClock();
  const forever = (): Promise<never> => Promise.reject(new ArmError("x", { detail: "", retryForMs: 60_000 }));
  await expect(retryTransient(forever, policy(clock))).rejects.toThrow("x");
  expect(clock.elapsed()).toBe(31_000);
});

test("throws the signal's reason if it is aborted during a wait", async () => {
  const clock = new FakeClock();
  const controller = new AbortController();
  const sleep = clock.sleep.bind(clock);
  clock.sleep = (ms) => {
    controller.abort(new Error("interrupted"));
    return sleep(ms);
  };
  const reading = retryTransient(reads(answered(503)), policy(clock, { signal: controller.signal }));
  await expect(reading).rejects.toThrow("interrupted");
});

test.each<[number | undefined, number | undefined, number, number]>([
  [500, undefined, 0, 1_000],
  [503, undefined, 2, 4_000],
  [503, undefined, 20, 60_000],
  [429, 17_000, 0, 17_000],
  [429, undefined, 1, 20_000],
  [undefined, undefined, 0, 1_000],
])("waits after status %s, Retry-After %s and %i retries for %i ms", (status, asked, retries, delay) => {
  expect(retryDelay({ status, retryAfterMs: asked }, retries)).toBe(delay);
});

test.each([
  ["17", 17_000],
  ["1.5", 1_500],
  ["0", undefined],
  ["0.001", undefined],
  ["-5", undefined],
  ["2027", 2_027_000],
  ["2027-01-01", undefined],
  ["Fri, 20 Nov 2026 10:01:00 GMT", 60_000],
  ["Fri, 20 Nov 2026 09:00:00 GMT", undefined],
  ["Fri, 99 Nov 2026 GMT", undefined],
  ["soon", undefined],
  [undefined, undefined],
])("Retry-After %s", (header, delay) => {
  expect(retryAfterMs(header, now)).toBe(delay);
});

function role(statuses: number[], waitsForRole: boolean, deadline = Infinity) {
  const clock = new FakeClock();
  const lines: string[] = [];
  const send: Send = () => {
    const status = statuses.length > 1 ? statuses.shift() : statuses[0];
    return Promise.resolve({ status: status ?? 200, headers: { get: () => undefined }, body: {} });
  };
  const options = { waitsForRole: () => waitsForRole, print: (line: string) => void lines.push(line), deadline };
  return { clock, lines, send: retryMissingRole(send, clock, options) };
}

test("waits for a role that may be new, and says so once", async () => {
  const { clock, lines, send } = role([403, 403, 403, 200], true);
  await expect(send(REQUEST)).resolves.toMatchObject({ status: 200 });
  expect(lines).toEqual([expect.stringMatching(/^cannot list: Azure answered 403; a new role .* up to 10 minutes$/)]);
  expect(clock.elapsed()).toBe(60_000);
});

test.each([
  ["ten minutes", true, Infinity, 580_000],
  ["the time there is", true, 60_000, 40_000],
  ["no time if it cannot be new", false, Infinity, 0],
])("waits for a role for %s", async (_, waitsForRole, deadline, elapsed) => {
  const { clock, send } = role([403], waitsForRole, deadline);
  await expect(send(REQUEST)).resolves.toMatchObject({ status: 403 });
  expect(clock.elapsed()).toBe(elapsed);
});
