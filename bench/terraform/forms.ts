import { LinuxVirtualMachine } from "@cdktf/provider-azurerm/lib/linux-virtual-machine";
import { type IResolvable, TerraformIterator, TerraformLocal } from "cdktf";
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
import type { Construct } from "constructs";
import { vmIds } from "../constructs/cases/vm-ids";

/** The vault of every form. */
export const VAULT_ID =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults/vault-app";

/** Builds what protects a number of VMs and takes their initial backup. */
export type Form = (scope: Construct, count: number) => void;

/** The first form for VMs from an index on, of which some have disks of their own. */
export function literalIds(scope: Construct, count: number, first = 0, ownDisks: readonly number[] = []): void {
  const options = (index: number) => (ownDisks.includes(index) ? { excludeDiskLuns: [1] } : undefined);
  protect(scope, { vms: literal(count, options, first) });
}

/** The forms with VMs of the same stack. */
export const WITH_DECLARED_VMS: readonly string[] = ["constructs", "literal ids and constructs", "VMs in scope"];

/** Every form in which the constructs write VMs. */
export const FORMS: Readonly<Record<string, Form>> = {
  "literal ids": (scope, count) => {
    literalIds(scope, count);
  },
  overrides: (scope, count) => {
    protect(scope, { vms: literal(count, overridesOf(scope)) });
  },
  constructs: (scope, count) => {
    protect(scope, { vms: declared(scope, count) });
  },
  "literal ids and constructs": (scope, count) => {
    protect(scope, { vms: { ...literal(count / 2, overridesOf(scope)), ...declared(scope, count / 2) } });
  },
  "VMs in scope": (scope, count) => {
    declared(scope, count);
    protect(scope, { selection: VmSelection.inScope(scope, { overrides: { "linux-0": { excludeDiskLuns: [3] } } }) });
  },
  "VMs of a data source": (scope) => {
    protect(scope, { selection: VmSelection.fromDataSource({ tags: { backup: "yes" } }) });
  },
  "an iterator over a map": (scope, count) => {
    const rows = Object.fromEntries(vmIds(count).map(([key, id]) => [key, { id, luns: [0, 1] }]));
    const iterator = TerraformIterator.fromMap(rows);
    const vm = SourceVm.fromId(iterator.getString("id"), { excludeDiskLuns: iterator.getNumberList("luns") });
    protect(scope, { selection: VmSelection.forEach(iterator, vm) });
  },
  "an iterator over a list": (scope, count) => {
    const rows = vmIds(count).map(([name, id]) => ({ name, id }));
    const list = new TerraformLocal(scope, "vms", rows).expression as IResolvable;
    const iterator = TerraformIterator.fromComplexList(list, "name");
    protect(scope, { selection: VmSelection.forEach(iterator, SourceVm.fromId(iterator.getString("id"))) });
  },
  "single VMs": (scope, count) => {
    const existing = vaultAndPolicy(scope);
    const protectedVms = vmIds(count).map(
      ([key, id]) => new ProtectedVm(scope, `Single-${key}`, { ...existing, vm: SourceVm.fromId(id) }),
    );
    new InitialBackup(scope, "InitialBackup", { retention: RecoveryPointRetention.days(60), protectedVms });
  },
};

function vaultAndPolicy(scope: Construct) {
  return {
    vault: RecoveryServicesVault.fromVaultId(scope, "Vault", VAULT_ID),
    policy: VmBackupPolicy.fromPolicyId(scope, "Policy", `${VAULT_ID}/backupPolicies/daily`),
  };
}

function protect(scope: Construct, options: ProtectedVmsOptions): void {
  const protectedVms = [new ProtectedVms(scope, "Vms", { ...vaultAndPolicy(scope), ...options })];
  new InitialBackup(scope, "InitialBackup", { retention: RecoveryPointRetention.days(60), protectedVms });
}

function literal(count: number, options: (index: number) => SourceVmOptions | undefined, first = 0) {
  return Object.fromEntries(vmIds(count, first).map(([key, id], index) => [key, SourceVm.fromId(id, options(index))]));
}

/** Disks, a policy or a state of its own for each VM. */
function overridesOf(scope: Construct): (index: number) => SourceVmOptions {
  const policy = VmBackupPolicy.fromPolicyId(scope, "Weekly", `${VAULT_ID}/backupPolicies/weekly`);
  const options = [
    { includeDiskLuns: [0, 1] },
    { excludeDiskLuns: [3], policy },
    { policy },
    { protectionState: ProtectionState.STOPPED },
  ];
  return (index) => options[index % options.length] ?? {};
}

function declared(scope: Construct, count: number): Record<string, SourceVm> {
  return Object.fromEntries(linuxVms(scope, count).map((vm) => [vm.node.id, SourceVm.fromConstruct(vm)]));
}

/** VMs of the stack. */
export function linuxVms(scope: Construct, count: number): LinuxVirtualMachine[] {
  const osDisk = { caching: "ReadWrite", storageAccountType: "Standard_LRS" };
  const place = { resourceGroupName: "rg-app", location: "westeurope", size: "Standard_B2s", networkInterfaceIds: [] };
  return Array.from({ length: count }, (_, index) => {
    const name = `linux-${index}`;
    return new LinuxVirtualMachine(scope, name, { name, ...place, osDisk });
  });
}
