import { RecoveryServicesVault, type VaultDiagnosticSettingOptions, VaultLogCategory } from "../../../lib";
import { unknownText, VAULT_ID } from "../../support/azure";
import { type Arguments, refusal, synth, testStack } from "../../support/synth";
import { minimalVault, WORKSPACE_ID } from "./support";

function setting(options: Partial<VaultDiagnosticSettingOptions> = {}): Arguments {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  vault.addDiagnosticSetting("Logs", { logAnalyticsWorkspaceId: WORKSPACE_ID, ...options });
  return synth(stack).only("azurerm_monitor_diagnostic_setting");
}

test("sends the categories of Backup reports to dedicated tables by default", () => {
  expect(setting()).toEqual({
    name: "stack-Vault-Logs",
    target_resource_id: VAULT_ID,
    log_analytics_workspace_id: WORKSPACE_ID,
    log_analytics_destination_type: "Dedicated",
    enabled_log: [
      { category: "AddonAzureBackupAlerts" },
      { category: "AddonAzureBackupJobs" },
      { category: "AddonAzureBackupPolicy" },
      { category: "AddonAzureBackupProtectedInstance" },
      { category: "AddonAzureBackupStorage" },
      { category: "CoreAzureBackup" },
    ],
  });
});

test("sends the given categories, in an order that does not depend on the list", () => {
  const categories = [VaultLogCategory.CORE, VaultLogCategory.JOBS];
  expect(setting({ categories, settingName: "jobs" })).toMatchObject({
    name: "jobs",
    enabled_log: [{ category: "AddonAzureBackupJobs" }, { category: "CoreAzureBackup" }],
  });
});

test.each([
  [{ logAnalyticsWorkspaceId: "logs" }, "logAnalyticsWorkspaceId must be '/subscriptions/<subscription>/"],
  [{ categories: [] }, "categories must be at least one category, none twice, got []; name each category once, or leave it out"],
  [{ categories: [VaultLogCategory.JOBS, VaultLogCategory.JOBS] }, "categories must be at least one category, none twice"],
  [{ settingName: "a/b" }, "settingName must be 1 to 260 characters, none of <>*%&:\\?+/, got 'a/b'"],
  [{ settingName: "" }, "settingName must be 1 to 260 characters"],
])("throws for %j", (options, message) => {
  expect(refusal(() => setting(options))).toContain(`VaultDiagnosticSetting 'stack/Vault/Logs': ${message}`);
});

test("accepts tokens", () => {
  const stack = testStack();
  const unknown = unknownText(stack, "workspace");
  expect(() => minimalVault(stack).addDiagnosticSetting("Logs", { logAnalyticsWorkspaceId: unknown })).not.toThrow();
});
