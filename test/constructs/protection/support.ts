import { LinuxVirtualMachine, type LinuxVirtualMachineConfig } from "@cdktf/provider-azurerm/lib/linux-virtual-machine";
import { ManagedDisk, type ManagedDiskConfig } from "@cdktf/provider-azurerm/lib/managed-disk";
import { VirtualMachineDataDiskAttachment } from "@cdktf/provider-azurerm/lib/virtual-machine-data-disk-attachment";
import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  BackupSchedule,
  type IRecoveryServicesVault,
  type IVmBackupPolicy,
  ProtectedVms,
  type ProtectedVmsProps,
  RecoveryServicesVault,
  type RecoveryServicesVaultProps,
  SourceVm,
  VmBackupPolicy,
  VmBackupPolicyType,
  type VmSelection,
} from "../../../lib";
import { GROUP, POLICY_ID, VAULT_ID } from "../../support/azure";
import { testStack } from "../../support/synth";

/** Refers to the vault of the tests. */
export function existingVault(stack: TerraformStack, vaultId = VAULT_ID): IRecoveryServicesVault {
  return RecoveryServicesVault.fromVaultId(stack, "Vault", vaultId);
}

/** Refers to a policy of the vault of the tests. */
export function existingPolicy(stack: TerraformStack, policyId = POLICY_ID): IVmBackupPolicy {
  return VmBackupPolicy.fromPolicyId(stack, "Policy", policyId);
}

/** Declares a vault. */
export function declaredVault(stack: TerraformStack, props: Partial<RecoveryServicesVaultProps> = {}): RecoveryServicesVault {
  const place = { vaultName: "vault-app", resourceGroupName: "rg-app", location: "westeurope" };
  return new RecoveryServicesVault(stack, "Vault", { ...place, ...props });
}

/** Declares a policy of a vault. */
export function declaredPolicy(vault: IRecoveryServicesVault, policyType?: VmBackupPolicyType, id = "Policy"): VmBackupPolicy {
  const schedule = BackupSchedule.daily({ time: "22:00" });
  return new VmBackupPolicy(vault.node.scope as TerraformStack, id, { vault, schedule, dailyRetentionDays: 30, policyType });
}

/** Declares a VM. */
export function declaredVm(scope: Construct, id: string, props: Partial<LinuxVirtualMachineConfig> = {}): LinuxVirtualMachine {
  return new LinuxVirtualMachine(scope, id, {
    name: `vm-${id.toLowerCase()}`,
    resourceGroupName: "rg-app",
    location: "westeurope",
    size: "Standard_B2s",
    adminUsername: "azureuser",
    adminPassword: "only-in-Tests-1",
    disablePasswordAuthentication: false,
    networkInterfaceIds: [`${GROUP}/providers/Microsoft.Network/networkInterfaces/nic-${id.toLowerCase()}`],
    osDisk: { caching: "ReadWrite", storageAccountType: "Standard_LRS" },
    sourceImageReference: { publisher: "Canonical", offer: "ubuntu-24_04-lts", sku: "server", version: "latest" },
    ...props,
  });
}

/** Attaches a disk that the same stack creates. */
export function attach(vm: LinuxVirtualMachine, lun: number, disk: Partial<ManagedDiskConfig> = {}): void {
  const scope = vm.node.scope as TerraformStack;
  const id = `${vm.node.id}-${String(scope.node.children.length)}`;
  const managedDisk = new ManagedDisk(scope, `Disk-${id}`, {
    ...{ name: id, resourceGroupName: "rg-app", location: "westeurope" },
    ...{ createOption: "Empty", storageAccountType: "StandardSSD_LRS", diskSizeGb: 8, ...disk },
  });
  new VirtualMachineDataDiskAttachment(scope, `Attachment-${id}`, {
    ...{ virtualMachineId: vm.id, managedDiskId: managedDisk.id, lun, caching: "None" },
  });
}

/** Protects VMs in a new stack. The default vault and policy are those of the tests. */
export function protect(
  vms: Record<string, SourceVm>,
  props: Partial<ProtectedVmsProps> = {},
  stack: TerraformStack = testStack(),
): ProtectedVms {
  const vault = props.vault ?? existingVault(stack);
  const policy = props.policy ?? existingPolicy(stack);
  return new ProtectedVms(stack, "Vms", { ...props, vault, policy, vms });
}

/** Protects a selection of VMs with the vault and the policy of the tests. */
export function protectSelection(stack: TerraformStack, selection: VmSelection, id = "Vms"): ProtectedVms {
  const vault = (stack.node.tryFindChild("Vault") as IRecoveryServicesVault | undefined) ?? existingVault(stack);
  const policy = (stack.node.tryFindChild("Policy") as IVmBackupPolicy | undefined) ?? existingPolicy(stack);
  return new ProtectedVms(stack, id, { vault, policy, selection });
}
