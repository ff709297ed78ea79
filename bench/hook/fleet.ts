import type { Emulator } from "../../lib/emulator";
import { createProtectedVm } from "../../tools/local/stand-in/azurerm/backup-protected-vm";
import { armClientOf, protectVms } from "../../test/e2e/support/protected-vms";

const AT_ONCE = 16;

/** A vault that protects that many VMs, none of them backed up yet; answers the vault's id. */
export async function protectFleet(emulator: Emulator, count: number): Promise<string> {
  const { vaultId, policyId } = await protectVms(emulator, []);
  const arm = await armClientOf(emulator);
  const names = Array.from({ length: count }, (_, index) => `vm-${String(index + 1).padStart(4, "0")}`);
  const next = names[Symbol.iterator]();
  const protect = async (): Promise<void> => {
    for (const name of next) {
      const vmId = `${arm.subscriptionPath}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/${name}`;
      emulator.addVirtualMachine(vmId);
      const place = { resource_group_name: "rg-backup", recovery_vault_name: "rsv-e2e" };
      await createProtectedVm(arm, name, { ...place, source_vm_id: vmId, backup_policy_id: policyId });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, protect));
  return vaultId;
}

/** Requests to Azure Resource Manager that the emulator has answered, sign-in not among them. */
export function armRequests(emulator: Emulator): number {
  return emulator.journal.filter(({ path }) => path.toLowerCase().startsWith("/subscriptions/")).length;
}
