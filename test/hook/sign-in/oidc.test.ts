import { ArmError } from "../../../lib/hook/arm/arm-error";
import type { HttpAnswer, Send } from "../../../lib/hook/arm/http";
import { readAssertion } from "../../../lib/hook/sign-in/oidc";
import type { OidcSource } from "../../../lib/hook/sign-in/credential-choice";

const asked: string[] = [];
const GITHUB: OidcSource = { kind: "github", requestUrl: "https://gh.example/token?job=1", requestToken: "r" };

function assertion(source: OidcSource, answer: Partial<HttpAnswer> = {}): Promise<string> {
  const send: Send = ({ method, url, headers }) => {
    asked.push(`${method} ${url} ${headers?.["Authorization"] ?? ""}`);
    return Promise.resolve({ status: 200, headers: { get: () => undefined }, body: undefined, ...answer });
  };
  return readAssertion(source, { send, readText: (path) => `token of ${path}\n`, signal: undefined });
}

beforeEach(() => {
  asked.length = 0;
});

test("takes a token as it is, and reads a file anew", async () => {
  await expect(assertion({ kind: "token", token: "o" })).resolves.toBe("o");
  await expect(assertion({ kind: "tokenFile", path: "/o" })).resolves.toBe("token of /o");
  expect(asked).toEqual([]);
});

test("asks GitHub for Microsoft Entra's audience", async () => {
  await expect(assertion(GITHUB, { body: { value: "o" } })).resolves.toBe("o");
  expect(asked).toEqual(["GET https://gh.example/token?job=1&audience=api%3A%2F%2FAzureADTokenExchange Bearer r"]);
});

test("asks Azure DevOps for the service connection's token", async () => {
  const requestUrl = "https://ado.example/oidctoken";
  const source = { kind: "azurePipelines", requestUrl, serviceConnectionId: "c", accessToken: "r" } as const;
  await expect(assertion(source, { body: { oidcToken: "o" } })).resolves.toBe("o");
  expect(asked).toEqual(["POST https://ado.example/oidctoken?api-version=7.1&serviceConnectionId=c Bearer r"]);
});

test("does not repeat a refused request", async () => {
  const refused = assertion(GITHUB, { status: 403, body: { message: "forbidden" } });
  await expect(refused).rejects.toThrow(/answered 403 without a token \('value'\)/);
  await expect(refused).rejects.not.toBeInstanceOf(ArmError);
});

test.each<[string, Partial<HttpAnswer>]>([
  ["503", { status: 503 }],
  ["429", { status: 429, body: { message: "slow down" } }],
  ["an empty 200", { status: 200 }],
  ["a 200 without a token", { status: 200, body: { other: 1 } }],
  ["a page of HTML", { status: 200, unreadable: "expected JSON, got HTML" }],
  ["a proxy's 502", { status: 502, unreadable: "expected JSON, got HTML" }],
])("%s may pass", async (_, answer) => {
  await expect(assertion(GITHUB, answer)).rejects.toMatchObject({ transient: true, notSent: true });
});
