import { GROUPS, VAULTS, BACKUP, BACKUP_BODY, groupId, itemId, makeVault, protect, vaultId } from "../azurerm";
import { at, refusal, startClient, type Client } from "../client";

let client: Client;
beforeEach(async () => {
  client = await startClient({ speed: 600 });
  await makeVault(client);
});

const inGroup = (path: string) => `${groupId(client)}/providers/${path}`;
const lock = (scope: string, level: string) =>
  client.arm("PUT", `${scope}/providers/Microsoft.Authorization/locks/lock`, "2020-05-01", { properties: { level } });
const unlock = (scope: string) => client.arm("DELETE", `${scope}/providers/Microsoft.Authorization/locks/lock`, "2020-05-01");
const IDENTITY = "2024-11-30";
const putIdentity = (name: string, body: object = { location: "West Europe", tags: { env: "test" } }) =>
  client.arm("PUT", inGroup(`Microsoft.ManagedIdentity/userAssignedIdentities/${name}`), IDENTITY, body);

describe("the requests of azurerm when it is configured", () => {
  test("returns the subscription, with every field of its data source", async () => {
    expect((await client.arm("GET", client.subscription, "2022-12-01")).body).toMatchObject({
      displayName: expect.any(String) as string,
      state: "Enabled",
      tenantId: client.environment["ARM_TENANT_ID"],
      subscriptionPolicies: {
        locationPlacementId: expect.any(String) as string,
        quotaId: expect.any(String) as string,
        spendingLimit: "Off",
      },
    });
  });

  test("registers and unregisters resource providers", async () => {
    const providers = `${client.subscription}/providers`;
    const { value } = (await client.arm("GET", providers, "2022-09-01")).body as {
      value: { namespace: string; registrationState: string }[];
    };
    expect(value.find(({ namespace }) => namespace === "Microsoft.RecoveryServices")?.registrationState).toBe("Registered");
    const provider = `${providers}/Microsoft.RecoveryServices`;
    await client.arm("POST", `${provider}/unregister`, "2022-09-01");
    expect(at(await client.arm("GET", provider, "2022-09-01"), "registrationState")).toBe("NotRegistered");
    expect((await client.arm("POST", `${provider}/register`, "2022-09-01")).status).toBe(200);
    expect(at(await client.arm("GET", provider, "2022-09-01"), "registrationState")).toBe("Registered");
    expect(refusal(await client.arm("GET", `${providers}/Contoso.Thing`, "2022-09-01"))).toEqual([
      404,
      "InvalidResourceNamespace",
    ]);
  });

  test("lists resources, filtered by type, group and tag", async () => {
    client.emulator.addVirtualMachine({ id: inGroup("Microsoft.Compute/virtualMachines/vm"), tags: { env: "prod" } });
    await putIdentity("one");
    const names = async (filter: string) => {
      const path = `${client.subscription}/resources?$filter=${encodeURIComponent(filter)}`;
      return ((await client.arm("GET", path, "2020-06-01")).body as { value: { name: string }[] }).value.map(({ name }) => name);
    };
    expect(await names("resourceType eq 'Microsoft.Compute/virtualMachines'")).toEqual(["vm"]);
    expect((await names("resourceGroup eq 'RG-BACKUP'")).sort()).toEqual(["one", "vault", "vm"]);
    expect(await names("tagName eq 'env' and tagValue eq 'test'")).toEqual(["one"]);
    const odd = await client.arm("GET", `${client.subscription}/resources?$filter=colour%20eq%20'red'`, "2020-06-01");
    expect(refusal(odd)).toEqual([400, "InvalidFilterInQueryString"]);
  });
});

describe("a generic resource", () => {
  test("is stored with Azure's location name, listed, merged by PATCH and deleted", async () => {
    const made = await putIdentity("one");
    expect([made.status, at(made, "location")]).toEqual([201, "westeurope"]);
    const id = inGroup("Microsoft.ManagedIdentity/userAssignedIdentities/one");
    expect((await putIdentity("one")).status).toBe(200);
    const patched = await client.arm("PATCH", id.toUpperCase().replace("/PROVIDERS/", "/providers/"), IDENTITY, {
      tags: { a: "b" },
    });
    expect(patched.body).toMatchObject({ id, tags: { env: "test", a: "b" }, location: "westeurope" });
    for (const scope of [groupId(client), client.subscription]) {
      const list = await client.arm("GET", `${scope}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`, IDENTITY);
      expect(list.body).toMatchObject({ value: [{ id }] });
    }
    expect((await client.arm("DELETE", id, IDENTITY)).status).toBe(200);
    expect(refusal(await client.arm("GET", id, IDENTITY))).toEqual([404, "ResourceNotFound"]);
    expect(refusal(await client.arm("PATCH", id, IDENTITY, {}))).toEqual([404, "ResourceNotFound"]);
  });

  test("is refused for a missing or changed location, api-version or group", async () => {
    expect(refusal(await putIdentity("one", {}))).toEqual([400, "LocationRequired"]);
    await putIdentity("one");
    expect(refusal(await putIdentity("one", { location: "eastus" }))).toEqual([409, "InvalidResourceLocation"]);
    const id = inGroup("Microsoft.ManagedIdentity/userAssignedIdentities/one");
    expect(refusal(await client.arm("GET", id, "2019-04-01"))).toEqual([400, "NoRegisteredProviderFound"]);
    const elsewhere = id.replace("rg-backup", "nowhere");
    expect(refusal(await client.arm("PUT", elsewhere, IDENTITY, { location: "westeurope" }))).toEqual([
      404,
      "ResourceGroupNotFound",
    ]);
  });

  test("is refused if its parent, scope or reference does not exist", async () => {
    const subnet = inGroup("Microsoft.Network/virtualNetworks/none/subnets/default");
    expect(refusal(await client.arm("PUT", subnet, "2025-01-01", { properties: {} }))).toEqual([404, "ParentResourceNotFound"]);
    expect(refusal(await lock(`${vaultId(client)}-other`, "ReadOnly"))).toEqual([404, "ResourceNotFound"]);
    const proxy = `${vaultId(client)}/backupResourceGuardProxies/VaultProxy`;
    const properties = { resourceGuardResourceId: inGroup("Microsoft.DataProtection/resourceGuards/none") };
    expect(refusal(await client.arm("PUT", proxy, "2023-02-01", { properties }))).toEqual([400, "InvalidResourceReference"]);
  });

  test.each(["GET", "PUT", "PATCH", "POST", "DELETE"])(
    "of an unknown type is refused with a 404 that names the type: %s",
    async (method) => {
      const answer = await client.arm(
        method,
        inGroup("Microsoft.Web/sites/site"),
        "2023-01-01",
        ["GET", "DELETE"].includes(method) ? undefined : {},
      );
      expect(answer.status).toBe(404);
      expect(at(answer, "error.message")).toContain("sites");
    },
  );
});

