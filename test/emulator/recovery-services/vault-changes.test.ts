import type { Vault } from "../../../lib/emulator/recovery-services/model";
import { changedByVault, changedConfig, isLessRecoverable } from "../../../lib/emulator/recovery-services/vaults/soft-delete";
import { hadItems, requireAllowedChange, requireReadableKey } from "../../../lib/emulator/recovery-services/vaults/vault-rules";
import { backupOf, contextOf, GROUP, refusalOf, VAULT_ID, vaultOf } from "./records";

const USER = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-app`;
const KEY = "https://kv.vault.azure.net/keys/key";

const immutability = (state: string): object => ({ securitySettings: { immutabilitySettings: { state } } });
const storage = (standardTierStorageRedundancy: string, crossRegionRestore = "Disabled"): object => ({
  redundancySettings: { standardTierStorageRedundancy, crossRegionRestore },
});
const restore = (crossSubscriptionRestoreState: string): object => ({
  restoreSettings: { crossSubscriptionRestoreSettings: { crossSubscriptionRestoreState } },
});
const encryption = (more: object = {}): object => ({
  encryption: {
    keyVaultProperties: { keyUri: KEY },
    kekIdentity: { useSystemAssignedIdentity: true },
    infrastructureEncryption: "Disabled",
    ...more,
  },
});
const SYSTEM: Partial<Vault> = { identity: { type: "SystemAssigned" } };
const OF_USER: Partial<Vault> = {
  identity: { type: "UserAssigned", userAssignedIdentities: { [USER]: { principalId: "p", clientId: "c" } } },
};

const OF_TWO: Partial<Vault> = {
  identity: {
    type: "UserAssigned",
    userAssignedIdentities: { x: { principalId: "x", clientId: "x" }, ...OF_USER.identity?.userAssignedIdentities },
  },
};

/** Why a vault without items may not be changed so; undefined if it may. */
function change(before: object | undefined, after: object, more: Partial<Vault> = {}): string | undefined {
  const context = contextOf();
  context.state.protectedItems.deleteUnder(VAULT_ID);
  return refusalOf(() => {
    requireAllowedChange(context, before && vaultOf(before as never, more), vaultOf(after as never, more));
  });
}

/** Why a vault that protects a VM may not be changed so; undefined if it may. */
function changeInUse(before: object, after: object, more: Partial<Vault> = {}): string | undefined {
  return refusalOf(() => {
    requireAllowedChange(contextOf(), vaultOf(before as never, more), vaultOf(after as never, more));
  });
}

test.each<[string, object | undefined, object, string | undefined]>([
  ["a new vault may be unlocked", undefined, immutability("Unlocked"), undefined],
  ["a new vault may not be locked", undefined, immutability("Locked"), "immutability can become Locked only if it is Unlocked"],
  ["a disabled one may not be locked", immutability("Disabled"), immutability("Locked"), "only if it is Unlocked"],
  ["an unlocked one may be locked", immutability("Unlocked"), immutability("Locked"), undefined],
  ["an unlocked one may be disabled", immutability("Unlocked"), {}, undefined],
  ["a locked one stays so", immutability("Locked"), immutability("Locked"), undefined],
  [
    "a locked one may not be unlocked",
    immutability("Locked"),
    immutability("Unlocked"),
    "immutability is Locked and cannot become Unlocked",
  ],
  ["a locked one may not be disabled", immutability("Locked"), {}, "immutability is Locked and cannot become Disabled"],
  ["restore may be disabled for ever", restore("Enabled"), restore("PermanentlyDisabled"), undefined],
  ["it stays so", restore("PermanentlyDisabled"), restore("PermanentlyDisabled"), undefined],
  [
    "it may not be enabled again",
    restore("PermanentlyDisabled"),
    restore("Enabled"),
    "is permanently disabled and cannot be enabled",
  ],
  ["it may not be left out then", restore("PermanentlyDisabled"), {}, "is permanently disabled and cannot be enabled"],
  [
    "restore in another region needs copies there",
    undefined,
    storage("LocallyRedundant", "Enabled"),
    "needs the redundancy GeoRedundant, got LocallyRedundant",
  ],
  ["it needs a redundancy", undefined, { redundancySettings: { crossRegionRestore: "Enabled" } }, "GeoRedundant, got none"],
  ["it may be enabled", storage("GeoRedundant"), storage("GeoRedundant", "Enabled"), undefined],
  [
    "it may not be disabled",
    storage("GeoRedundant", "Enabled"),
    storage("GeoRedundant"),
    "cross-region restore cannot be disabled",
  ],
  ["it stays enabled", storage("GeoRedundant", "Enabled"), storage("GeoRedundant", "Enabled"), undefined],
  [
    "settings may be empty",
    { securitySettings: {}, restoreSettings: {} },
    { securitySettings: {}, restoreSettings: {} },
    undefined,
  ],
  ["the redundancy may change before the first item", storage("GeoRedundant"), storage("LocallyRedundant"), undefined],
  ["it may be set later", {}, storage("LocallyRedundant"), undefined],
])("%s", (_, before, after, reason) => {
  const refused = change(before, after);
  if (reason === undefined) expect(refused).toBeUndefined();
  else expect(refused).toContain(reason);
});

test("keeps the redundancy of a vault that protects, or has protected, an item", () => {
  expect(changeInUse(storage("GeoRedundant"), storage("LocallyRedundant"))).toMatch(/^400 /);
  expect(changeInUse(storage("GeoRedundant"), storage("GeoRedundant"))).toBeUndefined();
  const context = contextOf();
  expect(hadItems(context, vaultOf())).toBe(true);
  context.state.protectedItems.deleteUnder(VAULT_ID);
  expect(hadItems(context, vaultOf())).toBe(false);
  context.state.jobs.add(backupOf("j", 60));
  expect(hadItems(context, vaultOf())).toBe(true);
});

test.each<[string, object | undefined, object, Partial<Vault>, string | undefined]>([
  ["a key with the vault's identity", {}, encryption(), SYSTEM, undefined],
  ["a key of a version", {}, encryption({ keyVaultProperties: { keyUri: `${KEY}/1` } }), SYSTEM, undefined],
  ["a key of a long version", {}, encryption({ keyVaultProperties: { keyUri: `${KEY}/0123abcd` } }), SYSTEM, undefined],
  ["no key", {}, encryption({ keyVaultProperties: {} }), SYSTEM, "keyUri must be the URL of a key"],
  ["no key vault", {}, encryption({ keyVaultProperties: undefined }), SYSTEM, "keyUri must be the URL of a key"],
  ["no identity of a key", undefined, encryption({ kekIdentity: undefined }), {}, "400 "],
  ["an empty identity of a key", {}, encryption({ kekIdentity: {} }), OF_USER, "400 "],
  ["one of two identities", {}, encryption({ kekIdentity: { userAssignedIdentity: USER.toUpperCase() } }), OF_TWO, undefined],
  ["a key whose identity an existing vault lacks", {}, encryption({ kekIdentity: { userAssignedIdentity: USER } }), {}, "400 "],
  [
    "a new vault's key with another identity",
    undefined,
    encryption({ kekIdentity: { userAssignedIdentity: USER } }),
    SYSTEM,
    "400 ",
  ],
  [
    "a URL that is no key",
    {},
    encryption({ keyVaultProperties: { keyUri: "https://kv.vault.azure.net/secrets/s" } }),
    SYSTEM,
    "keyUri must be",
  ],
  ["a URL behind another text", {}, encryption({ keyVaultProperties: { keyUri: `x${KEY}` } }), SYSTEM, "keyUri must be"],
  ["a URL before another text", {}, encryption({ keyVaultProperties: { keyUri: `${KEY}/1/2` } }), SYSTEM, "keyUri must be"],
  ["a key without an identity", {}, encryption(), {}, "400 "],
  ["a key with a user's identity", {}, encryption({ kekIdentity: { userAssignedIdentity: USER } }), OF_USER, undefined],
  ["a key with another identity", {}, encryption({ kekIdentity: { userAssignedIdentity: `${USER}-2` } }), OF_USER, "400 "],
  [
    "a new vault's key whose identity comes later",
    undefined,
    encryption({ kekIdentity: { userAssignedIdentity: USER } }),
    {},
    undefined,
  ],
  ["a new vault's key without an identity", undefined, encryption(), {}, "400 "],
  ["a key that is taken away", encryption(), {}, SYSTEM, "encryption with a customer-managed key cannot be disabled"],
  [
    "an encryption that is doubled later",
    encryption(),
    encryption({ infrastructureEncryption: "Enabled" }),
    SYSTEM,
    "infrastructureEncryption cannot change after it is set",
  ],
  [
    "both identities",
    {},
    encryption({ kekIdentity: { useSystemAssignedIdentity: true, userAssignedIdentity: USER } }),
    SYSTEM,
    "400 ",
  ],
])("%s", (_, before, after, more, reason) => {
  const refused = change(before, after, more);
  if (reason === undefined) expect(refused).toBeUndefined();
  else expect(refused).toContain(reason);
});

test("takes a key only before the first item, and needs its identity for each item", () => {
  expect(changeInUse({}, encryption(), SYSTEM)).toContain("only before the first item is protected");
  expect(changeInUse(encryption(), encryption(), SYSTEM)).toBeUndefined();
  const readable = (more: Partial<Vault>, properties = encryption()): string | undefined =>
    refusalOf(() => {
      requireReadableKey(vaultOf(properties as never, more));
    });
  expect([readable(SYSTEM), readable({}, {})]).toEqual([undefined, undefined]);
  expect(readable({})).toMatch(/^400 /);
});

const CONFIG = { enhancedSecurityState: "Enabled", softDeleteFeatureState: "Enabled", softDeleteRetentionPeriodInDays: 14 };

test("a vault's soft delete changes unless it is always on, and its days even then", () => {
  const of = (config: typeof CONFIG, sent: object) => changedByVault(contextOf(), { id: VAULT_ID, config }, sent, undefined);
  expect(of(CONFIG, { softDeleteFeatureState: "enabled", softDeleteRetentionPeriodInDays: null })).toBe(CONFIG);
  expect(of(CONFIG, { softDeleteFeatureState: "Disabled" })).toEqual({ ...CONFIG, softDeleteFeatureState: "Disabled" });
  expect(of(CONFIG, { softDeleteFeatureState: "AlwaysON", softDeleteRetentionPeriodInDays: 30 })).toEqual({
    ...{ ...CONFIG, softDeleteFeatureState: "AlwaysON" },
    softDeleteRetentionPeriodInDays: 30,
  });
  const always = { ...CONFIG, softDeleteFeatureState: "AlwaysON" };
  expect(of(always, { softDeleteRetentionPeriodInDays: 30 })).toEqual({ ...always, softDeleteRetentionPeriodInDays: 30 });
  expect(of(always, { softDeleteFeatureState: "AlwaysOn" })).toBe(always);
  expect(refusalOf(() => of(always, { softDeleteFeatureState: "Disabled" }))).toMatch(/^\d{3} /);
  expect(refusalOf(() => of(always, { softDeleteRetentionPeriodInDays: 30, softDeleteFeatureState: "Disabled" }))).toMatch(
    /^\d{3} /,
  );
});

test("a change of the configuration is refused if soft delete is always on", () => {
  expect(changedConfig(CONFIG, { softDeleteFeatureState: null, enhancedSecurityState: undefined })).toEqual(CONFIG);
  expect(changedConfig(CONFIG, { enhancedSecurityState: "Disabled" })).toEqual({ ...CONFIG, enhancedSecurityState: "Disabled" });
  expect(refusalOf(() => changedConfig({ ...CONFIG, softDeleteFeatureState: "AlwaysON" }, {}))).toMatch(/^\d{3} /);
});

test.each<[object, boolean]>([
  [{}, false],
  [{ softDeleteFeatureState: "Disabled" }, true],
  [{ softDeleteFeatureState: "Disabled", softDeleteRetentionPeriodInDays: 30 }, true],
  [{ softDeleteRetentionPeriodInDays: 13 }, true],
  [{ softDeleteRetentionPeriodInDays: 15 }, false],
])("a change of soft delete to %j makes backups less recoverable: %s", (more, less) => {
  expect(isLessRecoverable(CONFIG, { ...CONFIG, ...more })).toBe(less);
});

test("reads two strings of soft delete as equal in any case, and nothing else", () => {
  const of = (sent: object) => changedByVault(contextOf(), { id: VAULT_ID, config: CONFIG }, sent, undefined);
  expect(of({ softDeleteRetentionPeriodInDays: 14 })).toBe(CONFIG);
  expect(of({ softDeleteRetentionPeriodInDays: 15 })).toEqual({ ...CONFIG, softDeleteRetentionPeriodInDays: 15 });
});

test("asks the vault's guard before immutability or soft delete is reduced", () => {
  const context = contextOf();
  const [proxy, guard] = [
    `${VAULT_ID}/backupResourceGuardProxies/p`,
    `${GROUP}/providers/Microsoft.DataProtection/resourceGuards/g`,
  ];
  const type = "Microsoft.RecoveryServices/vaults/backupResourceGuardProxies";
  context.state.resources.set(proxy, { id: proxy, name: "p", type, body: { properties: { resourceGuardResourceId: guard } } });
  const [unlocked, plain] = [vaultOf(immutability("Unlocked") as never), vaultOf()];
  const immutable = (before: Vault, after: Vault): string | undefined =>
    refusalOf(() => {
      requireAllowedChange(context, before, after);
    });
  expect(immutable(unlocked, plain)).toMatch(
    /^400 .* protects Microsoft\.RecoveryServices\/vaults\/write#reduceImmutabilityState$/,
  );
  expect([immutable(unlocked, unlocked), immutable(plain, unlocked), immutable(plain, plain)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  const softDelete = (days: number): string | undefined =>
    refusalOf(() =>
      changedByVault(context, { id: VAULT_ID, config: CONFIG }, { softDeleteRetentionPeriodInDays: days }, undefined),
    );
  expect(softDelete(13)).toMatch(/^400 .* protects Microsoft\.RecoveryServices\/vaults\/backupconfig\/write$/);
  expect(softDelete(15)).toBeUndefined();
});
