import { serveEncryptionConfig } from "../../../lib/emulator/recovery-services/vaults/encryption-config";
import { requireGuardUnlocked, requireUnguarded, unlock } from "../../../lib/emulator/recovery-services/vaults/resource-guard";
import { serveStorageConfig } from "../../../lib/emulator/recovery-services/vaults/storage-config";
import { serveVaultSettings } from "../../../lib/emulator/recovery-services/vaults/vault-settings";
import type { Vault } from "../../../lib/emulator/recovery-services/model";
import { at } from "../client";
import { contextOf, GROUP, ITEM_ID, MINUTE, refusalOf, VAULT_ID, vaultOf } from "./records";
import { refused, serviceOf, type Service } from "./service";

const CONFIG = `${VAULT_ID}/backupconfig/vaultconfig`;
const REPLICATION = `${VAULT_ID}/replicationVaultSettings/default`;
const STORAGE = `${VAULT_ID}/backupstorageconfig/vaultstorageconfig`;
const ENCRYPTION = `${VAULT_ID}/backupEncryptionConfigs/backupResourceEncryptionConfig`;
const SOFT_DELETE = { enhancedSecurityState: "Enabled", softDeleteFeatureState: "Enabled", softDeleteRetentionPeriodInDays: 14 };
const redundancy = (standardTierStorageRedundancy: string, crossRegionRestore = "Disabled") => ({
  redundancySettings: { standardTierStorageRedundancy, crossRegionRestore },
});

/** A vault without items. */
function scene(properties: object = {}, more: Partial<Vault> = {}): Service {
  const context = contextOf([], { vault: vaultOf({ ...properties }, more) });
  context.state.protectedItems.delete(ITEM_ID);
  return serviceOf(context, serveVaultSettings, serveStorageConfig, serveEncryptionConfig);
}

const GUARD = `${GROUP}/providers/Microsoft.DataProtection/resourceGuards/g`;
const PROXY = {
  ...{
    id: `${VAULT_ID}/backupResourceGuardProxies/p`,
    name: "p",
    type: "Microsoft.RecoveryServices/vaults/backupResourceGuardProxies",
  },
  body: { properties: { resourceGuardResourceId: GUARD } },
};

function guard({ context: { state } }: Service, ...excluded: string[]): Service["context"]["state"] {
  state.resources.set(PROXY.id, PROXY);
  const body = { properties: { vaultCriticalOperationExclusionList: excluded } };
  state.resources.set(GUARD, { id: GUARD, name: "g", type: "Microsoft.DataProtection/resourceGuards", body });
  return state;
}

describe("the backup configuration", () => {
  const view = (more: object = {}) => ({
    id: CONFIG,
    name: "vaultconfig",
    type: "Microsoft.RecoveryServices/vaults/backupconfig",
    properties: {
      ...{ storageModelType: "ZoneRedundant", storageType: "ZoneRedundant", storageTypeState: "Unlocked" },
      ...{ ...SOFT_DELETE, resourceGuardOperationRequests: [], isSoftDeleteFeatureStateEditable: true, ...more },
    },
  });

  test.each(["PUT", "PATCH"] as const)("is read, and changed by %s", async (method) => {
    const s = scene(redundancy("ZoneRedundant"));
    const answer = await s.ask("GET", CONFIG);
    expect([answer.status, answer.body]).toEqual([200, view()]);
    const days = { softDeleteRetentionPeriodInDays: 30 };
    expect((await s.ask(method, CONFIG, { properties: { ...days, softDeleteFeatureState: null } })).body).toEqual(view(days));
    expect((await s.ask("GET", CONFIG)).body).toEqual(view(days));
    expect((await s.ask(method, CONFIG, {})).body).toEqual(view(days));
    const off = { softDeleteFeatureState: "Disabled", enhancedSecurityState: "Disabled" };
    expect((await s.ask(method, CONFIG, { properties: off })).body).toEqual(view({ ...days, ...off }));
  });

  test("cannot be edited if soft delete is always on", async () => {
    const s = scene({}, { config: { ...SOFT_DELETE, softDeleteFeatureState: "AlwaysON" } });
    expect(at(await s.ask("GET", CONFIG), "properties.isSoftDeleteFeatureStateEditable")).toBe(false);
    expect(at(await s.ask("GET", CONFIG), "properties.storageType")).toBeUndefined();
    const answer = await s.ask("PATCH", CONFIG, { properties: { softDeleteFeatureState: "Disabled" } });
    expect(refused(answer).slice(0, 2)).toEqual([400, "BMSUserErrorSoftDeleteStateAlwaysOn"]);
  });

  test.each([
    [{ softDeleteRetentionPeriodInDays: 13 }, "it must be 14 to 180."],
    [{ softDeleteRetentionPeriodInDays: 181 }, "it must be 14 to 180."],
    [{ softDeleteFeatureState: "On" }, "it must be Enabled, Disabled or AlwaysON."],
    [{ color: "red" }, "'color' on object of type 'BackupResourceVaultConfigResource'"],
  ])("is refused %j", async (properties, reason) => {
    expect(refused(await scene().ask("PATCH", CONFIG, { properties }))).toEqual([
      400,
      "InvalidRequestContent",
      expect.stringContaining(reason),
    ]);
  });

  test("is guarded if it becomes less safe", async () => {
    const s = scene();
    guard(s);
    const patch = (properties: object) => s.ask("PATCH", CONFIG, { properties });
    expect((await patch({ softDeleteRetentionPeriodInDays: 30 })).status).toBe(200);
    const off = { softDeleteFeatureState: "Disabled" };
    expect(refused(await patch(off))).toEqual([
      400,
      "BMSUserErrorInvalidInput",
      "the vault's Resource Guard protects Microsoft.RecoveryServices/vaults/backupconfig/write",
    ]);
    expect((await patch({ ...off, resourceGuardOperationRequests: [`${GUARD}/x/default`] })).status).toBe(200);
  });
});

