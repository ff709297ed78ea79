import { isSameName } from "../../azure/case-fold";
import { isSameRegion } from "../../azure/region";
import { parseBackupPolicyId } from "../../azure/resource-id";
import { VmBackupPolicyType } from "../policy/policy-type";
import { type IVmBackupPolicy, VmBackupPolicy } from "../policy/vm-backup-policy";
import { literalText, problem } from "../private/problems";
import type { IRecoveryServicesVault } from "../vault/vault";
import { knownPartsOf } from "../vault/known-vault";
import { areDistinctVaults, formatVault, isOtherVault } from "../vault/same-vault";
import { ProtectionState } from "./protection-state";
import type { IVirtualMachine, SourceVm } from "./source-vm";
import { immutabilityOf, isImmutable, regionOf } from "./vault-facts";
import { hasEphemeralOsDisk, needOfEnhancedPolicy, regionOfVm } from "./vm-facts";
import { subscriptionOfVm } from "./vm-names";

/** The vault and the policy that are to protect a VM. */
interface Protection {
  readonly vault: IRecoveryServicesVault;
  readonly policy: IVmBackupPolicy;
  readonly crossSubscriptionBackup?: boolean;
}

/** Returns a function that returns the problems of a VM in a vault under a policy. */
export function vmRules({ vault, policy: defaultPolicy, crossSubscriptionBackup }: Protection): (vm: SourceVm) => string[] {
  const subscription = crossSubscriptionBackup === true ? undefined : knownPartsOf(vault).subscriptionId;
  return (vm) => {
    const problems = subscription === undefined ? [] : subscriptionProblems(vm, subscription);
    if (!vm._hasOverrides && !vm._construct) return problems;

    const { policy: own } = vm._options;
    if (own) problems.push(...policyVaultProblems("policy", own, vault));
    problems.push(...stateProblems(vm, vault));
    if (vm._construct) problems.push(...constructProblems(vm._construct, vault, own ?? defaultPolicy));
    return problems;
  };
}

/** A policy protects only VMs of its own vault. */
export function policyVaultProblems(path: string, policy: IVmBackupPolicy, vault: IRecoveryServicesVault): string[] {
  const id = literalText(policy.policyId);
  const parsed = id === undefined ? undefined : parseBackupPolicyId(id);
  const isOthers = parsed
    ? isOtherVault(vault, parsed)
    : policy instanceof VmBackupPolicy && areDistinctVaults(policy.vault, vault);
  if (!isOthers) return [];
  const rule = { allowed: `a policy of the vault ${formatVault(vault)}`, remedy: "use a policy of that vault" };
  return [problem(path, id ?? policy.node.path, rule)];
}

function subscriptionProblems(vm: SourceVm, subscription: string): string[] {
  const own = subscriptionOfVm(vm);
  if (own === undefined || isSameName(own, subscription)) return [];
  const rule = {
    allowed: `in the vault's subscription ${subscription}`,
    remedy: "set crossSubscriptionBackup to true, or protect it with a vault of its own subscription",
  };
  return [problem("the VM's subscription", own, rule)];
}

function stateProblems(vm: SourceVm, vault: IRecoveryServicesVault): string[] {
  if (vm._state !== ProtectionState.SUSPENDED || immutabilityOf(vault) === undefined || isImmutable(vault)) return [];
  const rule = {
    allowed: `ProtectionState.STOPPED or PROTECTED in a vault whose immutability is ${String(immutabilityOf(vault))}`,
    remedy: "make the vault immutable, or stop the VM's protection instead",
  };
  return [problem("protectionState", vm._state, rule)];
}

function constructProblems(vm: IVirtualMachine, vault: IRecoveryServicesVault, policy: IVmBackupPolicy): string[] {
  const problems: string[] = [];
  const [region, vaultRegion] = [regionOfVm(vm), regionOf(vault)];
  if (region !== undefined && vaultRegion !== undefined && !isSameRegion(region, vaultRegion)) {
    const rule = { allowed: `in the vault's region ${vaultRegion}`, remedy: "protect it with a vault of its own region" };
    problems.push(problem("the VM's location", region, rule));
  }
  const need = needOfEnhancedPolicy(vm);
  if (need !== undefined && isStandard(policy)) {
    const rule = { allowed: `Enhanced for ${need}`, remedy: "give the VM an Enhanced policy" };
    problems.push(problem("the policy's type", "Standard", rule));
  }
  if (hasEphemeralOsDisk(vm)) {
    const rule = { allowed: "a managed disk", remedy: "leave the VM out, since Azure Backup cannot protect it" };
    problems.push(problem("the VM's OS disk", "an ephemeral one", rule));
  }
  return problems;
}

/** Whether a policy is known to be Standard. */
export function isStandard(policy: IVmBackupPolicy): boolean {
  if (!(policy instanceof VmBackupPolicy)) return false;
  return (policy.resource.policyTypeInput ?? VmBackupPolicyType.STANDARD) === (VmBackupPolicyType.STANDARD as string);
}
