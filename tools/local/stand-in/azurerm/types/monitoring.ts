import type { DeclaredType } from "../declared-types";
import { inGroup, one } from "./parts";

export const MONITORING: Readonly<Record<string, DeclaredType>> = {
  azurerm_monitor_diagnostic_setting: {
    known: ["name", "target_resource_id", "log_analytics_workspace_id", "log_analytics_destination_type", "enabled_log"],
    apiVersion: "2021-05-01-preview",
    id: ({ target_resource_id: target, name }) =>
      `${String(target)}/providers/Microsoft.Insights/diagnosticSettings/${String(name)}`,
    body: (setting) => ({
      properties: {
        workspaceId: setting["log_analytics_workspace_id"] as unknown,
        logAnalyticsDestinationType: setting["log_analytics_destination_type"] as unknown,
        logs: (setting["enabled_log"] as { category: string }[]).map(({ category }) => ({ category, enabled: true })),
      },
    }),
  },
  azurerm_monitor_alert_processing_rule_action_group: {
    known: ["name", "resource_group_name", "scopes", "add_action_group_ids", "condition"],
    apiVersion: "2021-08-08",
    id: inGroup("Microsoft.AlertsManagement/actionRules"),
    body: ({ scopes, add_action_group_ids: actionGroupIds, condition }) => {
      const target = one(one(condition)?.["target_resource_type"]);
      return {
        location: "global",
        properties: {
          enabled: true,
          scopes: scopes as unknown,
          actions: [{ actionType: "AddActionGroups", actionGroupIds: actionGroupIds as unknown }],
          conditions: [
            { field: "TargetResourceType", operator: target?.["operator"] as unknown, values: target?.["values"] as unknown },
          ],
        },
      };
    },
  },
};
