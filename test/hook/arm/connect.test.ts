import { systemClock } from "../../../lib/hook/clock";
import { connect } from "../../../lib/hook/arm/connect";
import type { HttpAnswer, HttpRequest } from "../../../lib/hook/arm/http";

/** Who answers, by the start of the URL: what, and at what time by its own clock. */
let answers: Record<string, { readonly body: unknown; readonly date: string }>;
let asked: string[];

jest.mock("../../../lib/hook/arm/http", () => ({
  pipelineWithoutRetries: () => ({ addPolicy: () => undefined }),
  sendThrough:
    () =>
    ({ url }: HttpRequest): Promise<HttpAnswer> => {
      asked.push(url);
      const [, answer] = Object.entries(answers).find(([start]) => url.startsWith(start)) ?? [];
      if (!answer) return Promise.reject(new Error(`nobody answers ${url}`));
      return Promise.resolve({
        status: 200,
        body: answer.body,
        headers: { get: (name) => (name === "Date" ? answer.date : undefined) },
      });
    },
}));

const TOKEN = { access_token: "token", expires_in: 3_600 };
const AZURE = "2031-05-06T07:08:09Z";
const dateOf = (time: string): string => new Date(time).toUTCString();
const GUID = "11111111-1111-4111-8111-111111111111";
const IDS = { ARM_TENANT_ID: GUID, ARM_CLIENT_ID: GUID };

async function timeAfterSigningIn(env: NodeJS.ProcessEnv): Promise<string> {
  const clock = systemClock(1);
  const { signal } = new AbortController();
  const print = (): void => undefined;
  await connect({}, env, { clock, signal, writeSignal: signal, print, roleMayBeNew: false, deadline: Infinity });
  return clock.now().toISOString();
}

beforeEach(() => {
  asked = [];
  answers = { "https://management.azure.com/metadata/endpoints?": { body: {}, date: dateOf(AZURE) } };
});

test("takes the time from the answer with the token, without another request", async () => {
  answers["https://login.microsoftonline.com/"] = { body: TOKEN, date: dateOf("2030-01-01T00:00:00Z") };
  expect(await timeAfterSigningIn({ ...IDS, ARM_CLIENT_SECRET: "secret" })).toMatch(/^2030-01-01T00:00:0/);
  expect(asked).toHaveLength(1);
});

test("asks Azure Resource Manager for the time if the token comes from this machine", async () => {
  answers["http://169.254.169.254/"] = { body: { ...TOKEN, expires_on: "1" }, date: dateOf("2020-01-01T00:00:00Z") };
  const env = { ARM_USE_MSI: "true", ARM_MSI_ENDPOINT: "http://169.254.169.254/metadata/identity/oauth2/token" };
  expect(await timeAfterSigningIn(env)).toMatch(/^2031-05-06T07:08:/);
  expect(asked).toHaveLength(2);
});

test("keeps the machine's time if Azure Resource Manager does not answer", async () => {
  answers = { "http://169.254.169.254/": { body: { ...TOKEN, expires_on: "1" }, date: "" } };
  const env = { ARM_USE_MSI: "true", ARM_MSI_ENDPOINT: "http://169.254.169.254/metadata/identity/oauth2/token" };
  const difference = Date.parse(await timeAfterSigningIn(env)) - Date.now();
  expect(Math.abs(difference)).toBeLessThan(60_000);
});

test("does not take the time from a pipeline's OIDC service", async () => {
  answers["https://pipeline.example/"] = { body: { value: "assertion" }, date: dateOf("2020-01-01T00:00:00Z") };
  answers["https://login.microsoftonline.com/"] = { body: TOKEN, date: "" };
  const service = { ARM_OIDC_REQUEST_URL: "https://pipeline.example/?a=b", ARM_OIDC_REQUEST_TOKEN: "bearer" };
  expect(await timeAfterSigningIn({ ...IDS, ...service, ARM_USE_OIDC: "true" })).toMatch(/^2031-05-06T07:08:/);
});
