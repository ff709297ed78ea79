import { createVerify, constants, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { certificateAssertion } from "../../../lib/hook/sign-in/certificate-assertion";
import { certificatePem } from "../../../lib/hook/sign-in/client-certificate";
import { clientCredentials, type Proof } from "../../../lib/hook/sign-in/client-credentials";
import { ExitCode } from "../../../lib/contract/exit-code";
import type { HttpAnswer, HttpRequest } from "../../../lib/hook/arm/http";

const ENDPOINT = "https://login.example.com/tenant-1/oauth2/v2.0/token";
const SCOPE = "https://management.example.com/.default";

/** A credential beside the requests it sends; each answer is given once, the last one for ever. */
function credential(answers: Partial<HttpAnswer>[], proof: () => Proof = () => ({ client_secret: "s3cret" })) {
  const sent: HttpRequest[] = [];
  const headers = { get: () => undefined };
  const send = (request: HttpRequest): Promise<HttpAnswer> => {
    sent.push(request);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return Promise.resolve({ status: 200, headers, body: undefined, ...answer });
  };
  const prove = (): Promise<Proof> => Promise.resolve(proof());
  return { sent, credential: clientCredentials({ tokenEndpoint: ENDPOINT, clientId: "client-1", prove, send }) };
}

const token = (name: string, seconds: number): Partial<HttpAnswer> => ({ body: { access_token: name, expires_in: seconds } });

test("asks for a token by one request", async () => {
  const { sent, credential: client } = credential([token("one", 3_599)]);
  const before = Date.now();
  const first = await client.getToken(SCOPE);
  expect(first?.token).toBe("one");
  expect(first?.expiresOnTimestamp).toBeGreaterThanOrEqual(before + 3_599_000);
  await client.getToken([SCOPE], { claims: "{}" });
  expect(sent).toEqual([
    expect.objectContaining({
      method: "POST",
      url: ENDPOINT,
      form: { grant_type: "client_credentials", client_id: "client-1", scope: SCOPE, client_secret: "s3cret" },
    }),
    expect.objectContaining({ form: expect.objectContaining({ claims: "{}" }) as object }),
  ]);
});

test("makes a new assertion for each token", async () => {
  let made = 0;
  const { sent, credential: client } = credential([token("one", 10)], () => ({ client_assertion: `assertion-${++made}` }));
  await client.getToken(SCOPE);
  await client.getToken(SCOPE);
  expect(sent.map(({ form }) => form)).toEqual([
    expect.objectContaining({
      client_assertion: "assertion-1",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    }),
    expect.objectContaining({ client_assertion: "assertion-2" }),
  ]);
});

test.each<[string, Partial<HttpAnswer>, unknown]>([
  [
    "Entra's refusal in its first sentence",
    { status: 401, body: { error_description: "AADSTS7000215: Invalid client secret provided. Trace ID: 1 Correlation ID: 2" } },
    { exitCode: ExitCode.notAuthenticated, message: "cannot sign in: AADSTS7000215: Invalid client secret provided." },
  ],
  [
    "an error without a text",
    { status: 400, body: { error: "invalid_request" } },
    { exitCode: ExitCode.notAuthenticated, message: "cannot sign in: invalid_request" },
  ],
  [
    "an answer without a token",
    { status: 200, body: { token_type: "Bearer" } },
    { transient: true, message: "cannot sign in: Azure answered 200: an answer without a token" },
  ],
  ["a service that is down", { status: 503 }, { transient: true, message: "cannot sign in: Azure answered 503" }],
  [
    "an error that Entra calls temporary",
    { status: 400, body: { error: "temporarily_unavailable", error_description: "AADSTS90033: A transient error." } },
    { transient: true, status: 400 },
  ],
  [
    "a page of a proxy",
    { status: 403, unreadable: "expected JSON, got HTML" },
    { transient: true, retryForMs: 180_000, detail: "expected JSON, got HTML" },
  ],
])("%s ends the sign-in, and no secret is said", async (_, answer, error) => {
  const refused: unknown = await credential([answer])
    .credential.getToken(SCOPE)
    .catch((thrown: unknown) => thrown);
  expect(refused).toMatchObject(error as object);
  expect(String(refused)).not.toContain("s3cret");
});

const AZURE_TIME = new Date("2031-05-06T07:08:09Z");
const OTHER_TIME = {
  status: 401,
  body: { error: "invalid_client", error_description: "AADSTS700024: Client assertion is not within its valid time range." },
};

test("makes an assertion again, once, by Azure's time if it is refused for its time", async () => {
  const { credential: corrected, sent } = credential([OTHER_TIME, token("token", 3_599)]);
  expect((await corrected.getToken(SCOPE))?.token).toBe("token");
  expect(sent).toHaveLength(2);
  const { credential: refused, sent: asked } = credential([OTHER_TIME, OTHER_TIME]);
  await expect(refused.getToken(SCOPE)).rejects.toThrow("AADSTS700024");
  expect(asked).toHaveLength(2);
});

test("signs the assertion of a certificate with its key, for the token endpoint", async () => {
  const content = readFileSync(join(__dirname, "certificates", "encrypted-key.pem"));
  const pem = await certificatePem({ source: "ARM_CLIENT_CERTIFICATE_PATH", content, password: "secret" });
  const [header = "", claims = "", signature = ""] = certificateAssertion(pem, "client-1", ENDPOINT, AZURE_TIME).split(".");
  const certificate = new X509Certificate(content);
  const thumbprint = Buffer.from(certificate.fingerprint256.replaceAll(":", ""), "hex").toString("base64url");
  expect(parsed(header)).toEqual({ alg: "PS256", typ: "JWT", "x5t#S256": thumbprint });
  const { exp, nbf, ...others } = parsed(claims) as { exp: number; nbf: number };
  expect(others).toMatchObject({ aud: ENDPOINT, iss: "client-1", sub: "client-1", jti: expect.any(String) as string });
  expect([nbf, exp]).toEqual([AZURE_TIME.getTime() / 1_000, AZURE_TIME.getTime() / 1_000 + 600]);
  const key = { key: certificate.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  expect(createVerify("sha256").update(`${header}.${claims}`).verify(key, signature, "base64url")).toBe(true);
});

function parsed(part: string): unknown {
  return JSON.parse(Buffer.from(part, "base64url").toString());
}
