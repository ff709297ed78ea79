import { AzurermProvider, type AzurermProviderFeatures } from "@cdktf/provider-azurerm/lib/provider";
import { VirtualMachine } from "@cdktf/provider-azurerm/lib/virtual-machine";
import { TerraformStack, Testing } from "cdktf";
import {
  ProtectedVm,
  type ProtectedVmProps,
  ProtectionState,
  RecoveryServiceFeatures,
  RecoveryServicesVaultsFeatures,
  RemovalPolicy,
  SourceVm,
  type SourceVmOptions,
  VaultImmutability,
  VmBackupPolicy,
} from "../../../lib";
import { vmId } from "../../support/azure";
import { type Arguments, refusal, synth, testStack } from "../../support/synth";
import { attach, declaredPolicy, declaredVault, declaredVm } from "./support";

/**
 * The configurations of azurerm's own tests of `azurerm_backup_protected_vm`, under the same names. The steps of a test are consecutive
 * configurations.
 */

const TYPE = "azurerm_backup_protected_vm";
const VAULT = "${azurerm_recovery_services_vault.Vault_23237E5B.name}";
const POLICY = "${azurerm_backup_policy_vm.Policy_23B91518.id}";
const VM_ID = "${azurerm_linux_virtual_machine.Web.id}";

/** A VM with two data disks, protected with a vault and a daily policy. */
function item(options: SourceVmOptions, props: Partial<ProtectedVmProps> = {}, stack = testStack()): Arguments {
  const vm = declaredVm(stack, "Web");
  attach(vm, 0);
  attach(vm, 1);
  const vault = props.vault ?? declaredVault(stack);
  const policy = props.policy ?? declaredPolicy(vault);
  new ProtectedVm(stack, "Vm", { ...props, vault, policy, vm: SourceVm.fromConstruct(vm, options) });
  return synth(stack).only(TYPE);
}

test("basic", () => {
  const stack = testStack();
  const vault = declaredVault(stack);
  const vm = new VirtualMachine(stack, "Web", {
    ...{ name: "vm-web", resourceGroupName: "rg-app", location: "westeurope", vmSize: "Standard_B1s", networkInterfaceIds: [] },
    storageOsDisk: { name: "os", createOption: "FromImage" },
    storageDataDisk: [{ name: "data", createOption: "Empty", lun: 1 }],
  });
  const options = { includeDiskLuns: [0] };
  new ProtectedVm(stack, "Vm", { vault, policy: declaredPolicy(vault), vm: SourceVm.fromConstruct(vm, options) });
  expect(synth(stack).only(TYPE)).toMatchObject({
    recovery_vault_name: VAULT,
    source_vm_id: "${azurerm_virtual_machine.Web.id}",
    backup_policy_id: POLICY,
    include_disk_luns: [0],
  });
});

test("requiresImport: throws for the second item of a VM", () => {
  const stack = testStack();
  const vault = declaredVault(stack);
  const policy = declaredPolicy(vault);
  const vm = SourceVm.fromConstruct(declaredVm(stack, "Web"));
  new ProtectedVm(stack, "Vm", { vault, policy, vm });
  new ProtectedVm(stack, "Import", { vault, policy, vm });
  expect(refusal(() => synth(stack))).toContain(
    "a VM must be protected once, got 'stack/Web' in 'stack/Vm' and in 'stack/Import'",
  );
});

test("separateResourceGroups", () => {
  const stack = testStack();
  const vault = declaredVault(stack, { resourceGroupName: "rg-backup" });
  expect(item({}, { vault }, stack)).toMatchObject({
    resource_group_name: "${azurerm_recovery_services_vault.Vault_23237E5B.resource_group_name}",
    source_vm_id: VM_ID,
  });
});

