import { Annotations } from "cdktf";
import type { DeclaredVault } from "./declared-vault";
import { VaultAlertProcessingRule } from "./vault-alert-processing-rule";

/** Warns if an alert processing rule would not notify of failed jobs, because the vault raises no alerts for them. */
export function warnIfAlertsDisabled(vault: DeclaredVault): void {
  if (vault.resource.monitoringInput?.alertsForAllJobFailuresEnabled !== false) return;
  const rules = vault.node.findAll().filter((one) => one instanceof VaultAlertProcessingRule);
  for (const rule of rules) {
    Annotations.of(rule).addWarning(
      "monitoring.alertsForAllJobFailuresEnabled of the vault should be on for this rule to notify of failed jobs, got false; leave it out",
    );
  }
}
