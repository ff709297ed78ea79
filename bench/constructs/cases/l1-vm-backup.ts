import { join } from "node:path";
import { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import {
  AssetType,
  Fn,
  forExpression,
  Op,
  ref,
  TerraformAsset,
  TerraformResource,
  TerraformSelf,
  Token,
  type TerraformStack,
} from "cdktf";
import { vaultAndPolicy } from "./l1-vault";
import { vmIds } from "./vm-ids";

const HOOK = join(__dirname, "azure-vm-backup.cjs");

/** Vault, policy, VMs and their initial backup, written by hand to the same effect. */
export function build(stack: TerraformStack, vms: number): void {
  stack.addOverride("terraform.required_providers.azurerm.version", ">= 4.77.0, < 5.0.0");
  const { vault, policy } = vaultAndPolicy(stack);
  const vmId = Token.asString(ref("each.value"));
  const protectedVmId = Token.asString(TerraformSelf.getAny("source_vm_id"));
  const items = new BackupProtectedVm(stack, "vms", {
    resourceGroupName: vault.resourceGroupName,
    recoveryVaultName: vault.name,
    sourceVmId: vmId,
    backupPolicyId: policy.id,
    protectionState: "Protected",
    lifecycle: {
      preventDestroy: true,
      ignoreChanges: ["source_vm_id"],
      postcondition: [
        {
          condition: Op.eq(Fn.lower(protectedVmId), Fn.lower(vmId)),
          errorMessage: `the key '\${each.key}' must go on naming the VM it protects, ${protectedVmId}`,
        },
      ],
    },
  });
  items.addOverride("for_each", Object.fromEntries(vmIds(vms)));

  const itemIds = Fn.sort(Token.asList(forExpression(items.fqn, ref("val.id"))));
  const asset = new TerraformAsset(stack, "hook", { path: HOOK, type: AssetType.FILE, assetHash: "bundle" });
  const request = {
    version: 1,
    retention: { days: 60 },
    waitFor: "snapshot",
    timeoutMinutes: 120,
    concurrency: 4,
    onFailure: "fail",
    vaultId: vault.id,
    protectedItemIds: itemIds,
  };
  const initialBackup = new TerraformResource(stack, "initial-backup", {
    terraformResourceType: "terraform_data",
    terraformGeneratorMetadata: { providerName: "terraform" },
    provisioners: [
      {
        type: "local-exec",
        interpreter: ["node"],
        command: `\${path.module}/${asset.path}`,
        environment: { AZURE_VM_BACKUP_REQUEST: Fn.base64gzip(Fn.jsonencode(request)) },
      },
    ],
  });
  initialBackup.addOverride("triggers_replace", itemIds);
}