describe("a management lock", () => {
  test("forbids deletion of the vault, its items and its group", async () => {
    const item = await protect(client, "vm");
    expect((await lock(vaultId(client), "CanNotDelete")).status).toBe(201);
    for (const id of [item, vaultId(client), groupId(client)]) {
      const answer = await client.arm("DELETE", id, id === groupId(client) ? GROUPS : VAULTS);
      expect(refusal(answer)).toEqual([409, "ScopeLocked"]);
      expect(at(answer, "error.message")).toContain(`'${vaultId(client)}'`);
    }
    expect((await client.arm("POST", `${item}/backup`, BACKUP, BACKUP_BODY)).status).toBe(202);
    expect((await unlock(vaultId(client))).status).toBe(200);
    expect((await client.arm("DELETE", item, "2023-02-01")).status).toBe(202);
  });

  test("that is ReadOnly also forbids changes, but not its own deletion", async () => {
    await protect(client, "vm");
    await lock(groupId(client), "ReadOnly");
    expect(refusal(await client.arm("POST", `${itemId(client, "vm")}/backup`, BACKUP, BACKUP_BODY))).toEqual([
      409,
      "ScopeLocked",
    ]);
    expect(refusal(await putIdentity("one"))).toEqual([409, "ScopeLocked"]);
    expect((await client.arm("GET", vaultId(client), VAULTS)).status).toBe(200);
    await unlock(groupId(client));
    expect((await putIdentity("one")).status).toBe(201);
  });

  test("of an unknown level is refused", async () => {
    expect(refusal(await lock(vaultId(client), "Frozen"))).toEqual([400, "InvalidLockLevel"]);
  });
});

describe("a role assignment", () => {
  const PRINCIPAL = "99999999-2222-4333-8444-555555555555";
  const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
  const assign = (scope: string, guid: string, role: string) =>
    client.arm("PUT", `${scope}/providers/Microsoft.Authorization/roleAssignments/${guid}`, "2022-04-01", {
      properties: { principalId: PRINCIPAL, roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${role}` },
    });

  test("exists once for an existing role, and is listed at its scope and below", async () => {
    const [one, other] = ["aaaaaaaa-2222-4333-8444-555555555555", "bbbbbbbb-2222-4333-8444-555555555555"];
    expect((await assign(groupId(client), one, READER)).status).toBe(201);
    expect(refusal(await assign(groupId(client), other, READER))).toEqual([409, "RoleAssignmentExists"]);
    expect(refusal(await assign(groupId(client), other, other))).toEqual([404, "RoleDefinitionDoesNotExist"]);
    const list = `${vaultId(client)}/providers/Microsoft.Authorization/roleAssignments?$filter=atScope()`;
    expect((await client.arm("GET", list, "2022-04-01")).body).toMatchObject({ value: [{ name: one }] });
    const nobody = `${vaultId(client)}/providers/Microsoft.Authorization/roleAssignments?$filter=principalId eq '${other}'`;
    expect((await client.arm("GET", encodeURI(nobody), "2022-04-01")).body).toEqual({ value: [] });
  });
});

test("returns all permissions for the emulator's account", async () => {
  const path = `${vaultId(client)}/providers/Microsoft.Authorization/permissions`;
  expect((await client.arm("GET", path, "2022-04-01")).body).toMatchObject({ value: [{ actions: ["*"], notActions: [] }] });
});

test("an AD FS authority issues tokens for a resource or a scope", async () => {
  const discovery = await client.send("GET", "/adfs/.well-known/openid-configuration");
  expect(at(discovery, "token_endpoint")).toBe(`${client.emulator.url}/adfs/oauth2/token`);
  const { ARM_CLIENT_ID = "", ARM_CLIENT_SECRET = "" } = client.environment;
  for (const [name, value] of [
    ["scope", `${client.emulator.url}//.default`],
    ["resource", `${client.emulator.url}/`],
  ] as const) {
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: ARM_CLIENT_ID,
      client_secret: ARM_CLIENT_SECRET,
      [name]: value,
    });
    const answer = await client.send("POST", "/adfs/oauth2/token", form.toString(), {
      "Content-Type": "application/x-www-form-urlencoded",
    });
    const headers = { Authorization: `Bearer ${String(at(answer, "access_token"))}` };
    expect((await client.send("GET", "/subscriptions?api-version=2019-11-01", undefined, headers)).status).toBe(200);
  }
});
