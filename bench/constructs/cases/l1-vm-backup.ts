import { dirname, join } from "node:path";
import { AssetType, Fn, TerraformAsset, TerraformResource, type TerraformStack } from "cdktf";
import { protectedVms } from "./l1-protected-vms";
import { vaultAndPolicy } from "./l1-vault";

const HOOK = join(dirname(require.resolve("cdktf-azure-vm-backup/package.json")), "bundle/azure-vm-backup.cjs");

/** Vault, policy, VMs and their initial backup, written by hand. It synthesizes to the same Terraform as `vm-backup`. */
export function build(stack: TerraformStack, vms: number): void {
  stack.addOverride("terraform.required_providers.azurerm.version", ">= 4.77.0, < 5.0.0");
  const parts = vaultAndPolicy(stack);
  const { itemIds, check } = protectedVms(stack, parts, vms);
  const sortedIds = Fn.sort(itemIds.asList);
  const asset = new TerraformAsset(stack, "Hook", { path: HOOK, type: AssetType.FILE, assetHash: "bundle" });
  const request = {
    version: 1,
    retention: { days: 60 },
    waitFor: "snapshot",
    timeoutMinutes: 120,
    concurrency: 4,
    onFailure: "fail",
    vaultId: parts.vault.id,
    protectedItemIds: sortedIds,
  };
  const initialBackup = new TerraformResource(stack, "InitialBackup", {
    terraformResourceType: "terraform_data",
    terraformGeneratorMetadata: { providerName: "terraform" },
    dependsOn: [check],
    provisioners: [
      {
        type: "local-exec",
        interpreter: ["node"],
        command: `\${path.module}/${asset.path}`,
        environment: { AZURE_VM_BACKUP_REQUEST: Fn.base64gzip(Fn.jsonencode(request)) },
      },
    ],
  });
  initialBackup.addOverride("triggers_replace", sortedIds);
}
