import type { LinuxVirtualMachineConfig } from "@cdktf/provider-azurerm/lib/linux-virtual-machine";
import type { ManagedDiskConfig } from "@cdktf/provider-azurerm/lib/managed-disk";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  ProtectedVms,
  ProtectionState,
  RecoveryServiceFeatures,
  RemovalPolicy,
  SourceVm,
  type SourceVmOptions,
  VaultImmutability,
  VmBackupPolicyType,
} from "../../../../lib";
import { POLICY_ID, unknownNumber, unknownText, vmId } from "../../../support/azure";
import { FoundBy, type Rule } from "../../../support/rules";
import { synth, type Synthesized, testStack } from "../../../support/synth";
import { attach, declaredPolicy, declaredVault, declaredVm, existingPolicy, protect } from "../support";

const { STANDARD, ENHANCED } = VmBackupPolicyType;
const osDisk = { caching: "ReadWrite", storageAccountType: "Standard_LRS" };

/** Protects a VM of the app with a policy of a type, and synthesizes the stack, since some checks run only then. */
function underPolicy(
  policyType: VmBackupPolicyType,
  props: Partial<LinuxVirtualMachineConfig>,
  stack = testStack(),
): Synthesized {
  const vault = declaredVault(stack);
  const vms = { web: SourceVm.fromConstruct(declaredVm(stack, "Web", props)) };
  new ProtectedVms(stack, "Vms", { vault, policy: declaredPolicy(vault, policyType), vms });
  return synth(stack);
}

interface Disk extends Partial<ManagedDiskConfig> {
  readonly lun?: number;
}

function withDisks(disks: Disk[], options: SourceVmOptions = {}, policyType = STANDARD, stack = testStack()): Synthesized {
  const vault = declaredVault(stack);
  const vm = declaredVm(stack, "Web");
  const vms = { web: SourceVm.fromConstruct(vm, options) };
  new ProtectedVms(stack, "Vms", { vault, policy: declaredPolicy(vault, policyType), vms });
  disks.forEach(({ lun, ...disk }, index) => {
    attach(vm, lun ?? index, disk);
  });
  return synth(stack);
}

/** Protects a VM that has a state from the start. azurerm creates an item only with a policy, and Azure removes it from a stopped one. */
function stateIn(protectionState: ProtectionState, immutability?: VaultImmutability, stack = testStack()): ProtectedVms {
  const vault = declaredVault(stack, { immutability });
  const policy = declaredPolicy(vault);
  const vms = { web: SourceVm.fromId(vmId("vm-web"), { protectionState, policy }) };
  return protect(vms, { vault, policy, lifecycle: { ignoreChanges: ["source_vm_id", "backup_policy_id"] } }, stack);
}

function removing(
  removal: RemovalPolicy,
  features?: ReturnType<typeof RecoveryServiceFeatures.retainData>,
  stack = testStack(),
): Synthesized {
  const provider = new AzurermProvider(stack, "other", {
    alias: "other",
    features: [features ? { recoveryService: [features] } : {}],
  });
  protect({ web: SourceVm.fromId(vmId("vm-web")) }, { removal, provider }, stack);
  return synth(stack);
}

function deletingIn(immutability: VaultImmutability | undefined): ProtectedVms {
  const stack = testStack();
  const vault = declaredVault(stack, { immutability });
  return protect(
    { web: SourceVm.fromId(vmId("vm-web")) },
    { vault, removal: RemovalPolicy.DELETE, policy: declaredPolicy(vault) },
    stack,
  );
}

