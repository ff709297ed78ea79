import type { AccessToken, GetTokenOptions } from "@azure/core-auth";
import { ArmError } from "../../../lib/hook/arm/arm-error";
import { TokenSource } from "../../../lib/hook/sign-in/token-source";
import { ExitCode } from "../../../lib/contract/exit-code";

const HOUR = 3_600_000;

/** A source of tokens whose credential gives what it is told to, in turn. */
function source(...given: (number | Error)[]) {
  const asked: GetTokenOptions[] = [];
  const credential = {
    getToken: (_: string | string[], options: GetTokenOptions = {}): Promise<AccessToken> => {
      asked.push(options);
      const next = given.shift() ?? HOUR;
      if (next instanceof Error) return Promise.reject(next);
      return Promise.resolve({ token: `token-${asked.length}`, expiresOnTimestamp: Date.now() + next });
    },
  };
  return { asked, credential, tokens: new TokenSource({ credential, scope: "scope" }) };
}

const named = (name: string, message: string, more: object = {}): Error => Object.assign(new Error(message), { name, ...more });

test("remembers a token until five minutes before its end", async () => {
  const { tokens, asked } = source(HOUR, HOUR);
  expect(await tokens.get(undefined)).toBe("token-1");
  expect(await tokens.get(undefined)).toBe("token-1");
  const { tokens: short } = source(299_000);
  expect(await short.get(undefined)).toBe("token-1");
  expect(await short.get(undefined)).toBe("token-2");
  expect(asked).toHaveLength(1);
});

test("uses a new token, though a machine that is hours ahead takes it for expired", async () => {
  const { tokens, asked } = source(-4 * HOUR);
  expect([await tokens.get(undefined), await tokens.get(undefined)]).toEqual(["token-1", "token-1"]);
  expect(asked).toHaveLength(1);
});

test.each<[string, unknown]>([
  ["an object", {}],
  ["a text with a line break", "a\nb"],
  ["nothing", ""],
])("throws an error that is retried if a library gives %s for a token", async (_, token) => {
  const credential = { getToken: () => Promise.resolve({ token: token as string, expiresOnTimestamp: Date.now() + HOUR }) };
  const asking = new TokenSource({ credential, scope: "scope" }).get(undefined);
  await expect(asking).rejects.toMatchObject({ detail: "the credential gave no token", transient: true });
});

test("asks once for requests that are signed in at the same time", async () => {
  const { tokens, asked } = source();
  expect(await Promise.all([tokens.get(undefined), tokens.get(undefined)])).toEqual(["token-1", "token-1"]);
  expect(asked).toHaveLength(1);
});

test("goes on with a token that is valid still if another one cannot be had for the moment", async () => {
  const { tokens } = source(60_000, new ArmError("cannot sign in", { status: 503, detail: "" }));
  await tokens.get(undefined);
  expect(await tokens.get(undefined)).toBe("token-1");
});

test.each<[Error, object]>([
  [new ArmError("cannot sign in", { code: "ECONNRESET", detail: "" }), { transient: true, outcomeUnknown: false }],
  [named("AuthenticationError", "x", { statusCode: 503 }), { transient: true, status: 503 }],
  [named("CredentialUnavailableError", "something nobody knows"), { transient: true, retryForMs: 180_000 }],
  [
    named("AuthenticationError", "x", {
      statusCode: 401,
      errorResponse: { errorDescription: "AADSTS7000215: Invalid. Trace ID: 1" },
    }),
    { exitCode: ExitCode.notAuthenticated, message: "cannot sign in: AADSTS7000215: Invalid." },
  ],
  [named("CredentialUnavailableError", "Please run 'az login'"), { exitCode: ExitCode.notAuthenticated }],
])("%s is known for what it is", async (error, known) => {
  await expect(source(error).tokens.get(undefined)).rejects.toMatchObject(known);
});

test("requests a token with the claims of a challenge, once", async () => {
  const { tokens, asked } = source();
  await tokens.get(undefined);
  expect(await tokens.renew(undefined)).toBe(false);
  const claims = Buffer.from('{"access_token":{}}').toString("base64");
  expect(await tokens.renew(`Bearer realm="", error="insufficient_claims", claims="${claims}"`)).toBe(true);
  expect(await tokens.get(undefined)).toBe("token-2");
  expect(asked[1]).toMatchObject({ claims: '{"access_token":{}}' });
});

test("throws the signal's reason although the credential never answers", async () => {
  const controller = new AbortController();
  const tokens = new TokenSource({ credential: { getToken: () => new Promise(() => undefined) }, scope: "scope" });
  const waiting = tokens.get(controller.signal);
  controller.abort(new Error("interrupted"));
  await expect(waiting).rejects.toThrow("interrupted");
});
