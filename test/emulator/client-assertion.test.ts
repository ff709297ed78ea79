import { generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { certificateAssertion } from "../../lib/hook/sign-in/certificate-assertion";
import { certificatePem } from "../../lib/hook/sign-in/client-certificate";
import { assertionRefusal, type AssertionCheck } from "../../lib/emulator/identity/client-assertion";
import { startClient, type Client } from "./client";

const ENDPOINT = "https://localhost:8443/tenant/oauth2/v2.0/token";
const ISSUER = "https://tokens.example.com";
const PEM = readFileSync(join(__dirname, "../hook/sign-in/certificates/encrypted-key.pem"));
const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicKey = keys.publicKey.export({ type: "spki", format: "pem" }).toString();

let certificate: string;
let pem: string;
beforeAll(async () => {
  certificate = PEM.toString().slice(PEM.indexOf("-----BEGIN CERTIFICATE"));
  pem = await certificatePem({ source: "file", content: PEM, password: "secret" });
});

const check = (overrides: Partial<AssertionCheck["application"]> = {}, now = Date.now()): AssertionCheck => ({
  application: {
    clientId: "client-1",
    certificates: [certificate],
    federatedCredentials: [{ issuer: ISSUER, subject: "pipeline", publicKey }],
    ...overrides,
  },
  audiences: [ENDPOINT],
  now,
});

function federated(claims: object = {}, key = keys.privateKey): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const exp = Math.floor(Date.now() / 1_000) + 300;
  const all = { iss: ISSUER, sub: "pipeline", aud: "api://AzureADTokenExchange", exp, ...claims };
  const content = `${encode({ alg: "RS256" })}.${encode(all)}`;
  return `${content}.${sign("sha256", Buffer.from(content), key).toString("base64url")}`;
}

const own = (clientId = "client-1", endpoint = ENDPOINT): string => certificateAssertion(pem, clientId, endpoint, new Date());
const HOUR = 3_600_000;

test.each<[string, () => string, () => AssertionCheck]>([
  ["of a certificate", own, check],
  ["of a federation", federated, check],
  [
    "of a federation without a known key",
    federated,
    () => check({ federatedCredentials: [{ issuer: ISSUER, subject: "pipeline" }] }),
  ],
])("accepts an assertion %s", (_, assertion, against) => {
  expect(assertionRefusal(assertion(), against())).toBeUndefined();
});

test.each<[string, () => string, () => AssertionCheck, number]>([
  ["that is not a JSON Web Token", () => "no.assertion", check, 50027],
  ["of yesterday", own, () => check({}, Date.now() + 24 * HOUR), 700024],
  ["of tomorrow", own, () => check({}, Date.now() - 24 * HOUR), 700024],
  ["for another endpoint", () => own("client-1", "https://login.example.com/"), check, 700023],
  ["by a certificate that is not the application's", own, () => check({ certificates: [] }), 700027],
  ["that was changed", () => own().replace(/\.[^.]+$/, `.${Buffer.from("x").toString("base64url")}`), check, 700027],
  ["of an issuer that is not trusted", () => federated({ iss: "https://other.example.com" }), check, 700211],
  ["for another audience", () => federated({ aud: "https://github.com" }), check, 700212],
  ["about another subject", () => federated({ sub: "fork" }), check, 700213],
  ["signed by somebody else", () => federated({}, generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey), check, 700027],
])("refuses an assertion %s", (_, assertion, against, number) => {
  expect(assertionRefusal(assertion(), against())).toMatchObject({ number });
});

describe("the endpoint of managed identities", () => {
  let client: Client;
  beforeAll(async () => {
    client = await startClient();
  });

  const ask = (query: string, headers: Record<string, string> = { Metadata: "true" }) =>
    client.send("GET", `/metadata/identity/oauth2/token?${query}`, undefined, headers);

  test("returns a token that Azure Resource Manager accepts", async () => {
    const { status, body } = await ask(`api-version=2018-02-01&resource=${encodeURIComponent(client.emulator.url)}`);
    expect(status).toBe(200);
    const { access_token: token, expires_in: seconds } = body as { access_token: string; expires_in: string };
    expect(seconds).toMatch(/^\d+$/);
    const path = `${client.subscription}/resourceGroups?api-version=2023-07-01`;
    expect((await client.send("GET", path, undefined, { Authorization: `Bearer ${token}` })).status).toBe(200);
  });

  test.each([
    ["without the header that a browser cannot send", "api-version=2018-02-01&resource=r", {}],
    ["through a proxy", "api-version=2018-02-01&resource=r", { Metadata: "true", "X-Forwarded-For": "10.0.0.1" }],
    ["by a version it does not have", "api-version=2015-01-01&resource=r", { Metadata: "true" }],
    ["without a resource", "api-version=2018-02-01", { Metadata: "true" }],
    ["for an identity that the machine does not have", "api-version=2018-02-01&resource=r&client_id=other", { Metadata: "true" }],
  ])("refuses a request %s", async (_, query, headers) => {
    expect(await ask(query, headers as Record<string, string>)).toMatchObject({
      status: 400,
      body: { error: "invalid_request" },
    });
  });
});

test("accepts an assertion that is valid by the emulator's clock", () => {
  const azureNow = Date.now() + 50 * 24 * HOUR;
  const learned = certificateAssertion(pem, "client-1", ENDPOINT, new Date(azureNow));
  expect(assertionRefusal(learned, check())).toMatchObject({ number: 700024 });
  expect(assertionRefusal(learned, { ...check(), azureNow })).toBeUndefined();
});