/** The rules of states, disks and removal. */
export const stateAndDiskRules: Rule[] = [
  {
    id: "suspended-in-an-immutable-vault",
    rule: "Backups are suspended only in an immutable vault, locked or not",
    foundBy: FoundBy.APPLY,
    evidence:
      "`` `protection_state` cannot be set to `BackupsSuspended` while the Recovery Services Vault is not in an immutable … state ``, after the VM was protected",
    broken: () => stateIn(ProtectionState.SUSPENDED),
    refusal: "vms.web.protectionState must be ProtectionState.STOPPED or PROTECTED in a vault whose immutability is Disabled",
    kept: () => stateIn(ProtectionState.SUSPENDED, VaultImmutability.unlocked()),
    unknown: (stack) =>
      protect({ web: SourceVm.fromId(unknownText(stack, "vm"), { protectionState: ProtectionState.SUSPENDED }) }, {}, stack),
  },
  {
    id: "retain-with-a-provider-that-does",
    rule: "`RemovalPolicy.RETAIN` has a provider whose features keep the backups",
    foundBy: FoundBy.NOBODY,
    evidence: "azurerm deletes the backups",
    broken: () => removing(RemovalPolicy.RETAIN),
    refusal: "removal must be RemovalPolicy.DELETE with a provider that deletes backups, got 'retain'",
    kept: () => removing(RemovalPolicy.RETAIN, RecoveryServiceFeatures.retainData()),
    unknown: (stack) => {
      const flag = { vmBackupStopProtectionAndRetainDataOnDestroy: unknownText(stack, "retain") as unknown as boolean };
      removing(RemovalPolicy.RETAIN, flag, stack);
    },
  },
  {
    id: "delete-with-a-provider-that-does",
    rule: "`RemovalPolicy.DELETE` has a provider whose features do not keep the backups",
    foundBy: FoundBy.NOBODY,
    evidence: "azurerm keeps the backups, at their cost",
    broken: () => removing(RemovalPolicy.DELETE, RecoveryServiceFeatures.suspendBackups()),
    refusal: "removal must be RemovalPolicy.RETAIN with a provider that keeps backups, got 'delete'",
    kept: () => removing(RemovalPolicy.DELETE, RecoveryServiceFeatures.deleteData()),
    unknown: (stack) => {
      const flag = { vmBackupStopProtectionAndRetainDataOnDestroy: unknownText(stack, "retain") as unknown as boolean };
      removing(RemovalPolicy.DELETE, flag, stack);
    },
  },
  {
    id: "no-deletion-in-an-immutable-vault",
    rule: "An immutable vault deletes no backups",
    foundBy: FoundBy.AZURE,
    evidence: "`UserErrorDeleteBackupItemOnImmutableItem`, when the VM's protection is destroyed",
    broken: () => deletingIn(VaultImmutability.unlocked()),
    refusal:
      "removal must be RemovalPolicy.REFUSE or RemovalPolicy.RETAIN in a vault whose immutability is Unlocked, got 'delete'",
    kept: () => deletingIn(undefined),
    unknown: (stack) => protect({ web: SourceVm.fromId(unknownText(stack, "vm")) }, { removal: RemovalPolicy.DELETE }, stack),
  },
  {
    id: "trusted-launch-is-enhanced",
    rule: "A VM with Trusted Launch has an Enhanced policy",
    foundBy: FoundBy.AZURE,
    evidence: "a Standard policy takes such VMs from an API version on that azurerm does not use yet",
    broken: () => underPolicy(STANDARD, { vtpmEnabled: true }),
    refusal: "vms.web.the policy's type must be Enhanced for a VM with Trusted Launch, got 'Standard'",
    kept: () => underPolicy(ENHANCED, { vtpmEnabled: true, secureBootEnabled: true }),
    unknown: (stack) => {
      const vms = { web: SourceVm.fromConstruct(declaredVm(stack, "Web", { secureBootEnabled: true })) };
      return protect(vms, { policy: existingPolicy(stack, POLICY_ID) }, stack);
    },
  },
  {
    id: "confidential-is-enhanced",
    rule: "A confidential VM has an Enhanced policy",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm sends any policy",
    broken: () => underPolicy(STANDARD, { osDisk: { ...osDisk, securityEncryptionType: "VMGuestStateOnly" } }),
    refusal: "vms.web.the policy's type must be Enhanced for a confidential VM, got 'Standard'",
    kept: () => underPolicy(ENHANCED, { osDisk: { ...osDisk, securityEncryptionType: "VMGuestStateOnly" } }),
    unknown: (stack) => {
      underPolicy(STANDARD, { osDisk: { ...osDisk, securityEncryptionType: unknownText(stack, "encryption") } }, stack);
    },
  },
  {
    id: "no-ephemeral-os-disk",
    rule: "A VM of the app whose OS disk is ephemeral is not protected",
    foundBy: FoundBy.AZURE,
    evidence: "Azure Backup does not support it",
    broken: () => underPolicy(ENHANCED, { osDisk: { ...osDisk, diffDiskSettings: { option: "Local" } } }),
    refusal: "vms.web.the VM's OS disk must be a managed disk, got 'an ephemeral one'",
    kept: () => underPolicy(ENHANCED, { osDisk }),
    unknown: (stack) => {
      underPolicy(ENHANCED, { osDisk: { ...osDisk, storageAccountType: unknownText(stack, "type") } }, stack);
    },
  },
  {
    id: "ultra-disk-is-enhanced",
    rule: "A VM whose backup has an Ultra disk has an Enhanced policy",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm sends any policy",
    broken: () => withDisks([{ storageAccountType: "UltraSSD_LRS" }]),
    refusal: "'stack/Vms', VM 'web': the policy's type must be Enhanced for an Ultra disk, got 'Standard'",
    kept: () => withDisks([{ storageAccountType: "UltraSSD_LRS" }, {}], { excludeDiskLuns: [0] }),
    unknown: (stack) => {
      withDisks([{ storageAccountType: unknownText(stack, "type") }], {}, STANDARD, stack);
    },
  },
  {
    id: "premium-v2-disk-is-enhanced",
    rule: "A VM whose backup has a Premium SSD v2 disk has an Enhanced policy",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm sends any policy",
    broken: () => withDisks([{}, { storageAccountType: "PremiumV2_LRS" }], { includeDiskLuns: [1] }),
    refusal: "'stack/Vms', VM 'web': the policy's type must be Enhanced for a Premium SSD v2 disk, got 'Standard'",
    kept: () => withDisks([{ storageAccountType: "PremiumV2_LRS" }], {}, ENHANCED),
    unknown: (stack) => {
      withDisks([{ storageAccountType: unknownText(stack, "type") }], {}, STANDARD, stack);
    },
  },
  {
    id: "shared-disk-is-excluded",
    rule: "A disk that several VMs may attach is not backed up",
    foundBy: FoundBy.AZURE,
    evidence: "Azure Backup does not support it",
    broken: () => withDisks([{ maxShares: 2 }]),
    refusal: "'stack/Vms', VM 'web': the disk at LUN 0 must be attached to one VM, got 'maxShares 2'; leave LUN 0 out",
    kept: () => withDisks([{ maxShares: 2 }, {}], { excludeDiskLuns: [0] }),
    unknown: (stack) => {
      withDisks([{ maxShares: unknownNumber(stack, "shares") }], {}, STANDARD, stack);
    },
  },
  {
    id: "at-most-32-disks",
    rule: "At most 32 data disks of a VM are backed up",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm does not count",
    broken: () => withDisks(Array.from({ length: 33 }, () => ({}))),
    refusal: "'stack/Vms', VM 'web': what is backed up of the VM must be at most 32 disks, got 33",
    kept: () =>
      withDisks(
        Array.from({ length: 33 }, () => ({})),
        { excludeDiskLuns: [7] },
      ),
    unknown: (stack) => {
      withDisks([...Array.from({ length: 32 }, () => ({})), { lun: unknownNumber(stack, "lun") }], {}, STANDARD, stack);
    },
  },
];
