import { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import { type IResolveContext, Lazy, ref, Token } from "cdktf";
import type { Construct } from "constructs";
import { refuse } from "../private/problems";
import type { ProtectedVmsProps } from "./protected-vms";
import { duplicateVmProblems } from "./protection-rules";

/** The one resource of azurerm that protects every VM of a map, an instance for each. */
export function itemPerVm(scope: Construct, id: string, props: ProtectedVmsProps): BackupProtectedVm {
  const vms = Object.values(props.vms);
  const including = vms.some((vm) => vm._options.includeDiskLuns);
  const excluding = vms.some((vm) => vm._options.excludeDiskLuns);
  const resource = new BackupProtectedVm(scope, id, {
    resourceGroupName: props.vault.resourceGroupName,
    recoveryVaultName: props.vault.vaultName,
    backupPolicyId: props.policy.policyId,
    sourceVmId: Token.asString(ref("each.value.source_vm_id")),
    includeDiskLuns: including ? Token.asNumberList(ref("each.value.include_disk_luns")) : undefined,
    excludeDiskLuns: excluding ? Token.asNumberList(ref("each.value.exclude_disk_luns")) : undefined,
    provider: props.provider,
    dependsOn: props.dependsOn,
    lifecycle: { preventDestroy: true, ignoreChanges: ["source_vm_id"], ...props.lifecycle },
  });

  const valueOf = (key: string, context: IResolveContext) => {
    const vm = props.vms[key];
    return {
      source_vm_id: context.resolve(vm?._id) as string,
      // Every instance has the attributes of all, since a reference to one that is missing would be an error.
      ...(including ? { include_disk_luns: vm?._options.includeDiskLuns ?? null } : {}),
      ...(excluding ? { exclude_disk_luns: vm?._options.excludeDiskLuns ?? null } : {}),
    };
  };
  // A map that cdktf wrote as an iterator would be one long expression; as a plain object each VM has a line of its own.
  const produce = (context: IResolveContext) => {
    const values = Object.keys(props.vms).map((key) => [key, valueOf(key, context)] as const);
    refuse(`ProtectedVms '${scope.node.path}'`, duplicateVmProblems(values.map(([key, value]) => [key, value.source_vm_id])));
    return Object.fromEntries(values);
  };
  resource.addOverride("for_each", Lazy.anyValue({ produce }));
  return resource;
}
