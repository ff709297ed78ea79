import { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import { TerraformLocal, TerraformResource, type TerraformStack } from "cdktf";
import type { vaultAndPolicy } from "./l1-vault";
import { vmIds } from "./vm-ids";

const REMEDY =
  "put the old id back, even if the VM was moved to another resource group and has a new id, and protect the new id under a new key";

/** The protection of VMs, written by hand: ids in a local value, one block, and a check that each key goes on naming its VM. */
export function protectedVms(stack: TerraformStack, { vault, policy }: ReturnType<typeof vaultAndPolicy>, vms: number) {
  const ids = new TerraformLocal(stack, "VmIds", Object.fromEntries(vmIds(vms)));
  const items = new BackupProtectedVm(stack, "ProtectedVms", {
    resourceGroupName: vault.resourceGroupName,
    recoveryVaultName: vault.name,
    sourceVmId: "${each.value}",
    backupPolicyId: policy.id,
    protectionState: "Protected",
    lifecycle: { preventDestroy: true, ignoreChanges: ["source_vm_id"] },
  });
  items.addOverride("for_each", ids.expression);

  const protectedIds = new TerraformLocal(
    stack,
    "ProtectedVmIds",
    `\${merge(${ids.fqn}, {for key, item in ${items.fqn} : key => item.source_vm_id})}`,
  );
  // cdktf puts braces around a token that stands behind a template of the user.
  const before = `local.${protectedIds.friendlyUniqueId}[key]`;
  const changed = new TerraformLocal(
    stack,
    "ChangedVms",
    `\${[for key, id in ${ids.fqn} : "'\${key}' with \${id} in place of \${${before}}" if lower(id) != lower(${before})]}`,
  );
  const condition = `\${length(${changed.fqn}) == 0}`;
  const errorMessage =
    `ProtectedVms '${items.node.path}': each key must go on naming the VM it protects, ` +
    `got \${join(", ", ${changed.fqn})}; ${REMEDY}`;
  const check = new TerraformResource(stack, "SameVmCheck", {
    terraformResourceType: "terraform_data",
    terraformGeneratorMetadata: { providerName: "terraform" },
    lifecycle: { precondition: [{ condition, errorMessage }] },
  });
  const itemIds = new TerraformLocal(stack, "ItemIds", `\${[for key, item in ${items.fqn} : item.id]}`);
  return { itemIds, check };
}
