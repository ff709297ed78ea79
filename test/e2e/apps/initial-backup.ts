import { App, TerraformStack } from "cdktf";
import { InitialBackup, OnFailure, ProtectedVms, RecoveryPointRetention, RecoveryServicesVault, WaitFor } from "../../../lib";

/** A stack with only the initial backup of protected VMs, so that Terraform needs no provider. */
const app = new App();
const stack = new TerraformStack(app, process.env["E2E_STACK"] ?? "initial-backup");
const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", process.env["E2E_VAULT_ID"] ?? "");
new InitialBackup(stack, "InitialBackup", {
  protectedVms: [
    ProtectedVms.fromProtectedItemIds(stack, "Vms", { vault, protectedItemIds: (process.env["E2E_ITEM_IDS"] ?? "").split(",") }),
  ],
  retention: RecoveryPointRetention.days(Number(process.env["E2E_RETENTION_DAYS"] ?? 30)),
  waitFor: process.env["E2E_WAIT_FOR"] === "snapshot" ? WaitFor.SNAPSHOT : WaitFor.COMPLETED,
  onFailure: process.env["E2E_ON_FAILURE"] === "warn" ? OnFailure.WARN : OnFailure.FAIL,
  outputName: process.env["E2E_OUTPUT_NAME"],
  runInDeployment: process.env["E2E_RUN_IN_DEPLOYMENT"] === "true" ? true : undefined,
});
app.synth();
