import type { Block } from "./stack-changes";

/**
 * Other values for every argument that azurerm updates in place, by resource type. Missing arguments cannot change after VMs are
 * protected (a vault's redundancy), or never (a lock, a role assignment, a Resource Guard association).
 */
export const UPDATES: Readonly<Record<string, (block: Block, isGuarded: boolean) => Block>> = {
  azurerm_resource_group: () => ({ tags: TAGS }),
  azurerm_recovery_services_vault: (vault, isGuarded) => ({
    tags: TAGS,
    public_network_access_enabled: vault["public_network_access_enabled"] === false,
    monitoring: { alerts_for_all_job_failures_enabled: false, alerts_for_critical_operation_failures_enabled: true },
    // An immutable vault refuses to reset settings that keep backups longer. A guarded vault needs an approval to reduce immutability.
    ...(vault["immutability"] !== undefined && !isGuarded && { immutability: "Disabled" }),
    // azurerm cannot change the SKU of a vault with a customer-managed key.
    ...(vault["encryption"] === undefined && { sku: "RS0" }),
  }),
  azurerm_backup_policy_vm: ({ backup, policy_type: type }) => ({
    backup: { ...(backup as Block), time: "03:30" },
    timezone: "Tokyo Standard Time",
    instant_restore_retention_days: type === "V2" ? 14 : 3,
    instant_restore_resource_group: { prefix: "rg-lifecycle-", suffix: "-snapshots" },
    retention_daily: { count: 45 },
    retention_weekly: { count: 20, weekdays: ["Monday", "Sunday"] },
    retention_monthly: { count: 24, days: [1, 15], include_last_days: true },
    retention_yearly: { count: 9, months: ["January", "July"], weekdays: ["Sunday"], weeks: ["First", "Last"] },
    tiering_policy: { archived_restore_point: { mode: "TierAfter", duration: 5, duration_type: "Months" } },
  }),
  azurerm_backup_protected_vm: () => ({ exclude_disk_luns: [1] }),
  azurerm_monitor_diagnostic_setting: () => ({ enabled_log: [{ category: "CoreAzureBackup" }] }),
  azurerm_monitor_alert_processing_rule_action_group: ({ condition }) => ({
    tags: TAGS,
    enabled: false,
    description: "Notifies the on-call team.",
    condition: { ...(condition as Block), severity: { operator: "Equals", values: ["Sev0", "Sev1"] } },
  }),
  azurerm_private_endpoint: () => ({ tags: TAGS }),
  azurerm_role_definition: ({ permissions }) => ({
    description: "Takes initial backups.",
    permissions: [...(permissions as Block[]), { actions: ["Microsoft.RecoveryServices/Vaults/read"] }],
  }),
};

const TAGS = { lifecycle: "updated" };
