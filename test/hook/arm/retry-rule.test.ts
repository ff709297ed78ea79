import { MAX_RETRIES, retryAfterMs, retryDelay } from "../../../lib/hook/arm/retry-rule";

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
