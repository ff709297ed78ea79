import { DAY_MS } from "../../azure/durations";
import {
  type BackupPolicyId,
  formatBackupPolicyId,
  formatProtectedItemId,
  formatVaultId,
  formatVirtualMachineId,
  isInVault,
  parseBackupPolicyId,
  parseVaultId,
  parseVmItemId,
  type ProtectedItemId,
  type VaultId,
} from "../../azure/resource-id";
import { vmOfName } from "../../azure/vm-item-name";
import { derivedGuid } from "../arm/derived-guid";
import type { Context } from "../context";
import { ServiceError } from "../errors/service-error";
import { addGroup, addVirtualMachine, type ResourceSeed } from "../resources/seeded-resources";
import { checkedBody } from "../strictness/body";
import { itemSchema } from "./items/item-bodies";
import { newItem } from "./items/protection-enable";
import { simulateBackup } from "./jobs/backup-simulation";
import type { ProtectedItem, Vault } from "./model";
import { putPolicy } from "./policies/policies";
import type { VaultBody } from "./vaults/vault-properties";
import { putVault } from "./vaults/vaults";

const DEFAULT_POLICY = "DefaultPolicy";
const DEFAULT_LOCATION = "westeurope";
/** A seeded item has been protected for two days, and was backed up one day ago, unless its initial backup is pending. */
const PROTECTED_DAYS = 2;
const RETENTION_DAYS = 30;

type Place = Pick<ResourceSeed, "location">;

/**
 * Adds a vault, a policy or a protected item, with the vault, the policy and the VM that it needs. What exists stays as it is.
 * @throws Error if Azure would refuse it
 */
export function addBackupResource(context: Context, seed: ResourceSeed): void {
  try {
    addOne(context, seed);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new Error(
      `resource '${seed.id}' cannot be added: ${[error.message.trim(), ...error.reasons].join("; ")}; correct the seed`,
      {
        cause: error,
      },
    );
  }
}

function addOne(context: Context, seed: ResourceSeed): void {
  const { id, properties = {} } = seed;
  const [vault, policy, item] = [parseVaultId(id), parseBackupPolicyId(id), parseVmItemId(id)];
  if (vault) addVault(context, vault, seed);
  if (policy) addPolicy(context, policy, properties, seed);
  if (item) addItem(context, item, properties, seed);
}

function addVault(
  context: Context,
  vaultId: VaultId,
  { location = DEFAULT_LOCATION, tags, properties }: Omit<ResourceSeed, "id">,
): Vault {
  const { vaults } = context.state;
  const id = formatVaultId(vaultId);
  const existing = vaults.get(id);
  if (existing) return existing;
  addGroup(context, id, location);
  const body: VaultBody = { location, tags: { ...tags }, sku: { name: "Standard" }, properties };
  const vault: Vault = { ...putVault(context, undefined, vaultId, body), settledAt: context.clock.now() };
  vaults.set(id, vault);
  return vault;
}

function addPolicy(context: Context, policyId: BackupPolicyId, properties: ResourceSeed["properties"], place: Place): void {
  const vault = addVault(context, policyId, { location: place.location });
  const { policies } = context.state;
  if (policies.get(formatBackupPolicyId(policyId))) return;
  const inherited = policies.get(`${vault.id}/backupPolicies/${DEFAULT_POLICY}`)?.properties;
  putPolicy(context, vault, policyId.policyName, { ...(Object.keys(properties ?? {}).length > 0 ? properties : inherited) });
}

function addItem(context: Context, itemId: ProtectedItemId, given: ResourceSeed["properties"], place: Place): void {
  const { state, clock } = context;
  if (state.protectedItems.get(formatProtectedItemId(itemId))) return;
  const vault = addVault(context, itemId, { location: place.location });
  const { properties = {} } = checkedBody(itemSchema, { properties: given }, "ProtectedItemResource");
  const { policyId = `${vault.id}/backupPolicies/${DEFAULT_POLICY}`, protectionState: protection = "Protected" } = properties;
  const policy = parseBackupPolicyId(policyId);
  if (policy && isInVault(policy, vault.id)) addPolicy(context, policy, {}, place);
  const sourceResourceId = properties.sourceResourceId ?? vmIdOf(itemId);
  if (!state.resources.get(sourceResourceId)) addVirtualMachine(context, { id: sourceResourceId, location: vault.location });
  const now = clock.now();
  const added = newItem(context, itemId, vault, { ...properties, policyId, sourceResourceId }, 0);
  const item: ProtectedItem = { ...added, protectedAt: now - PROTECTED_DAYS * DAY_MS, scheduledUntil: now };
  state.protectedItems.set(item.id, item);
  if (protection === "IRPending") return;
  const expiry = now + RETENTION_DAYS * DAY_MS;
  const activityId = derivedGuid(item.id);
  state.jobs.add(simulateBackup(context, item, { startTime: now - DAY_MS, expiry, activityId }));
  if (protection === "ProtectionStopped") state.protectedItems.set(item.id, { ...item, protection, policyId: undefined });
  if (protection === "BackupsSuspended") state.protectedItems.set(item.id, { ...item, protection });
}

/** The VM of an item in the vault's own subscription. */
function vmIdOf({ subscriptionId, itemName }: ProtectedItemId): string {
  const { resourceGroupName = "", vmName = "" } = vmOfName(itemName) ?? {};
  return formatVirtualMachineId({ subscriptionId, resourceGroupName, vmName });
}
