import { readFile } from "node:fs/promises";
import { type ArmAccount, ArmClient } from "../../../tools/local/stand-in/arm-client";
import { createPolicy } from "../../../tools/local/stand-in/azurerm/backup-policy-vm";
import { createProtectedVm } from "../../../tools/local/stand-in/azurerm/backup-protected-vm";
import { createVault } from "../../../tools/local/stand-in/azurerm/recovery-services-vault";
import type { Emulator } from "../../../lib/emulator";

/** The ids that a vault with protected VMs has. */
export interface ProtectedIds {
  readonly vaultId: string;
  readonly policyId: string;
  readonly itemIds: readonly string[];
}

/** An account of the emulator, as azurerm would use it. */
export async function armClientOf(
  emulator: Emulator,
  subscriptionId?: string,
  pause?: (ms: number) => Promise<void>,
): Promise<ArmClient> {
  return new ArmClient({ ...(await armAccountOf(emulator, subscriptionId)), ...(pause && { pause }) });
}

/** The account of the emulator, and where it is. */
export async function armAccountOf(emulator: Emulator, subscriptionId?: string): Promise<ArmAccount> {
  const environment: Record<string, string> = {
    ...emulator.environment(),
    ...(subscriptionId && { ARM_SUBSCRIPTION_ID: subscriptionId }),
  };
  const setting = (name: string): string => environment[name] ?? "";
  return {
    endpoint: emulator.url,
    certificate: await readFile(setting("NODE_EXTRA_CA_CERTS"), "utf8"),
    tenantId: setting("ARM_TENANT_ID"),
    clientId: setting("ARM_CLIENT_ID"),
    clientSecret: setting("ARM_CLIENT_SECRET"),
    subscriptionId: setting("ARM_SUBSCRIPTION_ID"),
    timeScale: Number(setting("AZURE_VM_BACKUP_TIME_SCALE")),
  };
}

/** Where the VMs of a test are, and their vault. */
interface Place {
  readonly vmsExist?: boolean;
  /** @default - the subscription of the account */
  readonly subscriptionId?: string;
  readonly vaultName?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Creates a vault in the emulator that protects VMs of these names. They have no backup. */
export async function protectVms(
  emulator: Emulator,
  names: readonly string[],
  { vmsExist = false, subscriptionId, vaultName = "rsv-e2e", tags }: Place = {},
): Promise<ProtectedIds> {
  // A subscription exists as soon as it has a resource group.
  if (subscriptionId !== undefined) emulator.addResource(`/subscriptions/${subscriptionId}/resourceGroups/rg-app`);
  const arm = await armClientOf(emulator, subscriptionId);
  const place = { resource_group_name: "rg-backup", recovery_vault_name: vaultName };
  const group = `${arm.subscriptionPath}/resourceGroups/${place.resource_group_name}`;
  emulator.addResource({ id: group, location: "westeurope" });
  const vault = {
    name: place.recovery_vault_name,
    resource_group_name: place.resource_group_name,
    location: "westeurope",
    sku: "Standard",
  };
  const { id: vaultId } = (await createVault(arm, "vault", vault)) as { id: string };
  const policy = { name: "daily", ...place, backup: { frequency: "Daily", time: "22:00" }, retention_daily: { count: 30 } };
  const { id: policyId } = (await createPolicy(arm, "policy", policy)) as { id: string };
  const itemIds: string[] = [];
  for (const name of names) {
    const vmId = `${arm.subscriptionPath}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/${name}`;
    if (!vmsExist) emulator.addVirtualMachine({ id: vmId, ...(tags && { tags }) });
    const item = await createProtectedVm(arm, name, { ...place, source_vm_id: vmId, backup_policy_id: policyId });
    itemIds.push((item as { id: string }).id);
  }
  return { vaultId, policyId, itemIds };
}
