import { harmless } from "../../../lib/hook/outgoing/foreign-text";
import { keepSecret, keepSecretsOf, redacted } from "../../../lib/hook/outgoing/secrets";

const SECRET = `p+w/ä "q'&<x>=%~`;

test.each<[string, (secret: string) => string]>([
  ["as it is", (secret) => secret],
  ["as JSON", (secret) => JSON.stringify(secret)],
  ["in a URL", encodeURIComponent],
  ["in a URL in lower case", (secret) => encodeURIComponent(secret).replaceAll(/%../g, (code) => code.toLowerCase())],
  ["in a form", (secret) => new URLSearchParams({ secret }).toString()],
  ["encoded twice", (secret) => encodeURIComponent(encodeURIComponent(secret))],
  [
    "in HTML",
    (secret) =>
      secret
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&quot;")
        .replaceAll("'", "&#39;"),
  ],
  ["in base64", (secret) => Buffer.from(secret).toString("base64")],
])("leaves out a known secret that is echoed %s", (_, spelt) => {
  keepSecret(SECRET);
  const text = redacted(`before ${spelt(SECRET)} after`);
  expect(text).toMatch(/^before .*\*\*\*.* after$/);
  expect(text).not.toContain("p+w");
  expect(text).not.toContain(spelt(SECRET));
});

test("leaves out the secrets of the environment, and of the password of a proxy", () => {
  keepSecretsOf({
    ARM_CLIENT_SECRET: "client~secret1",
    ARM_CLIENT_CERTIFICATE_PASSWORD: "pass-1",
    SYSTEM_ACCESSTOKEN: "pipeline-token",
    HTTPS_PROXY: "http://user:proxy%20pw@proxy:3128",
    ARM_CLIENT_ID: "the-client",
    ARM_OIDC_TOKEN_FILE_PATH: "/run/token-file",
  });
  const text = "client~secret1 pass-1 pipeline-token proxy%20pw the-client /run/token-file";
  expect(redacted(text)).toBe("*** *** *** *** the-client /run/token-file");
});

test.each(["", "abc", "secret", "token", "  "])("takes %j for no secret, since texts have such words", (word) => {
  keepSecret(word);
  expect(redacted("abc: the client secret, or a token")).toBe("abc: the client secret, or a token");
});

test("leaves out the longer of two secrets of which one begins as the other", () => {
  keepSecret("overlap-1");
  keepSecret("overlap-1-and-more");
  expect(redacted("overlap-1-and-more")).toBe("***");
});

test.each([
  ["a signed URL", "https://h/p?api-version=1&sig=aB%2Bc&t=638", "https://h/p?api-version=1&sig=***&t=***"],
  ["a user in a URL", "http://user:pw@host:1/x", "http://***@host:1/x"],
  ["a bearer token", "Authorization: Bearer abcdefgh.ijk", "Authorization: Bearer ***"],
  ["a JWT", "got eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln, which", "got ***, which"],
  ["a field of a form", "grant_type=x&client_secret=abc&scope=y", "grant_type=x&client_secret=***&scope=y"],
  ["a field of JSON", '{"access_token":"abc","expires_in":1}', '{"access_token":"***","expires_in":1}'],
  ["a private key", "x -----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- y", "x *** y"],
  ["the start of a private key", "x -----BEGIN RSA PRIVATE KEY-----\nMIIE", "x ***"],
  ["a link for people", "see https://aka.ms/x?linkid=2 and mailto:a@b", "see https://aka.ms/x?linkid=2 and mailto:a@b"],
])("knows %s by its look", (_, text, expected) => {
  expect(redacted(text)).toBe(expected);
});

test("removes a secret whose characters were escaped", () => {
  keepSecret("tab\tin ##[it]");
  expect(redacted(harmless("is tab\tin ##[it]"))).toBe("is ***");
});
