import { KeyVaultKey } from "@cdktf/provider-azurerm/lib/key-vault-key";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import type { TerraformStack } from "cdktf";
import {
  GuardedOperation,
  RecoveryServicesVault,
  type RecoveryServicesVaultProps,
  ResourceGuard,
  StorageRedundancy,
  VaultEncryption,
  VaultIdentity,
  VaultImmutability,
  VaultSku,
} from "../../lib";
import { type Arguments, synth, testStack } from "../support/synth";
import { identityId, KEY_ID, MINIMAL, minimalVault } from "./support";

/**
 * Every configuration with which azurerm tests its vault, its guard and its data source in Azure can be said, as what azurerm then gets.
 * A test of azurerm that goes through several is one case for each; what it expects to fail is said by the case's name. The third,
 * cross-region restore without geo-redundancy, is one that the types of these constructs do not let through.
 */

type Props = Partial<RecoveryServicesVaultProps>;

const OTHER_KEY_ID = "https://keys.vault.azure.net/keys/other/0123456789abcdef";
const A = identityId("a");
const bySystem = (keyId = KEY_ID, infrastructureEncryptionEnabled = false) =>
  VaultEncryption.bySystemAssignedIdentity({ keyId, infrastructureEncryptionEnabled });
const locked = VaultImmutability.locked({ acknowledgeIrreversible: true });
const system = VaultIdentity.systemAssigned();
const softDeleteEnabled = false;

const encrypted = (keyId = KEY_ID, infrastructure = false) => ({
  encryption: { key_id: keyId, infrastructure_encryption_enabled: infrastructure },
  identity: { type: "SystemAssigned" },
});

const CASES: [name: string, props: Props, expected: object][] = [
  ["1 basic", { softDeleteEnabled }, { soft_delete_enabled: false, sku: "Standard" }],
  [
    "2 cross-region restore off",
    { redundancy: StorageRedundancy.geo({ crossRegionRestore: false }), softDeleteEnabled },
    { cross_region_restore_enabled: false, storage_mode_type: "GeoRedundant" },
  ],
  [
    "2 cross-region restore on",
    { redundancy: StorageRedundancy.geo({ crossRegionRestore: true }), softDeleteEnabled },
    { cross_region_restore_enabled: true, storage_mode_type: "GeoRedundant" },
  ],
  ["4 zone-redundant", { redundancy: StorageRedundancy.zone(), softDeleteEnabled }, { storage_mode_type: "ZoneRedundant" }],
  [
    "5, 6 complete",
    { redundancy: StorageRedundancy.local(), tags: { ENV: "test" }, softDeleteEnabled },
    { storage_mode_type: "LocallyRedundant", tags: { ENV: "test" } },
  ],
  ["8 system-assigned identity", { identity: system, softDeleteEnabled }, { identity: { type: "SystemAssigned" } }],
  [
    "9 user-assigned identity",
    { identity: VaultIdentity.userAssigned([A]), softDeleteEnabled },
    { identity: { type: "UserAssigned", identity_ids: [A] } },
  ],
  [
    "9 both identities",
    { identity: VaultIdentity.systemAndUserAssigned([A]), softDeleteEnabled },
    { identity: { type: "SystemAssigned, UserAssigned", identity_ids: [A] } },
  ],
  ["10, 11 immutability locked", { immutability: locked, softDeleteEnabled }, { immutability: "Locked" }],
  ["10, 11 immutability disabled", { immutability: VaultImmutability.disabled() }, { immutability: "Disabled" }],
  ["11 immutability unlocked", { immutability: VaultImmutability.unlocked() }, { immutability: "Unlocked" }],
  ["12 soft delete by default", {}, {}],
  [
    "12 soft delete off, and a key",
    { softDeleteEnabled, encryption: bySystem() },
    { soft_delete_enabled: false, ...encrypted() },
  ],
  ["13 zone-redundant from the default", { redundancy: StorageRedundancy.zone() }, { storage_mode_type: "ZoneRedundant" }],
  [
    "14 cross-region restore from the default",
    { redundancy: StorageRedundancy.geo({ crossRegionRestore: true }) },
    { cross_region_restore_enabled: true, storage_mode_type: "GeoRedundant" },
  ],
  [
    "15 cross-region restore with a key",
    { redundancy: StorageRedundancy.geo({ crossRegionRestore: true }), encryption: bySystem(), identity: system },
    { cross_region_restore_enabled: true, storage_mode_type: "GeoRedundant", ...encrypted() },
  ],
  ["16 the RS0 tier", { sku: VaultSku.RS0, softDeleteEnabled }, { sku: "RS0" }],
  ["16 the Standard tier with a key", { sku: VaultSku.STANDARD, encryption: bySystem() }, { sku: "Standard", ...encrypted() }],
  [
    "17 another tier on an encrypted vault, refused at apply",
    { sku: VaultSku.RS0, encryption: bySystem() },
    { sku: "RS0", ...encrypted() },
  ],
  ["19, 20 an identity before the key, or after it was removed", { identity: system }, { identity: { type: "SystemAssigned" } }],
  ["18, 19, 23 a key", { identity: system, encryption: bySystem() }, encrypted()],
  ["21, 22 a key, and the storage beneath", { encryption: bySystem(KEY_ID, true) }, encrypted(KEY_ID, true)],
  ["23 another key", { encryption: bySystem(OTHER_KEY_ID) }, encrypted(OTHER_KEY_ID)],
  ["25 no public network access", { publicNetworkAccessEnabled: false }, { public_network_access_enabled: false }],
  ["25 public network access", { publicNetworkAccessEnabled: true }, { public_network_access_enabled: true }],
  ["26 classic VMware replication", { classicVmwareReplicationEnabled: true }, { classic_vmware_replication_enabled: true }],
  [
    "27 no alerts",
    { monitoring: { alertsForAllJobFailuresEnabled: false, alertsForCriticalOperationFailuresEnabled: false } },
    {
      monitoring: { alerts_for_all_job_failures_enabled: false, alerts_for_critical_operation_failures_enabled: false },
    },
  ],
];

