import type { RecoveryServicesVaultTimeouts } from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import { isSameName } from "../../azure/case-fold";
import { parseVaultId } from "../../azure/resource-id";
import { checkId } from "../private/azure-ids";
import { checkLocation, checkResourceGroupName, checkTags } from "../private/azure-names";
import { checkOptionalInstance } from "../private/instances";
import { type OptionNames, RESOURCE_OPTIONS } from "../private/option-names";
import { checkFlags, checkOptions, checkTexts } from "../private/option-types";
import { checkMember, checkText, checkOptionalWholeNumber, isLiteral, prefixed, problem } from "../private/problems";
import { CrossSubscriptionRestoreState } from "./cross-subscription-restore-state";
import { StorageRedundancy } from "./storage-redundancy";
import { VaultEncryption } from "./vault-encryption";
import { VaultIdentity } from "./vault-identity";
import { VaultImmutability } from "./vault-immutability";
import {
  type RecoveryServicesVaultAttributes,
  type RecoveryServicesVaultLookupOptions,
  type RecoveryServicesVaultProps,
  type VaultMonitoring,
  VaultSku,
} from "./vault-props";

/*
 * Written twice on purpose: lib/emulator/recovery-services/vaults/vault-rules.ts has the same rules,
 * and neither takes a limit from the other, because test/e2e/azurerm/agreement.test.ts judges the one by the other.
 */

export const MONITORING_OPTIONS: OptionNames<VaultMonitoring> = {
  alertsForAllJobFailuresEnabled: true,
  alertsForCriticalOperationFailuresEnabled: true,
};

const TIMEOUTS: OptionNames<RecoveryServicesVaultTimeouts> = { create: true, read: true, update: true, delete: true };

export const VAULT_OPTIONS: OptionNames<RecoveryServicesVaultProps> = {
  ...RESOURCE_OPTIONS,
  vaultName: true,
  resourceGroupName: true,
  location: true,
  sku: true,
  redundancy: true,
  immutability: true,
  softDeleteEnabled: true,
  softDeleteRetentionDays: true,
  crossSubscriptionRestore: true,
  publicNetworkAccessEnabled: true,
  identity: true,
  encryption: true,
  monitoring: MONITORING_OPTIONS,
  classicVmwareReplicationEnabled: true,
  tags: true,
  timeouts: TIMEOUTS,
};

/** The problems of a vault's props. The rules of absent props do not run, since each costs time at its first run. */
export function vaultProblems(props: RecoveryServicesVaultProps): string[] {
  const { tags, monitoring, timeouts, softDeleteRetentionDays, crossSubscriptionRestore } = props;
  const { redundancy, immutability, identity, encryption } = props;
  const hasClasses = redundancy !== undefined || immutability !== undefined || identity !== undefined || encryption !== undefined;
  return [
    ...checkVaultName(props.vaultName),
    ...checkResourceGroupName("resourceGroupName", props.resourceGroupName),
    ...checkLocation("location", props.location),
    ...(tags === undefined ? [] : checkTags("tags", tags)),
    ...checkMember("sku", props.sku, VaultSku, "VaultSku"),
    ...checkFlags(props, "softDeleteEnabled", "publicNetworkAccessEnabled", "classicVmwareReplicationEnabled"),
    ...(monitoring === undefined ? [] : monitoringProblems(monitoring)),
    ...(timeouts === undefined ? [] : timeoutProblems(timeouts)),
    ...(softDeleteRetentionDays === undefined ? [] : softDeleteProblems(props)),
    ...checkMember(
      "crossSubscriptionRestore",
      crossSubscriptionRestore,
      CrossSubscriptionRestoreState,
      "CrossSubscriptionRestoreState",
    ),
    ...(hasClasses ? classProblems(props) : []),
  ];
}

function classProblems(props: RecoveryServicesVaultProps): string[] {
  const problems = valueClassProblems(props);
  return problems.length > 0 ? problems : [...identityProblems(props), ...lockedProblems(props)];
}

function monitoringProblems(monitoring: RecoveryServicesVaultProps["monitoring"]): string[] {
  return checkOptions("monitoring", monitoring, "{ alertsForAllJobFailuresEnabled: true }", (alerts) =>
    prefixed("monitoring", checkFlags(alerts, "alertsForAllJobFailuresEnabled", "alertsForCriticalOperationFailuresEnabled")),
  );
}

