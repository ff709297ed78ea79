import { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import { Fn, type IResolveContext, Lazy, ref, Token } from "cdktf";
import type { Construct } from "constructs";
import { refuse } from "../private/problems";
import type { ProtectedVmsProps } from "./protected-vms";
import { duplicateVmProblems } from "./protection-rules";
import type { SourceVm } from "./source-vm";

/** The one resource of azurerm that protects every VM of a map, an instance for each. */
export function itemPerVm(scope: Construct, id: string, props: ProtectedVmsProps): BackupProtectedVm {
  const vms = Object.values(props.vms);
  const resource = new BackupProtectedVm(scope, id, {
    resourceGroupName: props.vault.resourceGroupName,
    recoveryVaultName: props.vault.vaultName,
    backupPolicyId: props.policy.policyId,
    sourceVmId: Token.asString(ref("each.value.source_vm_id")),
    includeDiskLuns: vms.some((vm) => vm._options.includeDiskLuns) ? numbersOfEach("include_disk_luns") : undefined,
    excludeDiskLuns: vms.some((vm) => vm._options.excludeDiskLuns) ? numbersOfEach("exclude_disk_luns") : undefined,
    provider: props.provider,
    dependsOn: props.dependsOn,
    lifecycle: { preventDestroy: true, ignoreChanges: ["source_vm_id"], ...props.lifecycle },
  });

  // A map that cdktf wrote as an iterator would be one long expression; as a plain object each VM has a line of its own.
  const produce = (context: IResolveContext) => {
    const values = Object.entries(props.vms).map(([key, vm]) => [key, valueOf(vm, context)] as const);
    refuse(`ProtectedVms '${scope.node.path}'`, duplicateVmProblems(values.map(([key, value]) => [key, value.source_vm_id])));
    return Object.fromEntries(values);
  };
  resource.addOverride("for_each", Lazy.anyValue({ produce }));
  return resource;
}

function valueOf({ _id, _options }: SourceVm, context: IResolveContext) {
  return {
    source_vm_id: context.resolve(_id) as string,
    include_disk_luns: _options.includeDiskLuns,
    exclude_disk_luns: _options.excludeDiskLuns,
  };
}

/** An attribute that not every VM of the map has. */
function numbersOfEach(attribute: string): number[] {
  return Token.asNumberList(Fn.try([ref(`each.value.${attribute}`), ref("null")]));
}