test("updateBackupPolicyId", () => {
  const second = () => {
    const stack = testStack();
    const vault = declaredVault(stack);
    declaredPolicy(vault);
    return item({}, { vault, policy: declaredPolicy(vault, undefined, "Second") }, stack);
  };
  const { backup_policy_id: first, ...before } = item({});
  const { backup_policy_id: next, ...after } = second();
  expect([first, next]).toEqual([POLICY, expect.stringContaining("azurerm_backup_policy_vm.Second_")]);
  expect(after).toEqual(before);
});

test("updateVault", () => {
  const stack = testStack();
  const vault = declaredVault(stack, { vaultName: "vault-2" });
  expect(item({}, { vault, removal: RemovalPolicy.DELETE }, stack).lifecycle).not.toHaveProperty("prevent_destroy");
});

test("updateDiskExclusion", () => {
  expect(item({ includeDiskLuns: [0] })).toMatchObject({ include_disk_luns: [0] });
  const excluding = item({ excludeDiskLuns: [0, 1] });
  expect(excluding).toMatchObject({ exclude_disk_luns: [0, 1] });
  expect(excluding).not.toHaveProperty("include_disk_luns");
});

test("removeVM: keeps the id if the VM is deleted", () => {
  const stack = testStack();
  const vault = declaredVault(stack);
  new ProtectedVm(stack, "Vm", { vault, policy: declaredPolicy(vault), vm: SourceVm.fromId(vmId("vm-web")) });
  expect(synth(stack).only(TYPE)).toMatchObject({
    source_vm_id: vmId("vm-web"),
    lifecycle: { ignore_changes: ["source_vm_id"] },
  });
});

test("protectionStopped", () => {
  const stopped = item({ protectionState: ProtectionState.STOPPED });
  expect(stopped).toMatchObject({ protection_state: "ProtectionStopped", source_vm_id: VM_ID });
  expect(stopped).not.toHaveProperty("backup_policy_id");
});

test("backupsSuspended: keeps the policy, in an immutable vault", () => {
  const stack = testStack();
  const vault = declaredVault(stack, { immutability: VaultImmutability.unlocked() });
  const policy = declaredPolicy(vault);
  expect(item({ protectionState: ProtectionState.SUSPENDED, policy }, { vault, policy }, stack)).toMatchObject({
    protection_state: "BackupsSuspended",
    backup_policy_id: POLICY,
  });
});

/** Returns a stack whose provider has these features. */
function stackWith(features: AzurermProviderFeatures[]): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "stack");
  new AzurermProvider(stack, "azurerm", { features });
  return stack;
}

test("protectionStoppedOnDestroy", () => {
  const recoveryService = [RecoveryServiceFeatures.retainData({ purgeProtectedItemsFromVaultOnDestroy: true })];
  const stack = stackWith([{ recoveryService }]);
  expect(item({}, { removal: RemovalPolicy.RETAIN }, stack)).toMatchObject({
    backup_policy_id: POLICY,
    protection_state: "Protected",
  });
});

test("protectionSuspendedOnDestroy: in an immutable vault, with its built-in Enhanced policy", () => {
  const recoveryService = [RecoveryServiceFeatures.suspendBackups({ purgeProtectedItemsFromVaultOnDestroy: true })];
  const stack = stackWith([{ recoveryService }]);
  const vault = declaredVault(stack, { immutability: VaultImmutability.unlocked() });
  const policy = VmBackupPolicy.fromPolicyId(stack, "Enhanced", `${vault.vaultId}/backupPolicies/EnhancedPolicy`);
  expect(item({}, { vault, policy, removal: RemovalPolicy.RETAIN }, stack)).toMatchObject({
    backup_policy_id: "${azurerm_recovery_services_vault.Vault_23237E5B.id}/backupPolicies/EnhancedPolicy",
  });
});

test("recoverSoftDeletedVM", () => {
  const stack = stackWith([{ recoveryServicesVaults: [RecoveryServicesVaultsFeatures.recoverSoftDeletedVms()] }]);
  expect(item({}, { removal: RemovalPolicy.DELETE }, stack)).toMatchObject({ source_vm_id: VM_ID, backup_policy_id: POLICY });
});
