import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { issueToken } from "../../lib/emulator/identity/tokens";
import { DEFAULT_ACCOUNT } from "../../lib/emulator/identity/account";
import { Clock } from "../../lib/emulator/clock";
import { START_TIME } from "../../tools/local/start-time";
import { startTestEmulator } from "../support/emulator";
import { at, refusal, startClient, type Client } from "./client";
import { testContext } from "./context";

const run = promisify(execFile);

let client: Client;
beforeAll(async () => {
  client = await startClient();
});

describe("the metadata endpoint", () => {
  test("describes the cloud with what azurerm requires, without a token", async () => {
    const { url } = client.emulator;
    const { status, body } = await client.send("GET", "/metadata/endpoints?api-version=2022-09-01");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: "AzureCloud",
      resourceManager: url,
      authentication: { loginEndpoint: url, audiences: [url], tenant: "common", identityProvider: "AAD" },
      suffixes: { storage: "core.windows.net", keyVaultDns: "vault.azure.net" },
    });
    expect((body as { microsoftGraphResourceId: string }).microsoftGraphResourceId).not.toBe("");
  });

  test("lists locations to the doubled slash of azurerm's enhanced validation", async () => {
    const { body } = await client.send("GET", "//metadata/endpoints?api-version=2018-01-01");
    const { endpoint, locations } = (body as { cloudEndpoint: { public: { endpoint: string; locations: string[] } } })
      .cloudEndpoint.public;
    expect(endpoint).toBe(new URL(client.emulator.url).host);
    expect(locations).toContain("westeurope");
  });
});

describe("the token endpoint", () => {
  test("returns a token for a client secret, with the claims that azurerm reads", async () => {
    const { status, body } = await client.signIn();
    const { access_token, token_type, expires_in } = body as { access_token: string; token_type: string; expires_in: number };
    expect(status).toBe(200);
    expect(token_type).toBe("Bearer");
    expect(expires_in).toBeGreaterThan(1200);
    const claims = JSON.parse(Buffer.from(access_token.split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>;
    expect(claims).toMatchObject({
      aud: client.emulator.url,
      tid: client.environment["ARM_TENANT_ID"],
      appid: client.environment["ARM_CLIENT_ID"],
      oid: expect.any(String) as string,
      iat: expect.any(Number) as number,
      exp: expect.any(Number) as number,
    });
  });

  test.each([
    ["another secret", { client_secret: "guess" }, 401, "invalid_client", "AADSTS7000215"],
    ["another application", { client_id: "00000000-0000-0000-0000-000000000000" }, 400, "unauthorized_client", "AADSTS700016"],
    ["another grant", { grant_type: "password" }, 400, "unsupported_grant_type", "AADSTS70003"],
    ["a scope without .default", { scope: "openid" }, 400, "invalid_scope", "AADSTS1002012"],
  ])("refuses %s as Entra does", async (_, form, status, error, code) => {
    const answer = await client.signIn(form);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error, error_description: expect.stringContaining(code) as string });
  });

  test("refuses another tenant", async () => {
    const answer = await client.signIn({}, "00000000-0000-0000-0000-000000000000");
    expect(answer.body).toMatchObject({ error_description: expect.stringContaining("AADSTS90002") as string });
  });

  test("keeps the secret out of the journal", async () => {
    await client.signIn({ client_secret: "do-not-write-me-down" });
    expect(JSON.stringify(client.emulator.journal)).not.toContain("do-not-write-me-down");
  });
});

