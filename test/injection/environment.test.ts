import { ExitCode } from "../../lib/contract/exit-code";
import { TIME_SCALE_VARIABLE } from "../../lib/contract/time-scale";
import { DRILL_VARIABLE, REQUEST_VARIABLE } from "../../lib/contract/request-envelope";
import { proxyFor } from "../../lib/hook/arm/proxy";
import { addedAuthorities, untrustedAdvice } from "../../lib/hook/arm/trusted-authorities";
import { timeScaleOf } from "../../lib/hook/clock";
import { decodeDrillRequest, decodeRequest } from "../../lib/hook/commands/request-from-environment";
import { resolveVault } from "../../lib/hook/commands/resolve-vault";
import { failureOf } from "../../lib/hook/failure";
import { outgoing } from "../../lib/hook/outgoing/foreign-text";
import { cloudOf } from "../../lib/hook/sign-in/cloud";
import { chooseCredential } from "../../lib/hook/sign-in/credential-choice";

/** Each variable that the program reads, with texts that a terminal or a pipeline would run, and with a megabyte. */
const HOSTILE: Readonly<Record<string, string>> = {
  "a line break": "x\n::error::pwned",
  "a carriage return": "x\r\n##vso[task.complete result=Failed]pwned",
  "an escape sequence": "\u001b]0;pwned\u0007\u001b[2J\u009b1m",
  "an old command": "::set-output name=x::pwned",
  quotes: `'"\`$(touch pwned); --flag`,
  "a megabyte": "x".repeat(1_048_576),
  "a megabyte of quotes": "'".repeat(1_048_576),
  "no number": "NaN",
  "a number below zero": "-1",
  "more than a number": "1e999",
  "a lone surrogate": "\ud800x",
};

const IDS = { ARM_TENANT_ID: "tenant-1", ARM_CLIENT_ID: "client-1" };
const choose = (env: NodeJS.ProcessEnv): unknown =>
  chooseCredential({}, env, () => {
    throw Object.assign(new Error("none"), { code: "ENOENT" });
  });
const nothing = (): Promise<unknown> => Promise.resolve({});
type Read = (value: string) => unknown;
const credential =
  (name: string, more: NodeJS.ProcessEnv = {}): Read =>
  (value) =>
    choose({ ...IDS, ...more, [name]: value });

/** What reads each variable. */
const READERS: Readonly<Record<string, Read>> = {
  ...Object.fromEntries(
    [
      ...["ARM_TENANT_ID", "ARM_CLIENT_ID", "ARM_CLIENT_ID_FILE_PATH", "ARM_CLIENT_SECRET", "ARM_CLIENT_SECRET_FILE_PATH"],
      ...["ARM_CLIENT_CERTIFICATE_PATH", "ARM_USE_OIDC", "ARM_USE_MSI", "ARM_USE_CLI", "ARM_USE_AKS_WORKLOAD_IDENTITY"],
    ].map((name) => [name, credential(name)]),
  ),
  ARM_OIDC_TOKEN_FILE_PATH: credential("ARM_OIDC_TOKEN_FILE_PATH", { ARM_USE_OIDC: "1" }),
  ARM_OIDC_REQUEST_URL: credential("ARM_OIDC_REQUEST_URL", { ARM_USE_OIDC: "1", ARM_OIDC_REQUEST_TOKEN: "t" }),
  ARM_OIDC_REQUEST_TOKEN: credential("ARM_OIDC_REQUEST_TOKEN", { ARM_USE_OIDC: "1", ARM_OIDC_REQUEST_URL: "https://x.example" }),
  ARM_MSI_ENDPOINT: credential("ARM_MSI_ENDPOINT", { ARM_USE_MSI: "1" }),
  ARM_ENVIRONMENT: (value) => cloudOf({}, { ARM_ENVIRONMENT: value }, nothing),
  ARM_METADATA_HOSTNAME: (value) => cloudOf({}, { ARM_METADATA_HOSTNAME: value }, nothing),
  ARM_SUBSCRIPTION_ID: (value) =>
    resolveVault({ kind: "name", vaultName: "v", resourceGroupName: "rg" } as unknown as Parameters<typeof resolveVault>[0], {
      ARM_SUBSCRIPTION_ID: value,
    }),
  HTTPS_PROXY: (value) => proxyFor("https://azure.example", { HTTPS_PROXY: value }),
  NO_PROXY: (value) => proxyFor("https://azure.example", { HTTPS_PROXY: "http://p.example", NO_PROXY: value }),
  SSL_CERT_FILE: (value) => [addedAuthorities({ SSL_CERT_FILE: value }), untrustedAdvice({ SSL_CERT_FILE: value })],
  [TIME_SCALE_VARIABLE]: (value) => timeScaleOf({ [TIME_SCALE_VARIABLE]: value }),
  [REQUEST_VARIABLE]: (value) => decodeRequest(value),
  [DRILL_VARIABLE]: (value) => decodeDrillRequest(value),
};

/** What the program says of a value, or nothing if it accepts it. */
async function saidOf(read: Read, value: string): Promise<string> {
  try {
    await read(value);
    return "";
  } catch (error) {
    const { exitCode, message } = failureOf(error);
    expect([ExitCode.badInput, ExitCode.notAuthenticated]).toContain(exitCode);
    return outgoing(message);
  }
}

const cases = Object.keys(READERS).flatMap((name) => Object.keys(HOSTILE).map((kind) => [name, kind] as const));
let refused = 0;

test.each(cases)("%s with %s is accepted, or refused with one sentence", async (name, kind) => {
  const said = await saidOf(READERS[name] as Read, HOSTILE[kind] ?? "");
  expect(said).not.toMatch(/\p{Cc}|^\s*::|##\w*\[|\u2028/u);
  // A quoted value is cut, and a message as a whole.
  expect(said.length).toBeLessThan(kind === "a megabyte of quotes" ? 10_100 : 1_000);
  if (said !== "") refused++;
  if (said !== "") expect(said).toContain(name);
});

test("most of the values are refused", () => {
  expect(refused).toBeGreaterThan(cases.length / 2);
});
