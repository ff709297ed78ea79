import { LinuxVirtualMachine } from "@cdktf/provider-azurerm/lib/linux-virtual-machine";
import { type IResolvable, TerraformIterator, TerraformLocal, type TerraformStack } from "cdktf";
import {
  InitialBackup,
  ProtectedVm,
  ProtectedVms,
  type ProtectedVmsOptions,
  ProtectionState,
  RecoveryPointRetention,
  RecoveryServicesVault,
  SourceVm,
  type SourceVmOptions,
  VmBackupPolicy,
  VmSelection,
} from "cdktf-azure-vm-backup";
import { vmIds } from "../constructs/cases/vm-ids";

const VAULT_ID =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults/vault-app";

/** Builds a stack that protects a number of VMs and takes their initial backup. */
export type Form = (stack: TerraformStack, count: number) => void;

/** Every form in which the constructs write VMs. */
export const FORMS: Readonly<Record<string, Form>> = {
  "literal ids": (stack, count) => {
    protect(stack, { vms: literal(count) });
  },
  overrides: (stack, count) => {
    protect(stack, { vms: literal(count, overridesOf(stack)) });
  },
  constructs: (stack, count) => {
    protect(stack, { vms: declared(stack, count) });
  },
  "literal ids and constructs": (stack, count) => {
    protect(stack, { vms: { ...literal(count / 2, overridesOf(stack)), ...declared(stack, count / 2) } });
  },
  "VMs in scope": (stack, count) => {
    declared(stack, count);
    protect(stack, { selection: VmSelection.inScope(stack, { overrides: { "linux-0": { excludeDiskLuns: [3] } } }) });
  },
  "VMs of a data source": (stack) => {
    protect(stack, { selection: VmSelection.fromDataSource({ tags: { backup: "yes" } }) });
  },
  "an iterator over a map": (stack, count) => {
    const rows = Object.fromEntries(vmIds(count).map(([key, id]) => [key, { id, luns: [0, 1] }]));
    const iterator = TerraformIterator.fromMap(rows);
    const vm = SourceVm.fromId(iterator.getString("id"), { excludeDiskLuns: iterator.getNumberList("luns") });
    protect(stack, { selection: VmSelection.forEach(iterator, vm) });
  },
  "an iterator over a list": (stack, count) => {
    const rows = vmIds(count).map(([name, id]) => ({ name, id }));
    const list = new TerraformLocal(stack, "vms", rows).expression as IResolvable;
    const iterator = TerraformIterator.fromComplexList(list, "name");
    protect(stack, { selection: VmSelection.forEach(iterator, SourceVm.fromId(iterator.getString("id"))) });
  },
  "single VMs": (stack, count) => {
    const existing = vaultAndPolicy(stack);
    const protectedVms = vmIds(count).map(
      ([key, id]) => new ProtectedVm(stack, `Single-${key}`, { ...existing, vm: SourceVm.fromId(id) }),
    );
    new InitialBackup(stack, "InitialBackup", { retention: RecoveryPointRetention.days(60), protectedVms });
  },
};

function vaultAndPolicy(stack: TerraformStack) {
  return {
    vault: RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID),
    policy: VmBackupPolicy.fromPolicyId(stack, "Policy", `${VAULT_ID}/backupPolicies/daily`),
  };
}

function protect(stack: TerraformStack, options: ProtectedVmsOptions): void {
  const protectedVms = [new ProtectedVms(stack, "Vms", { ...vaultAndPolicy(stack), ...options })];
  new InitialBackup(stack, "InitialBackup", { retention: RecoveryPointRetention.days(60), protectedVms });
}

function literal(count: number, options: (index: number) => SourceVmOptions | undefined = () => undefined) {
  return Object.fromEntries(vmIds(count).map(([key, id], index) => [key, SourceVm.fromId(id, options(index))]));
}

/** Disks, a policy or a state of its own for each VM. */
function overridesOf(stack: TerraformStack): (index: number) => SourceVmOptions {
  const policy = VmBackupPolicy.fromPolicyId(stack, "Weekly", `${VAULT_ID}/backupPolicies/weekly`);
  const options = [
    { includeDiskLuns: [0, 1] },
    { excludeDiskLuns: [3], policy },
    { policy },
    { protectionState: ProtectionState.STOPPED },
  ];
  return (index) => options[index % options.length] ?? {};
}

function declared(stack: TerraformStack, count: number): Record<string, SourceVm> {
  const osDisk = { caching: "ReadWrite", storageAccountType: "Standard_LRS" };
  const place = { resourceGroupName: "rg-app", location: "westeurope", size: "Standard_B2s", networkInterfaceIds: [] };
  const vms = Array.from({ length: count }, (_, index) => {
    const name = `linux-${index}`;
    return [name, SourceVm.fromConstruct(new LinuxVirtualMachine(stack, name, { name, ...place, osDisk }))] as const;
  });
  return Object.fromEntries(vms);
}
