import { azureCli } from "../../../lib/hook/sign-in/azure-cli";
import type { ProgramEnd } from "../../../lib/hook/sign-in/run-program";
import { ExitCode } from "../../../lib/contract/exit-code";

const NOBODY = { tenantId: undefined, subscriptionId: undefined };

function cli(end: Partial<ProgramEnd> | Error, account: Parameters<typeof azureCli>[0] = NOBODY) {
  const calls: string[] = [];
  const credential = azureCli(account, (name, args) => {
    calls.push([name, ...args].join(" "));
    return end instanceof Error ? Promise.reject(end) : Promise.resolve({ exitCode: 0, stdout: "", stderr: "", ...end });
  });
  return { calls, token: () => credential.getToken("https://management.azure.com/.default") };
}

test("asks az for a token of the resource, and of the account that is meant", async () => {
  const stdout = JSON.stringify({ accessToken: "t", expires_on: 1_795_000_000, expiresOn: "2026-11-20 10:00:00.000000" });
  const { calls, token } = cli({ stdout }, { tenantId: undefined, subscriptionId: "00000000-0000-0000-0000-000000000000" });
  expect(await token()).toEqual({ token: "t", expiresOnTimestamp: 1_795_000_000_000 });
  expect(calls).toEqual([
    "az account get-access-token --output json --resource https://management.azure.com --subscription 00000000-0000-0000-0000-000000000000",
  ]);
});

test("takes the time that an old az writes", async () => {
  const stdout = JSON.stringify({ accessToken: "t", expiresOn: "2026-11-20 10:00:00.000000" });
  const { expiresOnTimestamp } = (await cli({ stdout }).token()) ?? {};
  expect(expiresOnTimestamp).toBe(Date.parse("2026-11-20 10:00:00.000000"));
});

test.each<[string, Partial<ProgramEnd>]>([
  ["nobody is signed in", { exitCode: 1, stderr: "ERROR: Please run 'az login' to setup account." }],
  ["the sign-in has expired", { exitCode: 1, stderr: "ERROR: AADSTS700082: The refresh token has expired. Trace ID: 1" }],
  ["az is not installed", { exitCode: 127, stderr: "sh: az: not found" }],
])("%s: refused", async (_, end) => {
  await expect(cli(end).token()).rejects.toMatchObject({ exitCode: ExitCode.notAuthenticated });
});

test("az is not on the PATH: refused", async () => {
  const missing = Object.assign(new Error("spawn az ENOENT"), { code: "ENOENT" });
  await expect(cli(missing).token()).rejects.toThrow(/^cannot sign in: the Azure CLI \('az'\) is not on the PATH; install it/);
});

test.each<[string, Partial<ProgramEnd>]>([
  ["az has lost its connection", { exitCode: 1, stderr: "ERROR: HTTPSConnectionPool: Max retries exceeded" }],
  ["az was ended", { exitCode: undefined }],
  ["az prints no token", { stdout: "{}" }],
  ["az prints what is no JSON", { stdout: "WARNING" }],
])("%s: may pass", async (_, end) => {
  await expect(cli(end).token()).rejects.toMatchObject({ transient: true, notSent: true });
});

test.each(["x; touch P", "--query", "a b&c", "$(x)"])("throws if a subscription is %s", (subscriptionId) => {
  expect(() => azureCli({ tenantId: undefined, subscriptionId })).toThrow(/^ARM_SUBSCRIPTION_ID must be an id or a name/);
});