function timeoutProblems(timeouts: RecoveryServicesVaultProps["timeouts"]): string[] {
  return checkOptions("timeouts", timeouts, '{ create: "2h" }', (durations) => checkTexts("timeouts", durations));
}

function softDeleteProblems({ softDeleteRetentionDays: days, softDeleteEnabled }: RecoveryServicesVaultProps): string[] {
  const path = "softDeleteRetentionDays";
  if (days !== undefined && softDeleteEnabled === false) {
    return [problem(path, days, { allowed: "left out if softDeleteEnabled is false", remedy: "leave one of the two out" })];
  }
  const rule = { allowed: "a whole number of days from 14 to 180", remedy: "choose one, or leave it out for 14 days" };
  return checkOptionalWholeNumber(path, days, 14, 180, rule);
}

function valueClassProblems({ redundancy, immutability, identity, encryption }: RecoveryServicesVaultProps): string[] {
  return [
    ...checkOptionalInstance("redundancy", redundancy, StorageRedundancy, "use StorageRedundancy.geo(), zone() or local()"),
    ...checkImmutability(immutability),
    ...checkOptionalInstance(
      "identity",
      identity,
      VaultIdentity,
      "use VaultIdentity.systemAssigned(), userAssigned([…]) or systemAndUserAssigned([…])",
    ),
    ...checkOptionalInstance(
      "encryption",
      encryption,
      VaultEncryption,
      "use VaultEncryption.byUserAssignedIdentity({ keyId, userAssignedIdentityId }) or bySystemAssignedIdentity({ keyId })",
    ),
  ];
}

function checkImmutability(immutability: VaultImmutability | undefined): string[] {
  const remedy = "use VaultImmutability.disabled(), unlocked() or locked({ acknowledgeIrreversible: true })";
  return checkOptionalInstance("immutability", immutability, VaultImmutability, remedy);
}

/** The problems of an existing vault's attributes. */
export function attributeProblems({ vaultId, location, immutability }: RecoveryServicesVaultAttributes): string[] {
  const rule = {
    allowed: "'/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.RecoveryServices/vaults/<name>'",
    remedy: "copy the resource id from the vault's properties",
  };
  return [
    ...checkId("vaultId", vaultId, (id) => parseVaultId(id) !== undefined, rule),
    ...(location === undefined ? [] : checkLocation("location", location)),
    ...checkImmutability(immutability),
  ];
}

/** The problems of the names for a lookup. */
export function lookupProblems({ vaultName, resourceGroupName }: RecoveryServicesVaultLookupOptions): string[] {
  return [...checkVaultName(vaultName), ...checkResourceGroupName("resourceGroupName", resourceGroupName)];
}

function checkVaultName(name: string): string[] {
  return checkText("vaultName", name, /^[a-zA-Z][-a-zA-Z0-9]{1,49}$/, {
    allowed: "2 to 50 letters, digits and '-', starting with a letter",
    remedy: "rename the vault",
  });
}

/** The identity that reads the key must be an identity of the vault. */
function identityProblems({ identity, encryption }: RecoveryServicesVaultProps): string[] {
  if (!identity || !encryption) return [];
  const needed = encryption._userAssignedIdentityId;
  if (needed === undefined) {
    const remedy = "use VaultIdentity.systemAndUserAssigned, or VaultEncryption.byUserAssignedIdentity";
    const rule = { allowed: "one with a system-assigned part, which reads the key", remedy };
    return identity._hasSystemAssigned ? [] : [problem("identity", identity._type, rule)];
  }
  const ids = identity._identityIds ?? [];
  if (!isLiteral(ids) || ![needed, ...ids].every(isLiteral) || ids.some((id) => isSameName(id, needed))) return [];
  const remedy = "add it, or leave identity out";
  return [problem("identity", ids, { allowed: `one with the identity that reads the key, ${needed}`, remedy })];
}

/** If the immutability of a locked vault changes, azurerm replaces the vault, but Azure refuses to delete it. */
function lockedProblems({ immutability, lifecycle }: RecoveryServicesVaultProps): string[] {
  if (!immutability?.isLocked || lifecycle?.preventDestroy !== false) return [];
  const rule = { allowed: "true if immutability is locked", remedy: "leave it out" };
  return [problem("lifecycle.preventDestroy", lifecycle.preventDestroy, rule)];
}
