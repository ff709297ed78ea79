import {
  type RecoveryServicesVaultProps,
  StorageRedundancy,
  VaultEncryption,
  VaultIdentity,
  VaultImmutability,
  VaultSku,
} from "../../../lib";
import { identityId, KEY_ID } from "./support";

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

/** Configurations from azurerm's acceptance tests of its vault: the name of the test, the props, and the expected arguments. */
export const CASES: [name: string, props: Props, expected: object][] = [
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
  ["21, 22 a key, with infrastructure encryption", { encryption: bySystem(KEY_ID, true) }, encrypted(KEY_ID, true)],
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
