import { createProtectedVm } from "../../../tools/local/stand-in/azurerm/backup-protected-vm";
import type { Emulator } from "../../../lib/emulator";
import { armClientOf, protectVms } from "../../e2e/support/protected-vms";
import { startTestEmulator } from "../../support/emulator";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startTestEmulator({ speed: 10_000 });
});

test("protects a stopped VM with a policy, and then stops it", async () => {
  const { policyId } = await protectVms(emulator, []);
  const arm = await armClientOf(emulator);
  const vmId = `${arm.subscriptionPath}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-old`;
  emulator.addVirtualMachine(vmId);
  const config = {
    ...{ resource_group_name: "rg-backup", recovery_vault_name: "rsv-e2e", source_vm_id: vmId },
    ...{ backup_policy_id: policyId, protection_state: "ProtectionStopped" },
  };
  await expect(createProtectedVm(arm, "old", { ...config, backup_policy_id: null })).rejects.toThrow(
    "backup_policy_id of old must be specified during creation",
  );
  const { id } = (await createProtectedVm(arm, "old", config)) as { id: string };
  expect(await arm.read(id, "2023-02-01")).toMatchObject({ properties: { protectionState: "ProtectionStopped" } });
});
