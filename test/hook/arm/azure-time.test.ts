import { reportingTime } from "../../../lib/hook/arm/azure-time";
import type { HttpAnswer } from "../../../lib/hook/arm/http";
import { retryAfterOf } from "../../../lib/hook/arm/retry";

const MACHINE = new Date("2026-11-20T10:00:00Z");
const AZURE = "https://management.azure.com/subscriptions";
beforeEach(() => {
  jest.spyOn(Date, "now").mockReturnValue(MACHINE.getTime());
});
afterEach(() => {
  jest.restoreAllMocks();
});

const answerWith = (headers: Record<string, string>, more: Partial<HttpAnswer> = {}): HttpAnswer => ({
  status: 200,
  body: {},
  headers: { get: (name) => headers[name] },
  ...more,
});

/** What is told of an answer. */
async function told(headers: Record<string, string>, url = AZURE, more: Partial<HttpAnswer> = {}): Promise<string[]> {
  const times: string[] = [];
  const send = reportingTime(
    () => Promise.resolve(answerWith(headers, more)),
    (time) => times.push(time.toISOString()),
  );
  await send({ method: "GET", url, about: "cannot list" });
  return times;
}

test.each([
  ["Fri, 20 Nov 2026 15:00:00 GMT", "2026-11-20T15:00:00.000Z"],
  ["Wed, 18 Nov 2026 08:00:00 GMT", "2026-11-18T08:00:00.000Z"],
  ["Wed, 20 Jan 2027 10:00:00 GMT", "2027-01-20T10:00:00.000Z"],
])("a machine that is hours or weeks off learns %s", async (date, time) => {
  expect(await told({ Date: date })).toEqual([time]);
});

test.each([
  ["Thu, 01 Jan 1970 00:00:00 GMT"],
  ["Mon, 01 Jan 2001 00:00:00 GMT"],
  ["Fri, 01 Jan 2038 00:00:00 GMT"],
  ["Fri, 31 Dec 9999 23:59:59 GMT"],
  ["yesterday"],
  [""],
])("nothing is learned from %j", async (date) => {
  expect(await told({ Date: date })).toEqual([]);
  const headers = { Date: date, "Retry-After": "Fri, 20 Nov 2026 10:00:30 GMT" };
  expect(retryAfterOf(answerWith(headers), { now: () => MACHINE })).toBe(30_000);
});

test("learns nothing from an answer without a date, out of a cache, or not of Azure", async () => {
  const Date = "Fri, 20 Nov 2026 08:00:00 GMT";
  expect(await told({})).toEqual([]);
  expect(await told({ Date, Age: "7200" })).toEqual([]);
  expect(await told({ Date }, AZURE, { unreadable: "expected JSON, got HTML" })).toEqual([]);
  expect(await told({ Date, Age: "0" })).toHaveLength(1);
});

test("accepts any year from an emulator on this machine", async () => {
  expect(await told({ Date: "Fri, 01 Jan 2038 00:00:00 GMT" }, "https://localhost:8443/subscriptions")).toHaveLength(1);
});