test("keeps the replication settings that were sent", async () => {
  const s = scene();
  const view = (more: object = {}) => ({
    id: REPLICATION,
    name: "default",
    type: "Microsoft.RecoveryServices/vaults/replicationVaultSettings",
    properties: { ...more, provisioningState: "Succeeded" },
  });
  const empty = await s.ask("GET", REPLICATION);
  expect([empty.status, empty.body]).toEqual([200, view()]);
  const properties = { vmwareToAzureProviderType: "InMageRcm" };
  expect((await s.ask("PUT", REPLICATION, { properties })).body).toEqual(view(properties));
  expect((await s.ask("PUT", REPLICATION, { properties: { provisioningState: "Failed" } })).body).toEqual(view(properties));
  expect((await s.ask("GET", REPLICATION)).body).toEqual(view(properties));
  expect(refused(await s.ask("PUT", REPLICATION, { properties: { x: 1 } }))[2]).toContain("'x' on object of type 'VaultSetting'");
});

describe("the storage configuration", () => {
  const view = (type: string | undefined, flag: boolean, storageTypeState = "Unlocked") => ({
    id: STORAGE,
    name: "vaultstorageconfig",
    type: "Microsoft.RecoveryServices/vaults/backupstorageconfig",
    properties: {
      ...{ storageModelType: type, storageType: type, storageTypeState, crossRegionRestoreFlag: flag },
      ...{ dedupState: "Disabled", xcoolState: "Disabled" },
    },
  });

  test("is read and changed; a PATCH has no body in its answer", async () => {
    const s = scene(redundancy("ZoneRedundant"));
    const first = await s.ask("GET", STORAGE);
    expect([first.status, first.body]).toEqual([200, view("ZoneRedundant", false)]);
    const patched = await s.ask("PATCH", STORAGE, {
      properties: { storageModelType: "GeoRedundant", crossRegionRestoreFlag: true },
    });
    expect([patched.status, patched.body]).toEqual([204, undefined]);
    expect((await s.ask("GET", STORAGE)).body).toEqual(view("GeoRedundant", true));
    const denied = await s.ask("PUT", STORAGE, { properties: { crossRegionRestoreFlag: false } });
    expect(refused(denied)).toEqual([400, "InvalidRestApiParameter", "cross-region restore cannot be disabled"]);
    expect((await s.ask("PUT", STORAGE, { properties: { crossRegionRestoreFlag: null } })).body).toEqual(
      view("GeoRedundant", true),
    );
  });

  test("takes the older name of the redundancy, and neither", async () => {
    const s = scene();
    expect((await s.ask("GET", STORAGE)).body).toMatchObject({ properties: { crossRegionRestoreFlag: false } });
    const put = async (properties?: object) => (await s.ask("PUT", STORAGE, { ...(properties && { properties }) })).body;
    expect(await put({ storageType: "LocallyRedundant" })).toEqual(view("LocallyRedundant", false));
    expect(await put({ storageType: "ZoneRedundant", storageModelType: "GeoRedundant" })).toEqual(view("GeoRedundant", false));
    expect(await put()).toEqual(view("GeoRedundant", false));
    expect(await put({ crossRegionRestoreFlag: false })).toEqual(view("GeoRedundant", false));
    expect(s.context.state.vaults.get(VAULT_ID)?.properties).toMatchObject(redundancy("GeoRedundant", "Disabled"));
  });

  test("is locked once an item was protected", async () => {
    const s = serviceOf(contextOf([], { vault: vaultOf(redundancy("ZoneRedundant")) }), serveStorageConfig);
    expect((await s.ask("GET", STORAGE)).body).toEqual(view("ZoneRedundant", false, "Locked"));
    const answer = await s.ask("PUT", STORAGE, { properties: { storageType: "GeoRedundant" } });
    expect(refused(answer).slice(0, 2)).toEqual([400, "StorageModelModifyError"]);
    expect(refused(await s.ask("PUT", STORAGE, { properties: { storageType: "Triply" } }))[2]).toContain(
      "'properties.storageType' of 'BackupResourceConfigResource': it must be GeoRedundant, LocallyRedundant or ZoneRedundant.",
    );
  });
});

