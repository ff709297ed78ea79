import { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import { Fn, type IResolveContext, Lazy, ref, Token } from "cdktf";
import type { Construct } from "constructs";
import { refuse } from "../private/problems";
import type { ProtectedVmsProps } from "./protected-vms";
import { duplicateVmProblems } from "./protection-rules";
import type { SourceVm } from "./source-vm";

/** The one resource of azurerm that protects every VM of a map, an instance for each. */
export function itemPerVm(scope: Construct, id: string, props: ProtectedVmsProps): BackupProtectedVm {
  const resource = new BackupProtectedVm(scope, id, {
    resourceGroupName: props.vault.resourceGroupName,
    recoveryVaultName: props.vault.vaultName,
    backupPolicyId: props.policy.policyId,
    sourceVmId: Token.asString(ref("each.value")),
    includeDiskLuns: numbersOfEach(props.vms, (vm) => vm._options.includeDiskLuns),
    excludeDiskLuns: numbersOfEach(props.vms, (vm) => vm._options.excludeDiskLuns),
    provider: props.provider,
    dependsOn: props.dependsOn,
    lifecycle: { preventDestroy: true, ignoreChanges: ["source_vm_id"], ...props.lifecycle },
  });

  // A map that cdktf wrote as an iterator would be one long expression; as a plain object each VM has a line of its own.
  const produce = (context: IResolveContext) => {
    const vms = Object.entries(props.vms);
    if (vms.every(([, vm]) => vm._known)) return Object.fromEntries(vms.map(([key, vm]) => [key, vm._id]));
    const resolved = vms.map(([key, vm]) => [key, context.resolve(vm._id) as string] as const);
    refuse(`ProtectedVms '${scope.node.path}'`, duplicateVmProblems(resolved));
    return Object.fromEntries(resolved);
  };
  resource.addOverride("for_each", Lazy.anyValue({ produce }));
  return resource;
}

/** What some VMs have and others do not, each under its key. */
function numbersOfEach(vms: Record<string, SourceVm>, numbersOf: (vm: SourceVm) => number[] | undefined): number[] | undefined {
  const given = Object.entries(vms).flatMap(([key, vm]) => {
    const numbers = numbersOf(vm);
    return numbers ? [[key, numbers] as const] : [];
  });
  if (given.length === 0) return undefined;
  return Token.asNumberList(Fn.lookup(Object.fromEntries(given), Token.asString(ref("each.key")), ref("null")));
}
