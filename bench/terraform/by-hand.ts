import { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import { Fn, TerraformLocal, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { vmIds } from "../constructs/cases/vm-ids";
import { linuxVms, VAULT_ID } from "./forms";

const ITEM = {
  resourceGroupName: "rg-backup",
  recoveryVaultName: "vault-app",
  backupPolicyId: `${VAULT_ID}/backupPolicies/daily`,
  protectionState: "Protected",
  lifecycle: { preventDestroy: true, ignoreChanges: ["source_vm_id"] },
};

/** One resource for each VM, and a program that runs once they are protected. */
export function singleResources(scope: Construct, count: number, first = 0, ownDisks: readonly number[] = []): void {
  const items = vmIds(count, first).map(([key, sourceVmId], index) => {
    const disks = ownDisks.includes(index) ? { excludeDiskLuns: [1] } : {};
    return new BackupProtectedVm(scope, key, { ...ITEM, sourceVmId, ...disks });
  });
  runAfterwards(
    scope,
    items.map(({ id }) => id),
  );
}

/** The cheapest `for_each` there is: over a local value, with nothing else to evaluate for each VM. */
export function bestForEach(scope: Construct, count: number, first = 0): void {
  forEachOver(scope, Object.fromEntries(vmIds(count, first)));
}

/** The same over VMs of the stack, each of which Terraform notes as a dependency of every item. */
export function bestForEachOverVms(scope: Construct, count: number): void {
  forEachOver(scope, Object.fromEntries(linuxVms(scope, count).map((vm) => [vm.node.id, vm.id])));
}

function forEachOver(scope: Construct, vms: Readonly<Record<string, string>>): void {
  const ids = new TerraformLocal(scope, "ids", vms);
  const items = new BackupProtectedVm(scope, "vms", { ...ITEM, sourceVmId: "${each.value}" });
  items.addOverride("for_each", ids.expression);
  runAfterwards(scope, new TerraformLocal(scope, "items", `\${sort([for item in ${items.fqn} : item.id])}`).expression);
}

function runAfterwards(scope: Construct, protectedItemIds: unknown): void {
  const request = Fn.base64gzip(Fn.jsonencode({ version: 1, vaultId: VAULT_ID, protectedItemIds }));
  const environment = { AZURE_VM_BACKUP_REQUEST: request };
  const hook = new TerraformResource(scope, "initial-backup", {
    terraformResourceType: "terraform_data",
    terraformGeneratorMetadata: { providerName: "terraform" },
    provisioners: [{ type: "local-exec", interpreter: ["node"], command: "hook.cjs", environment }],
  });
  hook.addOverride("triggers_replace", protectedItemIds);
}
