import {
  BACKUP,
  CONFIG,
  ITEMS,
  POLICIES,
  SOFT_DELETE_BODY,
  VAULTS,
  VAULT_BODY,
  itemBody,
  itemId,
  makeVault,
  policyBody,
  protect,
  triggerBackup,
  vaultId,
  vmId,
} from "./azurerm";
import { at, refusal, startClient, type Client } from "./client";

const INVALID = [400, "InvalidRestApiParameter"];
const DAY = 86_400_000;

let client: Client;
let vault: string;
beforeEach(async () => {
  client = await startClient({ speed: 0, scheduledBackups: false });
  vault = await makeVault(client);
});

const patch = (properties: object, more: object = {}) => client.arm("PATCH", vault, VAULTS, { ...more, properties });
const immutability = (state: string) => patch({ securitySettings: { immutabilitySettings: { state } } });
const redundancy = (redundancySettings: object) => patch({ redundancySettings });

test("immutability becomes Locked only from Unlocked, and then cannot change", async () => {
  expect((await immutability("Disabled")).status).toBe(200);
  expect(refusal(await immutability("Locked"))).toEqual(INVALID);
  expect((await immutability("Unlocked")).status).toBe(200);
  expect((await immutability("Locked")).status).toBe(200);
  expect(refusal(await immutability("Unlocked"))).toEqual(INVALID);
  expect(refusal(await immutability("Disabled"))).toEqual(INVALID);
  expect((await patch({})).status).toBe(200);
});

test("redundancy can change until a VM is protected; cross-region restore can only be enabled", async () => {
  expect(refusal(await redundancy({ crossRegionRestore: "Enabled" }))).toEqual(INVALID);
  expect((await redundancy({ standardTierStorageRedundancy: "GeoRedundant", crossRegionRestore: "Enabled" })).status).toBe(200);
  expect(refusal(await redundancy({ crossRegionRestore: "Disabled" }))).toEqual(INVALID);
  const other = await makeVault(client, "other");
  vault = other;
  expect((await redundancy({ standardTierStorageRedundancy: "LocallyRedundant" })).status).toBe(200);
  client.emulator.addVirtualMachine(vmId(client, "vm1"));
  const item = `${other}/backupFabrics/Azure/protectionContainers/iaasvmcontainer;iaasvmcontainerv2;rg-app;vm1/protectedItems/VM;iaasvmcontainerv2;rg-app;vm1`;
  await client.arm("PUT", item, ITEMS, itemBody(client, "vm1", `${other}/backupPolicies/DefaultPolicy`));
  expect(refusal(await redundancy({ standardTierStorageRedundancy: "GeoRedundant" }))).toEqual([400, "StorageModelModifyError"]);
  const storage = `${other}/backupstorageconfig/vaultstorageconfig`;
  expect(at(await client.arm("GET", storage, CONFIG), "properties")).toMatchObject({
    storageType: "LocallyRedundant",
    storageTypeState: "Locked",
  });
});

test("accepts a key before its user-assigned identity, which azurerm adds by an update", async () => {
  const userAssignedIdentity = `${client.subscription}/resourceGroups/rg-app/providers/Microsoft.ManagedIdentity/userAssignedIdentities/backup`;
  const keyVaultProperties = { keyUri: "https://kv.vault.azure.net/keys/backup" };
  const make = (name: string, kekIdentity: object) =>
    client.arm("PUT", vaultId(client, name), VAULTS, {
      ...VAULT_BODY,
      identity: { type: "None", userAssignedIdentities: null },
      properties: {
        ...VAULT_BODY.properties,
        encryption: { keyVaultProperties, kekIdentity, infrastructureEncryption: "Disabled" },
      },
    });
  expect(refusal(await make("own", { useSystemAssignedIdentity: true }))).toEqual(INVALID);
  expect((await make("key", { useSystemAssignedIdentity: false, userAssignedIdentity })).status).toBeLessThan(300);
  vault = vaultId(client, "key");
  const added = await client.arm("PATCH", vault, VAULTS, {
    identity: { type: "UserAssigned", userAssignedIdentities: { [userAssignedIdentity]: {} } },
    properties: {},
  });
  expect(added.status).toBeLessThan(300);
  expect(at(await client.arm("GET", vault, VAULTS), "properties.encryption.kekIdentity")).toMatchObject({ userAssignedIdentity });
});

