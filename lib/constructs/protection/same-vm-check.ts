import type { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import type { Precondition } from "cdktf";
import { TerraformResource } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { expression } from "../private/expression";
import { localValue } from "../private/local-value";
import { TerraformData } from "../private/terraform-data";
import type { ItemResourceProps } from "./item-resource";
import type { VmIds } from "./vm-ids";
import { ONE_ITEM_NAME, OTHER_VAULT_REMEDY } from "./vm-names";

const CHECK = "SameVmCheck";

/** The remedy if a key would name another VM. */
export const SAME_VM_REMEDY =
  "put the old id back, even if the VM was moved to another resource group and has a new id, and protect the new id";

/** The rules for ids that only a plan knows. Synthesis checks literal ids. */
function oneItemName({ node }: Construct, { all }: VmIds): Precondition {
  const names = expression`[for id in values(${all}) : lower(regex("(?i)/resourcegroups/.*", id))]`;
  return {
    condition: expression`length(distinct(${names})) == length(${all})`,
    errorMessage: `ProtectedVms '${node.path}': VMs must ${ONE_ITEM_NAME}; ${OTHER_VAULT_REMEDY}`,
  };
}

/**
 * Fails a plan in which a key names another VM than the one it protects. Terraform ignores the changed id, so the other VM would stay
 * unprotected. It is one check for the block, because a postcondition reads all instances once per instance, and fails `-refresh-only` if
 * one is missing. It reads the ids by key, not an instance that may not exist.
 */
export function checkSameVms(scope: Construct, props: ItemResourceProps, resource: BackupProtectedVm, vmIds: VmIds): void {
  if (props.lifecycle?.postcondition?.length === 0) return;
  const protectedIds = localValue(
    scope,
    "ProtectedVmIds",
    expression`merge(${vmIds.all}, {for key, item in ${resource.fqn} : key => item.source_vm_id})`,
  );
  const precondition: Precondition[] = Object.entries(vmIds.parts).map(([part, ids]) => {
    const changed = localValue(
      scope,
      `Changed${part}Vms`,
      expression`[for key, id in ${ids} : "'\${key}' with \${id} in place of \${${protectedIds}[key]}" if lower(id) != lower(${protectedIds}[key])]`,
    );
    return {
      condition: expression`length(${changed}) == 0`,
      errorMessage:
        `ProtectedVms '${scope.node.path}': each key must go on naming the VM it protects, got ${expression`join(", ", ${changed})`}; ` +
        `${SAME_VM_REMEDY} under a new key`,
    };
  });
  if (props.crossSubscriptionBackup === true && !vmIds.isKnown) precondition.push(oneItemName(scope, vmIds));
  new TerraformData(scope, CHECK, { lifecycle: { precondition } });
}

/**
 * Returns the checks of protected VMs, for resources that must not be created if a check fails. The check of an id that the plan does not
 * know fails in the apply, after the items were created.
 */
export function sameVmChecksOf(protectedVms: readonly IConstruct[]): TerraformResource[] {
  return protectedVms.map(({ node }) => node.tryFindChild(CHECK)).filter((one) => TerraformResource.isTerraformResource(one));
}
