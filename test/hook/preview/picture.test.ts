import { Testing } from "cdktf";
import { RecoveryServicesVault, VmBackupPolicy, VmBackupPolicyPreset } from "../../../lib";
import { chartsSvg } from "../../../lib/hook/preview/charts";
import { previewOf } from "../../../lib/hook/preview/preview";
import { ofStack } from "../../../lib/hook/preview/sources";
import { expectPicture } from "../../support/generated";
import { testStack } from "../../support/synth";

test("docs/retention.svg is what preview draws of the preset", () => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(
    stack,
    "Vault",
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/vault-app",
  );
  new VmBackupPolicy(stack, "Policy", {
    ...VmBackupPolicyPreset.dailyMonthly1Year({ time: "22:00" }),
    vault,
    policyName: "One-Year",
  });
  const { resource } = JSON.parse(Testing.synth(stack, true)) as {
    resource: { azurerm_backup_policy_vm: Record<string, unknown> };
  };
  const policy = ofStack("Policy", Object.values(resource.azurerm_backup_policy_vm)[0], "the preset");
  const preview = previewOf(policy, { on: "2027-09-30", since: "2027-01-01", until: "2028-04-30" });
  expectPicture("docs/retention.svg", chartsSvg([preview]));
});