test.each<[object, object]>([
  [{}, { encryptionAtRestType: "MicrosoftManaged" }],
  [{ encryption: {} }, { encryptionAtRestType: "MicrosoftManaged" }],
  [{ encryption: { keyVaultProperties: {} } }, { encryptionAtRestType: "MicrosoftManaged" }],
  [
    { encryption: { keyVaultProperties: { keyUri: "https://k/keys/k" } } },
    { encryptionAtRestType: "CustomerManaged", keyUri: "https://k/keys/k" },
  ],
])("the encryption of a vault with %j is %j", async (properties, expected) => {
  const answer = await scene(properties).ask("GET", ENCRYPTION);
  expect([answer.status, answer.body]).toEqual([
    200,
    {
      id: ENCRYPTION,
      name: "backupResourceEncryptionConfig",
      type: "Microsoft.RecoveryServices/vaults/backupEncryptionConfigs",
      properties: { ...expected, lastUpdateStatus: "Succeeded" },
    },
  ]);
});

describe("a Resource Guard", () => {
  const asked = (
    s: Service,
    operation: "deleteProtection" | "changeBackupSettings" | "deleteGuardAssociation",
    requests?: string[] | null,
  ) =>
    refusalOf(() => {
      requireUnguarded(s.context, VAULT_ID, operation, requests);
    });

  test("protects what it does not exclude; some operations it cannot exclude", () => {
    const s = scene();
    expect(asked(s, "deleteProtection")).toBeUndefined();
    const item = "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/delete";
    guard(s);
    expect(asked(s, "deleteProtection")).toBe(
      `400 ResourceGuard Operation requestid is either null or empty the vault's Resource Guard protects ${item}`,
    );
    guard(s, item.toUpperCase());
    const other = { ...PROXY, id: `${VAULT_ID}/a/other`, type: "Microsoft.RecoveryServices/vaults/other" };
    s.context.state.resources.delete(PROXY.id);
    s.context.state.resources.set(other.id, other);
    expect(asked(s, "changeBackupSettings")).toBeUndefined();
    guard(s, item.toUpperCase());
    expect(asked(s, "deleteProtection")).toBeUndefined();
    guard(
      s,
      "Microsoft.RecoveryServices/vaults/backupconfig/write",
      "Microsoft.RecoveryServices/vaults/backupResourceGuardProxies/delete",
    );
    expect(asked(s, "deleteProtection")).toMatch(/^400 /);
    expect([asked(s, "changeBackupSettings"), asked(s, "deleteGuardAssociation")]).toEqual([
      expect.stringMatching(/^400 .*backupconfig\/write$/),
      expect.stringMatching(/^400 .*backupResourceGuardProxies\/delete$/),
    ]);
  });

  test("accepts its own requests, in any letter case, and no others", () => {
    const s = scene();
    guard(s);
    expect(asked(s, "deleteProtection", [`${GUARD.toUpperCase()}/x/default`])).toBeUndefined();
    expect(asked(s, "deleteProtection", ["x", `${GUARD}/x/default`])).toBeUndefined();
    for (const requests of [[], null, [`${GUARD}-2/x/default`]]) expect(asked(s, "deleteProtection", requests)).toMatch(/^400 /);
  });

  test("protects everything if it does not exist any more, or its list is none", () => {
    const s = scene();
    const state = guard(s);
    state.resources.delete(GUARD);
    expect(asked(s, "deleteProtection")).toMatch(/^400 /);
    state.resources.set(GUARD, {
      id: GUARD,
      name: "g",
      type: "x",
      body: { properties: { vaultCriticalOperationExclusionList: "x" } },
    });
    expect(asked(s, "deleteProtection")).toMatch(/^400 /);
  });

  test("unlocks the deletion of a resource for ten minutes", () => {
    const s = scene();
    const locked = (id = ITEM_ID) =>
      refusalOf(() => {
        requireGuardUnlocked(s.context, VAULT_ID, "deleteProtection", id);
      });
    expect(locked()).toBeUndefined();
    const state = guard(s);
    expect(locked()).toMatch(/^400 .*protectedItems\/delete$/);
    const proxy = () => state.resources.get(PROXY.id) ?? PROXY;
    expect(unlock(s.context, proxy(), ITEM_ID.toUpperCase())).toBe(s.context.clock.now() + 10 * MINUTE);
    unlock(s.context, proxy(), `${ITEM_ID}-2`);
    expect([locked(), locked(`${ITEM_ID}-2`)]).toEqual([undefined, undefined]);
    expect(locked(`${ITEM_ID}-3`)).toMatch(/^400 /);
    s.context.clock.advance(10 * MINUTE - 1);
    expect(locked()).toBeUndefined();
    s.context.clock.advance(1);
    expect(locked()).toMatch(/^400 /);
  });
});
