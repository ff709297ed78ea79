import { AlertSeverity, AzurermProviderVersion, RecoveryServicesVault, type VaultAlertProcessingRuleOptions } from "../../../lib";
import { unknownText, VAULT_ID } from "../../support/azure";
import { type Arguments, refusal, synth, testStack } from "../../support/synth";
import { actionGroupId, minimalVault, warningsOf } from "./support";

const A = actionGroupId("a");
const B = actionGroupId("b");

function rule(options: Partial<VaultAlertProcessingRuleOptions> = {}): Arguments {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  vault.addAlertProcessingRule("Alerts", { actionGroupIds: [A], ...options });
  return synth(stack).only("azurerm_monitor_alert_processing_rule_action_group");
}

test("notifies the action groups of every alert of the vault", () => {
  expect(rule({ actionGroupIds: [B, A.replace("Microsoft.Insights", "microsoft.insights")] })).toEqual({
    name: "stack-Vault-Alerts",
    resource_group_name: "rg-app",
    scopes: [VAULT_ID],
    add_action_group_ids: [A, B],
    condition: { target_resource_type: { operator: "Equals", values: ["Microsoft.RecoveryServices/vaults"] } },
  });
});

test("passes severities, names and tags to the resource", () => {
  const severities = [AlertSeverity.ERROR, AlertSeverity.CRITICAL];
  expect(rule({ severities, ruleName: "failed", resourceGroupName: "rg-alerts", tags: { team: "app" } })).toMatchObject({
    name: "failed",
    resource_group_name: "rg-alerts",
    tags: { team: "app" },
    condition: { severity: { operator: "Equals", values: ["Sev0", "Sev1"] } },
  });
});

test.each([
  [{ actionGroupIds: [] }, "actionGroupIds must be at least one id, none twice, got []"],
  [{ actionGroupIds: [A, A] }, "actionGroupIds must be at least one id, none twice"],
  [{ actionGroupIds: ["a"] }, "actionGroupIds must be '/subscriptions/<subscription>/"],
  [{ severities: [] }, "severities must be at least one severity, none twice, got []; name each, or leave it out"],
  [{ ruleName: "-a" }, "ruleName must be letters, digits, '-' and '_', starting with a letter or digit, got '-a'"],
  [{ resourceGroupName: "rg." }, "resourceGroupName must be 1 to 90 letters"],
  [{ tags: { team: "x".repeat(257) } }, "tags['team'] must be at most 256 characters"],
])("throws for %j", (options, message) => {
  expect(refusal(() => rule(options))).toContain(`VaultAlertProcessingRule 'stack/Vault/Alerts': ${message}`);
});

test("accepts tokens", () => {
  const stack = testStack();
  const unknown = unknownText(stack, "group");
  expect(() => minimalVault(stack).addAlertProcessingRule("Alerts", { actionGroupIds: [unknown] })).not.toThrow();
});

test.each([
  [{ alertsForAllJobFailuresEnabled: false }, 1],
  [{ alertsForAllJobFailuresEnabled: true }, 0],
  [{ alertsForCriticalOperationFailuresEnabled: false }, 0],
])("with monitoring %j, adds %d warnings that failed jobs raise no alert", (monitoring, count) => {
  const stack = testStack();
  AzurermProviderVersion.require(stack, ">= 4.77.0");
  const vault = minimalVault(stack, { monitoring });
  vault.addAlertProcessingRule("Alerts", { actionGroupIds: [A] });
  synth(stack);
  const warning =
    "monitoring.alertsForAllJobFailuresEnabled of the vault should be on for this rule to notify of failed jobs, got false; leave it out";
  expect(warningsOf(stack)).toEqual(Array<string>(count).fill(warning));
});