test.each(CASES)("vault %s", (_, props, expected) => {
  const stack = testStack();
  minimalVault(stack, props);
  expect(only(stack, "azurerm_recovery_services_vault")).toEqual({
    name: "vault-app",
    resource_group_name: "rg-app",
    location: "westeurope",
    sku: "Standard",
    lifecycle: { prevent_destroy: true },
    ...(props.softDeleteEnabled === undefined ? {} : { soft_delete_enabled: props.softDeleteEnabled }),
    ...expected,
  });
});

test("vault 7: two of one name, which azurerm refuses when the second is created", () => {
  const stack = testStack();
  minimalVault(stack);
  expect(() => new RecoveryServicesVault(stack, "Import", MINIMAL)).not.toThrow();
});

test("vault 24: a key that a user-assigned identity of the same stack reads, as azurerm refers to both", () => {
  const stack = testStack();
  const group = { resourceGroupName: "rg-app", location: "westeurope" };
  const identity = new UserAssignedIdentity(stack, "Identity", { name: "identity", ...group });
  const key = new KeyVaultKey(stack, "Key", { name: "key", keyVaultId: "vault", keyType: "RSA", keyOpts: ["wrapKey"] });
  minimalVault(stack, {
    encryption: VaultEncryption.byUserAssignedIdentity({ keyId: key.id, userAssignedIdentityId: identity.id }),
    identity: VaultIdentity.userAssigned([identity.id]),
  });
  expect(only(stack, "azurerm_recovery_services_vault")).toMatchObject({
    encryption: {
      key_id: "${azurerm_key_vault_key.Key.id}",
      infrastructure_encryption_enabled: false,
      use_system_assigned_identity: false,
      user_assigned_identity_id: "${azurerm_user_assigned_identity.Identity.id}",
    },
    identity: { type: "UserAssigned", identity_ids: ["${azurerm_user_assigned_identity.Identity.id}"] },
  });
});

test("guard: basic, complete and association", () => {
  const stack = testStack();
  const guard = { guardName: "guard", resourceGroupName: "rg-app", location: "westeurope" };
  new ResourceGuard(stack, "Basic", guard);
  const resourceGuard = new ResourceGuard(stack, "Complete", {
    ...guard,
    excludedOperations: [GuardedOperation.DELETE_BACKUP_SETTINGS, GuardedOperation.CHANGE_GUARD_ASSOCIATION],
    tags: { ENV: "Test" },
  });
  minimalVault(stack).addResourceGuardAssociation("Association", { resourceGuard });
  const resources = synth(stack).json.resource ?? {};
  expect(Object.values(resources.azurerm_data_protection_resource_guard ?? {})).toEqual([
    { name: "guard", resource_group_name: "rg-app", location: "westeurope" },
    {
      name: "guard",
      resource_group_name: "rg-app",
      location: "westeurope",
      vault_critical_operation_exclusion_list: [
        "Microsoft.RecoveryServices/vaults/backupResourceGuardProxies/write",
        "Microsoft.RecoveryServices/vaults/backupconfig/delete",
      ],
      tags: { ENV: "Test" },
    },
  ]);
  expect(only(stack, "azurerm_recovery_services_vault_resource_guard_association")).toMatchObject({
    resource_guard_id: expect.stringContaining("Complete") as string,
  });
});

test("data source: a vault, with an identity or without", () => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromLookup(stack, "Vault", { vaultName: "vault-app", resourceGroupName: "rg-app" });
  expect(vault.vaultId).toEqual(expect.any(String));
  expect((synth(stack).json as { data?: object }).data).toHaveProperty("azurerm_recovery_services_vault");
});

function only(stack: TerraformStack, type: string): Arguments {
  return synth(stack).only(type);
}
