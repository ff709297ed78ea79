import { existingResources, existingVirtualMachines } from "../../../../tools/local/existing-resources";
import { createPolicy } from "../../../../tools/local/stand-in/azurerm/backup-policy-vm";
import { createVault } from "../../../../tools/local/stand-in/azurerm/recovery-services-vault";
import { caseFold } from "../../../../lib/azure/case-fold";
import {
  type VaultId,
  formatBackupPolicyId,
  formatVaultId,
  parseBackupPolicyId,
  parseVaultId,
} from "../../../../lib/azure/resource-id";
import type { Emulator, EmulatorOptions } from "../../../../lib/emulator";
import { SUBSCRIPTION } from "../../../support/azure";
import { armClientOf } from "../../support/protected-vms";
import { type Block, type Case, type Configuration, partOf } from "./configuration";
import { startTestEmulator } from "../../../support/emulator";

const TAKEN_FOR_GRANTED =
  /\/(resourceGroups|subnets|privateDnsZones|workspaces|actionGroups|resourceGuards|userAssignedIdentities)\/[^/]+$/i;

const INVALID_NAME = /resource name .* is invalid|The provided resource group name/i;

/** Starts the emulator in which configurations are applied. */
export function startAzure(options: EmulatorOptions = {}): Promise<Emulator> {
  return startTestEmulator({ speed: 600, scheduledBackups: false, account: { subscriptionId: SUBSCRIPTION }, ...options });
}

/** Creates the resources that the configurations refer to and do not create. */
export async function furnish(emulator: Emulator, cases: readonly Case[]): Promise<void> {
  const parts = cases.map(partOf);
  const blocks = parts.flatMap(({ locals, resource, data }) => [
    ...(locals ? [locals] : []),
    ...[resource, data].flatMap((kind) => Object.values(kind ?? {}).flatMap((named) => Object.values(named))),
  ]);
  for (const id of existingVirtualMachines(blocks)) {
    await addIfPossible(() => {
      emulator.addVirtualMachine({ id, location: "westeurope", dataDiskLuns: [0, 1, 2, 3] });
    });
  }
  const ids = existingResources(blocks, SUBSCRIPTION);
  for (const id of ids.filter((one) => TAKEN_FOR_GRANTED.test(one))) {
    await addIfPossible(() => {
      emulator.addResource(id);
    });
  }
  const policies = policyIdsIn(parts).flatMap((id) => parseBackupPolicyId(id) ?? []);
  const vaults = [
    ...policies,
    ...ids.flatMap((id) => parseVaultId(id) ?? []),
    ...blocks.flatMap(namedVault),
    ...parts.flatMap(lookedUpVaults),
  ];
  const declared = new Set(parts.flatMap(declaredVaults).map(keyOf));
  const missing = new Map(vaults.map((one) => [keyOf(one), one]));
  for (const [key, vault] of missing) if (!declared.has(key)) await addIfPossible(() => makeVault(emulator, vault));
  const policiesByKey = new Map(policies.map((one) => [caseFold(formatBackupPolicyId(one)), one]));
  for (const one of policiesByKey.values()) {
    if (!declared.has(keyOf(one))) await addIfPossible(() => makePolicy(emulator, one, one.policyName));
  }
}

/** Adds a resource, unless Azure refuses its name. */
async function addIfPossible(add: () => void | Promise<void>): Promise<void> {
  try {
    await add();
  } catch (error) {
    if (!INVALID_NAME.test((error as Error).message)) throw error;
  }
}

/** Returns the ids of policies, also those in expressions. */
function policyIdsIn(parts: readonly Configuration[]): string[] {
  return [...new Set(JSON.stringify(parts).match(/\/subscriptions\/[^"\\]+\/backupPolicies\/[-\w]+/g))];
}

function namedVault({ recovery_vault_name: vaultName, resource_group_name: resourceGroupName }: Block): VaultId[] {
  if (typeof vaultName !== "string" || typeof resourceGroupName !== "string" || vaultName.includes("${")) return [];
  return [{ subscriptionId: SUBSCRIPTION, resourceGroupName, vaultName }];
}

function declaredVaults({ resource }: Configuration): VaultId[] {
  return vaultsIn(resource);
}

/** Returns the resources that data sources read. */
function lookedUpVaults({ data }: Configuration): VaultId[] {
  return vaultsIn(data);
}

function vaultsIn(kind: Configuration["resource"]): VaultId[] {
  const blocks = Object.values(kind?.["azurerm_recovery_services_vault"] ?? {});
  return blocks.flatMap(({ name, ...place }) => namedVault({ ...place, recovery_vault_name: name }));
}

function keyOf(vault: VaultId): string {
  return caseFold(formatVaultId(vault));
}

async function makeVault(emulator: Emulator, { resourceGroupName, vaultName }: VaultId): Promise<void> {
  emulator.addResource(`/subscriptions/${SUBSCRIPTION}/resourceGroups/${resourceGroupName}`);
  const place = { resource_group_name: resourceGroupName, location: "westeurope" };
  await createVault(await armClientOf(emulator), vaultName, { name: vaultName, sku: "Standard", ...place });
}

async function makePolicy(emulator: Emulator, { resourceGroupName, vaultName }: VaultId, name: string): Promise<void> {
  const place = { resource_group_name: resourceGroupName, recovery_vault_name: vaultName };
  const daily = { backup: { frequency: "Daily", time: "22:00" }, retention_daily: { count: 30 } };
  await createPolicy(await armClientOf(emulator), name, { name, ...place, ...daily });
}
