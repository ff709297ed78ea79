import { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import { type Postcondition, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { createAfter, dependenciesOf } from "../private/dependencies";
import { repairHcl } from "../private/hcl";
import { lifecycleOf } from "../private/lifecycle";
import type { IVmBackupPolicy } from "../policy/vm-backup-policy";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import { privateEndpointsOf } from "../vault/creation-order";
import type { IRecoveryServicesVault } from "../vault/vault";
import { RemovalPolicy } from "./removal-policy";
import type { SourceVm } from "./source-vm";
import { checkSubscription, providerFor } from "../vault/vault-provider";

/** The props of every resource that protects VMs. */
export interface ItemResourceProps extends AzurermResourceOptions {
  readonly vault: IRecoveryServicesVault;
  readonly policy: IVmBackupPolicy;
  readonly removal?: RemovalPolicy;
  readonly crossSubscriptionBackup?: boolean;
}

/** The arguments that differ between one VM, a map of VMs, and the VMs of a plan. Each value may be an expression. */
export interface ItemArguments {
  readonly sourceVmId: string;
  readonly backupPolicyId: string | undefined;
  readonly protectionState: string;
  readonly includeDiskLuns: number[] | undefined;
  readonly excludeDiskLuns: number[] | undefined;
}

/** Creates azurerm's resource that protects VMs, with a lifecycle that keeps the backups. */
export function itemResource(
  scope: Construct,
  props: ItemResourceProps,
  args: ItemArguments,
  postcondition?: Postcondition,
): BackupProtectedVm {
  const resource = new BackupProtectedVm(scope, "Resource", {
    ...args,
    resourceGroupName: props.vault.resourceGroupName,
    recoveryVaultName: props.vault.vaultName,
    provider: providerFor(scope, props.vault, props.provider),
    dependsOn: dependenciesOf(scope, props.dependsOn),
    lifecycle: lifecycleOf(scope, props.lifecycle, {
      ...((props.removal ?? RemovalPolicy.REFUSE) === RemovalPolicy.REFUSE && { preventDestroy: true }),
      // azurerm would delete the backups of a VM whose id changes only in case, or that is replaced in the same plan.
      ignoreChanges: ["source_vm_id"],
      ...(postcondition && { postcondition: [postcondition] }),
    }),
  });
  repairHcl(resource);
  checkSubscription(scope, props.vault, resource);
  const stack = TerraformStack.of(scope);
  createAfter(resource, () => privateEndpointsOf(stack, props.vault));
  return resource;
}

/** Returns the arguments of a resource whose instances all have the same values. */
export function argumentsOf(vm: SourceVm, policy: IVmBackupPolicy): ItemArguments {
  return {
    sourceVmId: vm._id,
    backupPolicyId: vm._policyId(policy),
    protectionState: vm._state,
    includeDiskLuns: vm._options.includeDiskLuns,
    excludeDiskLuns: vm._options.excludeDiskLuns,
  };
}

/** The value of a `for_each` instance. */
export const EACH_VALUE = "${each.value}";