describe("a request for Azure Resource Manager", () => {
  const get = (authorization?: string) =>
    client.send(
      "GET",
      `${client.subscription}/resourceGroups?api-version=2023-07-01`,
      undefined,
      authorization === undefined ? {} : { Authorization: authorization },
    );

  test("is served with a token", async () => {
    expect((await client.arm("GET", `${client.subscription}/resourceGroups`, "2023-07-01")).body).toEqual({ value: [] });
  });

  test("is refused without one", async () => {
    const answer = await get();
    expect(refusal(answer)).toEqual([401, "AuthenticationFailed"]);
  });

  test("is refused with a token that the emulator did not issue", async () => {
    const token = issueToken({ ...contextAt(0), account: { ...DEFAULT_ACCOUNT, clientSecret: "other" } }, client.emulator.url);
    for (const text of ["nonsense", "a.b.c", token]) {
      const answer = await get(`Bearer ${text}`);
      expect(refusal(answer)).toEqual([401, "InvalidAuthenticationToken"]);
    }
  });

  test("is refused with an expired token", async () => {
    const answer = await get(`Bearer ${issueToken(contextAt(-2 * 3_600_000), client.emulator.url)}`);
    expect(refusal(answer)).toEqual([401, "ExpiredAuthenticationToken"]);
  });

  test("is refused with a token for another resource", async () => {
    const token = (await client.signIn({ scope: `${client.emulator.url}/graph/.default` })).body as { access_token: string };
    const answer = await get(`Bearer ${token.access_token}`);
    expect(refusal(answer)).toEqual([401, "InvalidAuthenticationTokenAudience"]);
  });

  test("needs an api-version", async () => {
    const answer = await client.arm("GET", `${client.subscription}/resourceGroups?api-version=`, "");
    expect(at(answer, "error.code")).toBe("MissingApiVersionParameter");
  });

  test("is refused for another subscription", async () => {
    const answer = await client.arm("GET", "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups", "2023-07-01");
    expect(refusal(answer)).toEqual([404, "SubscriptionNotFound"]);
  });

  test.each(["GET", "POST", "PUT", "DELETE"])("of an unknown route is refused with a 404 that names it: %s", async (method) => {
    const { status, body } = await client.arm(method, `${client.subscription}/providers/Contoso.Thing/things/one`, "2023-07-01");
    expect(status).toBe(404);
    expect((body as { error: { message: string } }).error.message).toContain("things");
  });

  test("with a body that is not JSON is refused", async () => {
    const token = ((await client.signIn()).body as { access_token: string }).access_token;
    const path = `${client.subscription}/resourceGroups/rg?api-version=2023-07-01`;
    const answer = await client.send("PUT", path, "{", {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/json",
    });
    expect(refusal(answer)).toEqual([400, "InvalidRequestContent"]);
  });
});

test("a Node program with the emulator's environment signs in through @azure/identity", async () => {
  const program = `
    const { ClientSecretCredential } = require("@azure/identity");
    const { env } = process;
    const authorityHost = "https://" + env.ARM_METADATA_HOSTNAME;
    const credential = new ClientSecretCredential(env.ARM_TENANT_ID, env.ARM_CLIENT_ID, env.ARM_CLIENT_SECRET, { authorityHost, disableInstanceDiscovery: true });
    credential.getToken(authorityHost + "/.default").then(async ({ token }) => {
      const url = authorityHost + "/subscriptions/" + env.ARM_SUBSCRIPTION_ID + "?api-version=2022-12-01";
      const answer = await fetch(url, { headers: { Authorization: "Bearer " + token } });
      console.log(answer.status, (await answer.json()).state);
    });`;
  const { stdout } = await run(process.execPath, ["-e", program], { env: { ...process.env, ...client.environment } });
  expect(stdout.trim()).toBe("200 Enabled");
});

test("stopping closes the port and removes the certificate", async () => {
  const other = await startClient();
  await other.signIn();
  await other.stop();
  await expect(other.signIn()).rejects.toThrow("ECONNREFUSED");
  expect(existsSync(other.emulator.certificateFile)).toBe(false);
  expect(existsSync(client.emulator.certificateFile)).toBe(true);
});

test.each([
  [{ port: 70_000 }, "port is 70000: use a whole number from 0, a free port, to 65535"],
  [{ speed: -1 }, "speed is -1: use a number such as 600, or 0 to stand still"],
  [{ triggerRetryAfter: -1 }, "triggerRetryAfter is -1: use a number of seconds, 0 or more"],
  [{ virtualMachines: ["vm1"] }, "virtual machine id 'vm1' is not of the form"],
])("throws if the options are not valid: %j", async (options, message) => {
  await expect(startTestEmulator(options)).rejects.toThrow(message);
});

function contextAt(offset: number) {
  const clock = new Clock(1, Date.parse(START_TIME));
  const clientNow = clock.clientNow() + offset;
  return testContext({
    clock: Object.assign(clock, { clientNow: () => clientNow }),
    origin: client.emulator.url,
  });
}

test("returns a token for one resource beside OpenID scopes, and refuses two resources", async () => {
  const resource = `${client.emulator.url}/.default`;
  expect((await client.signIn({ scope: `${resource} openid offline_access profile` })).status).toBe(200);
  expect((await client.signIn({ scope: `${resource} ${client.emulator.url}/graph/.default` })).status).toBe(400);
});
