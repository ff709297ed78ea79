import { App, TerraformStack } from "cdktf";
import { InitialBackup, ProtectedVms, RecoveryPointRetention, RecoveryServicesVault, RestoreDrill, WaitFor } from "../../../lib";

/** A stack with the initial backup and the drill of protected VMs, whose places exist, so that Terraform needs no provider. */
const { E2E_VAULT_ID: vaultId = "", E2E_ITEM_IDS: itemIds = "", E2E_RUN_ON_DEPLOY: runOnDeploy, ...env } = process.env;
const app = new App();
const stack = new TerraformStack(app, env["E2E_STACK"] ?? "restore-drill");
const vault = RecoveryServicesVault.fromVaultAttributes(stack, "Vault", { vaultId, location: "westeurope" });
const protectedVms = [ProtectedVms.fromProtectedItemIds(stack, "Vms", { vault, protectedItemIds: itemIds.split(",") })];
new InitialBackup(stack, "InitialBackup", {
  ...{ protectedVms, retention: RecoveryPointRetention.days(30), waitFor: WaitFor.COMPLETED },
});
new RestoreDrill(stack, "Drill", {
  protectedVms,
  existingScratchResourceGroupId: env["E2E_SCRATCH_GROUP_ID"] ?? "",
  existingStagingAccountId: env["E2E_STAGING_ACCOUNT_ID"] ?? "",
  sample: Number(env["E2E_SAMPLE"] ?? 2),
  objectiveMinutes: Number(env["E2E_OBJECTIVE"] ?? 600),
  outputName: "restore_drill",
  runOnDeploy: runOnDeploy === "true",
});
app.synth();
