import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failureOf } from "../../lib/hook/failure";
import { outgoing } from "../../lib/hook/outgoing/foreign-text";
import { keepSecretsOf } from "../../lib/hook/outgoing/secrets";
import { certificatePem } from "../../lib/hook/sign-in/client-certificate";
import { chooseCredential } from "../../lib/hook/sign-in/credential-choice";
import * as pfx from "../../lib/hook/sign-in/pfx";

/** Credentials that cannot be read, from files and from the environment: no sentence holds a part of one. */
const CERTIFICATES = join(__dirname, "../hook/sign-in/certificates");
const PASSWORD = "pass-of-the-run-7";
const IDS = { ARM_TENANT_ID: "tenant-1", ARM_CLIENT_ID: "client-1", ARM_USE_CLI: "false" };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "credentials-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

/** What a run says that cannot sign in, before any request. */
async function saidWith(env: NodeJS.ProcessEnv): Promise<string> {
  keepSecretsOf(env);
  const read = async (): Promise<unknown> => {
    const choice = chooseCredential({}, env, (path) => readFileSync(path));
    return choice.method === "clientCertificate" ? certificatePem(choice.certificate, () => Promise.resolve(pfx)) : choice;
  };
  const thrown: unknown = await read().then(
    () => new Error("it was read"),
    (error: unknown) => error,
  );
  return outgoing(failureOf(thrown).message);
}

/** Parts of a file in the forms in which a message could quote it. */
function partsOf(content: Buffer): string[] {
  const forms = (["latin1", "utf8", "base64", "hex"] as const).map((form) => content.toString(form).replaceAll(/[\r\n]/g, ""));
  return forms.flatMap((text) => [0, 0.3, 0.6].map((place) => text.slice(text.length * place, text.length * place + 24)));
}

const BREAKS: Readonly<Record<string, (content: Buffer) => Buffer>> = {
  "that is whole": (content) => content,
  "that is cut": (content) => content.subarray(0, content.length / 2),
  "with bytes that are flipped": (content) => Buffer.from(content.map((byte, index) => (index % 97 === 50 ? byte ^ 0xff : byte))),
  "in base64": (content) => Buffer.from(content.toString("base64")),
  "in base64 that is cut": (content) => Buffer.from(content.toString("base64").slice(0, -400)),
  "after other text": (content) => Buffer.concat([Buffer.from("x\u001b[2J::error::"), content]),
};
const FILES = ["aes-256.pfx", "encrypted-key.pem"];
const cases = FILES.flatMap((file) => Object.keys(BREAKS).map((name, index) => [file, name, index] as const));

test.each(cases)("says neither password nor key of %s %s, with a wrong password", async (file, name, index) => {
  const content = BREAKS[name]?.(readFileSync(join(CERTIFICATES, file))) ?? Buffer.alloc(0);
  const path = join(directory, "client");
  writeFileSync(path, content);
  const env = index % 2 ? { ARM_CLIENT_CERTIFICATE_PATH: path } : { ARM_CLIENT_CERTIFICATE: content.toString("base64") };
  const said = await saidWith({ ...IDS, ...env, ARM_CLIENT_CERTIFICATE_PASSWORD: PASSWORD });
  expect(said).toMatch(/^ARM_CLIENT_CERTIFICATE(_PATH)? must hold a client certificate .*\); check the file and .*PASSWORD$/);
  expect([PASSWORD, ...partsOf(content)].filter((part) => said.includes(part))).toEqual([]);
});

const TOKEN = "t0ken-of-the-run.abc/def+1";
const spoilt = [`${TOKEN}\n::error::x`, `${TOKEN}\u001b[2J`, `${TOKEN} ${TOKEN}`, `é${TOKEN}`];
const GITHUB = { ARM_USE_OIDC: "true", ACTIONS_ID_TOKEN_REQUEST_URL: "https://x.example/y" };

test.each([
  ["ACTIONS_ID_TOKEN_REQUEST_TOKEN", GITHUB],
  ["ARM_OIDC_REQUEST_TOKEN", GITHUB],
  ["SYSTEM_ACCESSTOKEN", { ...GITHUB, ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID: "c" }],
])("%s with characters that no header may hold is refused, and not quoted", async (name, env) => {
  for (const token of spoilt) {
    const said = await saidWith({ ...IDS, ...env, [name]: token });
    expect(said).toBe(`${name} must be a token, got a text that is not valid in an HTTP header; check the variable`);
  }
});

test("two OIDC tokens that differ are refused, and neither is quoted", async () => {
  const path = join(directory, "token");
  writeFileSync(path, `${TOKEN}x`);
  const said = await saidWith({ ...IDS, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: TOKEN, ARM_OIDC_TOKEN_FILE_PATH: path });
  expect(said).toMatch(/^ARM_OIDC_TOKEN and ARM_OIDC_TOKEN_FILE_PATH must agree/);
  expect(said).not.toContain("t0ken");
});

test.each(["ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI", "ARM_OIDC_REQUEST_URL"])(
  "%s that is no https URL is refused, and its token is not quoted",
  async (name) => {
    for (const url of [`http://x.example/?code=${TOKEN}`, `x\n::error::${TOKEN}`, `https://user:t0ken@[`]) {
      const said = await saidWith({ ...IDS, ARM_USE_OIDC: "true", [name]: url, ARM_OIDC_REQUEST_TOKEN: "t" });
      expect(said).toBe(`${name} must be an https URL, got another value; check the variable`);
    }
  },
);

test.each([
  ...["ARM_CLIENT_SECRET", "ARM_CLIENT_CERTIFICATE", "ARM_CLIENT_CERTIFICATE_PASSWORD", "ARM_OIDC_TOKEN", "ARM_ACCESS_KEY"],
  ...["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN", "IDENTITY_HEADER", "MSI_SECRET"],
  ...["GITHUB_TOKEN", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD"],
])("the value of %s is left out of every output", (name) => {
  const value = `of-${name}-${Math.imul(name.length, 7919)}`;
  keepSecretsOf({ [name]: value });
  expect(outgoing(`x ${value} ${Buffer.from(value).toString("base64")}`)).toMatch(/^x \*\*\* \*\*\*=*$/);
});