describe("a new vault with a key that is read by a user-assigned identity", () => {
  const identity = (name: string) =>
    `${client.subscription}/resourceGroups/rg-app/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
  const keyVaultProperties = { keyUri: "https://kv.vault.azure.net/keys/backup" };
  const make = (sent: object, kekIdentity: object = { useSystemAssignedIdentity: false, userAssignedIdentity: identity("a") }) =>
    client.arm("PUT", vaultId(client, "key"), VAULTS, {
      ...VAULT_BODY,
      identity: sent,
      properties: {
        ...VAULT_BODY.properties,
        encryption: { keyVaultProperties, kekIdentity, infrastructureEncryption: "Disabled" },
      },
    });
  const owned = (...names: string[]) => Object.fromEntries(names.map((name) => [identity(name), {}]));

  test.each([
    ["the system-assigned identity only", () => ({ type: "SystemAssigned" })],
    ["another user-assigned identity", () => ({ type: "UserAssigned", userAssignedIdentities: owned("b") })],
    ["another beside its own", () => ({ type: "SystemAssigned, UserAssigned", userAssignedIdentities: owned("b") })],
  ])("is refused if it has %s", async (_, sent) => {
    expect(refusal(await make(sent()))).toEqual(INVALID);
    expect((await client.arm("GET", vaultId(client, "key"), VAULTS)).status).toBe(404);
  });

  test.each([
    ["another identity", () => ({ identity: { type: "UserAssigned", userAssignedIdentities: owned("b") }, properties: {} })],
    ["its own identity", () => ({ identity: { type: "SystemAssigned" }, properties: {} })],
    ["no identity, but tags", () => ({ tags: { team: "backup" } })],
  ])("is refused %s by its first update", async (_, body) => {
    expect((await make({ type: "None" })).status).toBe(201);
    expect(refusal(await client.arm("PATCH", vaultId(client, "key"), VAULTS, body()))).toEqual(INVALID);
  });

  test("protects no VM until it has the identity", async () => {
    expect((await make({ type: "None" })).status).toBe(201);
    client.emulator.addVirtualMachine(vmId(client, "vm1"));
    const item = itemId(client, "vm1", vaultId(client, "key"));
    const protect = () =>
      client.arm("PUT", item, ITEMS, itemBody(client, "vm1", `${vaultId(client, "key")}/backupPolicies/DefaultPolicy`));
    expect(refusal(await protect())).toEqual([400, "UserErrorCMKKeyVaultAuthFailure"]);
    const comes = { identity: { type: "UserAssigned", userAssignedIdentities: owned("a", "b") }, properties: {} };
    expect((await client.arm("PATCH", vaultId(client, "key"), VAULTS, comes)).status).toBe(200);
    expect((await protect()).status).toBe(202);
  });
});

test("a customer-managed key needs an identity of the vault, and cannot be removed", async () => {
  const id = `${client.subscription}/resourceGroups/rg-app/providers/Microsoft.ManagedIdentity/userAssignedIdentities/backup`;
  const encryption = (kekIdentity: object, infrastructureEncryption = "Disabled") => ({
    encryption: {
      keyVaultProperties: { keyUri: "https://kv.vault.azure.net/keys/backup" },
      kekIdentity,
      infrastructureEncryption,
    },
  });
  const refused = await patch(encryption({ useSystemAssignedIdentity: true }));
  expect([...refusal(refused), at(refused, "error.message")]).toEqual([...INVALID, "cmkIdentity parameter is invalid."]);
  await patch({}, { identity: { type: "SystemAssigned, UserAssigned", userAssignedIdentities: { [id]: {} } } });
  expect(refusal(await patch(encryption({ useSystemAssignedIdentity: false })))).toEqual(INVALID);
  expect((await patch(encryption({ useSystemAssignedIdentity: false, userAssignedIdentity: id }))).status).toBe(200);
  expect((await patch(encryption({ useSystemAssignedIdentity: true, userAssignedIdentity: null }))).status).toBe(200);
  expect(at(await client.arm("GET", vault, VAULTS), "properties.encryption")).toMatchObject({
    kekIdentity: { useSystemAssignedIdentity: true },
  });
  expect(refusal(await patch({ encryption: null }))).toEqual(INVALID);
  expect(refusal(await patch(encryption({ useSystemAssignedIdentity: true }, "Enabled")))).toEqual(INVALID);
});

test("an immutable vault refuses to delete items and to reduce retention", async () => {
  const item = await protect(client, "vm1");
  await triggerBackup(client, item);
  client.emulator.advance(DAY);
  expect(refusal(await client.arm("DELETE", item, ITEMS))).toEqual([400, "UserErrorDeleteBackupItemOnImmutableItem"]);
  const shorter = `${vault}/backupPolicies/shorter`;
  const { properties } = policyBody();
  const { weeklySchedule: _, ...retention } = properties.retentionPolicy;
  await client.arm("PUT", shorter, POLICIES, { properties: { ...properties, retentionPolicy: retention } });
  const denied = [400, "UserErrorOperationDeniedOnImmutableItem"];
  expect(refusal(await client.arm("PUT", item, ITEMS, itemBody(client, "vm1", shorter)))).toEqual(denied);

  const byDefault = await client.arm("GET", `${vault}/backupPolicies/DefaultPolicy`, POLICIES);
  const less = JSON.parse(JSON.stringify(byDefault.body).replace('"count":30', '"count":20')) as object;
  expect(refusal(await client.arm("PUT", `${vault}/backupPolicies/DefaultPolicy`, POLICIES, less))).toEqual(denied);
  await immutability("Disabled");
  expect((await client.arm("PUT", `${vault}/backupPolicies/DefaultPolicy`, POLICIES, less)).status).toBe(200);
  expect((await client.arm("DELETE", item, ITEMS)).status).toBe(202);
});

describe("soft delete that is always on", () => {
  const config = (id: string) => `${id}/backupconfig/vaultconfig`;

  test("is the state of new vaults if the option says so, and refuses every change", async () => {
    const other = await startClient({ softDelete: "AlwaysON", speed: 0 });
    const id = await makeVault(other);
    expect(at(await other.arm("GET", id, "2025-08-01"), "properties.securitySettings.softDeleteSettings")).toMatchObject({
      softDeleteState: "AlwaysON",
    });
    expect(at(await other.arm("GET", config(id), CONFIG), "properties")).toMatchObject({
      softDeleteFeatureState: "AlwaysON",
      isSoftDeleteFeatureStateEditable: false,
    });
    for (const softDeleteFeatureState of ["Enabled", "Disabled"]) {
      const body = { properties: { ...SOFT_DELETE_BODY.properties, softDeleteFeatureState } };
      expect(refusal(await other.arm("PATCH", config(id), CONFIG, body))).toEqual([400, "BMSUserErrorSoftDeleteStateAlwaysOn"]);
    }
    expect((await other.arm("PATCH", id, "2025-08-01", { tags: { x: "y" }, properties: {} })).status).toBe(200);
    const item = await protect(other, "vm1");
    await other.follow(await other.arm("DELETE", item, ITEMS));
    expect(at(await other.arm("GET", item, ITEMS), "properties.isScheduledForDeferredDelete")).toBe(true);
    expect((await other.arm("DELETE", id, "2025-08-01")).status).toBe(202);
  });

  test("can be enabled, but not disabled again", async () => {
    const softDelete = (softDeleteState: string, days = 30) =>
      patch({ securitySettings: { softDeleteSettings: { softDeleteState, softDeleteRetentionPeriodInDays: days } } });
    expect((await softDelete("AlwaysON")).status).toBe(200);
    expect(at(await client.arm("GET", config(vault), CONFIG), "properties")).toMatchObject({
      softDeleteFeatureState: "AlwaysON",
      softDeleteRetentionPeriodInDays: 30,
    });
    expect((await softDelete("AlwaysON")).status).toBe(200);
    expect(refusal(await softDelete("Disabled"))).toEqual([400, "BMSUserErrorSoftDeleteStateAlwaysOn"]);
  });
});

describe("a request is refused", () => {
  const unknown = [400, "InvalidRequestContent"];

  test.each([
    ["a field of the vault", { color: "red" }, "'color' on object of type 'PatchVault'. Path 'color'"],
    [
      "a property of the vault",
      { properties: { colour: "red" } },
      "'colour' on object of type 'PatchVault'. Path 'properties.colour'",
    ],
    ["a tag that is no text", { tags: { x: 1 } }, "Path 'tags.x'"],
    [
      "a state that is none",
      { properties: { publicNetworkAccess: "On" } },
      "it must be Enabled or Disabled. Path 'properties.publicNetworkAccess'",
    ],
  ])("for %s that the model does not have", async (_, body, message) => {
    const answer = await client.arm("PATCH", vault, VAULTS, body);
    expect(refusal(answer)).toEqual(unknown);
    expect(at(answer, "error.message")).toContain(message);
  });

  test.each([
    ["an item", { properties: { ...itemBodyOf(), colour: "red" } }],
    [
      "disks to exclude",
      {
        properties: {
          ...itemBodyOf(),
          extendedProperties: { diskExclusionProperties: { diskLunList: ["0"], isInclusionList: true } },
        },
      },
    ],
    [
      "disks to exclude or include",
      { properties: { ...itemBodyOf(), extendedProperties: { diskExclusionProperties: { diskLunList: [0] } } } },
    ],
  ])("for %s of the wrong type or value", async (_, body) => {
    client.emulator.addVirtualMachine(vmId(client, "vm1"));
    const item = `${vaultId(client)}/backupFabrics/Azure/protectionContainers/iaasvmcontainer;iaasvmcontainerv2;rg-app;vm1/protectedItems/VM;iaasvmcontainerv2;rg-app;vm1`;
    expect(refusal(await client.arm("PUT", item, ITEMS, body))).toEqual(unknown);
  });

  test("for a policy with a field that the model does not have", async () => {
    const { properties } = policyBody();
    const answer = await client.arm("PUT", `${vault}/backupPolicies/policy`, POLICIES, {
      properties: { ...properties, colour: "red" },
    });
    expect(refusal(answer)).toEqual([400, "BMSUserErrorInvalidPolicyInput"]);
  });

  test.each([["2099-01-01"], ["2025-02-31"], ["latest"]])("for the api-version %s", async (version) => {
    expect(refusal(await client.arm("GET", vault, version))).toEqual([400, "NoRegisteredProviderFound"]);
    expect((await client.arm("GET", vault, BACKUP)).status).toBe(200);
  });

  test("for a vault with an unknown redundancy", async () => {
    const properties = { ...VAULT_BODY.properties, redundancySettings: { standardTierStorageRedundancy: "TriplyRedundant" } };
    expect(refusal(await client.arm("PUT", vaultId(client, "v2"), VAULTS, { ...VAULT_BODY, properties }))).toEqual(unknown);
  });

  function itemBodyOf() {
    return { protectedItemType: "Microsoft.Compute/virtualMachines" };
  }
});
