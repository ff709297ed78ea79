import { createHttpHeaders, type HttpClient } from "@azure/core-rest-pipeline";
import type { ArmError } from "../../../lib/hook/arm/arm-error";
import { type HttpRequest, pipelineWithoutRetries, sendThrough } from "../../../lib/hook/arm/http";

const SIGNED = "https://account.example.com/container?sig=s3cret";
const REQUEST: HttpRequest = { method: "GET", url: SIGNED, about: "cannot read the journal" };

/** The error of a request whose client fails in some way. */
async function errorOf(sendRequest: HttpClient["sendRequest"], request = REQUEST): Promise<ArmError> {
  const send = sendThrough(pipelineWithoutRetries({ proxied: false }), { sendRequest });
  return send(request).then(
    () => {
      throw new Error("the request succeeded");
    },
    (error: unknown) => error as ArmError,
  );
}

const failing =
  (message: string, code?: string): HttpClient["sendRequest"] =>
  () =>
    Promise.reject(Object.assign(new Error(message), { code }));

test.each<[string, string | undefined, string]>([
  [`request to ${SIGNED} failed`, "ECONNRESET", "ECONNRESET"],
  [`request to ${SIGNED} failed`, undefined, "connection failed"],
  ["socket hang up", "ECONNRESET", "socket hang up"],
])("hides the URL in Node's message '%s' (%s)", async (message, code, reason) => {
  const error = await errorOf(failing(message, code));
  expect(error.message).toContain(`: account.example.com (${reason})`);
  expect(error.message).not.toContain("s3cret");
  expect(error.transient).toBe(true);
});

test("an answer that does not come within a minute counts as lost", async () => {
  jest.useFakeTimers();
  try {
    let signal: AbortSignal | undefined;
    const ended = errorOf((request) => {
      signal = request.abortSignal as AbortSignal;
      return new Promise(() => undefined);
    });
    await jest.advanceTimersByTimeAsync(59_999);
    expect(signal?.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    const error = await ended;
    expect(error.message).toContain(": account.example.com (no answer within 60 s)");
    expect(error).toMatchObject({ code: "ETIMEDOUT", transient: true, outcomeUnknown: true });
    expect(signal?.aborted).toBe(true);
  } finally {
    jest.useRealTimers();
  }
});

test("a body that does not end within a minute counts as lost", async () => {
  jest.useFakeTimers();
  try {
    const ended = errorOf((request) =>
      Promise.resolve({
        ...{ request, status: 200, headers: createHttpHeaders() },
        readableStreamBody: { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) } as never,
      }),
    );
    await jest.advanceTimersByTimeAsync(60_000);
    expect((await ended).message).toContain("no answer within 60 s");
  } finally {
    jest.useRealTimers();
  }
});

test.each(["CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID", "SELF_SIGNED_CERT_IN_CHAIN"])(
  "a rejected certificate (%s) is no reason to repeat a request",
  async (code) => {
    const error = await errorOf(failing("certificate", code));
    expect([error.transient, error.code]).toEqual([false, code]);
  },
);

test("an unknown host is repeated for a minute only, another failure longer", async () => {
  expect((await errorOf(failing("getaddrinfo ENOTFOUND", "ENOTFOUND"))).retryForMs).toBe(60_000);
  expect((await errorOf(failing("refused", "ECONNREFUSED"))).retryForMs).toBe(Infinity);
});

test("a request that Node refuses to send is not sent", async () => {
  const refused = (): Promise<never> => Promise.reject(new TypeError("Invalid character in header content"));
  expect(await errorOf(refused)).toMatchObject({ transient: false, notSent: true });
});
