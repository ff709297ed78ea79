import { randomBytes } from "node:crypto";
import { derivedGuid } from "../../arm/derived-guid";
import { propertiesOf, requiredText, withProperties } from "../body";
import { extension, tracked, type ResourceType } from "../resource-type";
import { requireReferences } from "../scope";
import { monitoringInvalid } from "../../errors/resource-errors";

const WORKSPACE_VERSIONS = [
  "2015-11-01-preview",
  "2020-08-01",
  "2020-10-01",
  "2021-06-01",
  "2021-12-01-preview",
  "2022-10-01",
  "2023-09-01",
  "2025-02-01",
  "2025-07-01",
];
const KEYS = ["primarySharedKey", "secondarySharedKey"] as const;

/** Resource types of monitoring, with Log Analytics workspaces. */
export const MONITORING: readonly ResourceType[] = [
  tracked("Microsoft.OperationalInsights/workspaces", WORKSPACE_VERSIONS, {
    beforeStore: (_, workspace, existing) =>
      withProperties(
        workspace,
        Object.fromEntries(
          KEYS.map((key) => [key, (existing && propertiesOf(existing)[key]) ?? randomBytes(64).toString("base64")]),
        ),
      ),
    properties: (_, workspace) => ({
      primarySharedKey: undefined,
      secondarySharedKey: undefined,
      customerId: derivedGuid(`${workspace.id} customer`),
    }),
    actions: {
      sharedkeys: (_, workspace) => Object.fromEntries(KEYS.map((key) => [key, propertiesOf(workspace)[key]])),
    },
  }),
  extension("Microsoft.Insights/diagnosticSettings", ["2017-05-01-preview", "2021-05-01-preview"], {
    created: 200,
    check: (context, setting) => {
      const { workspaceId, storageAccountId, eventHubAuthorizationRuleId, marketplacePartnerId } = propertiesOf(setting);
      if (!workspaceId && !storageAccountId && !eventHubAuthorizationRuleId && !marketplacePartnerId) {
        throw monitoringInvalid("At least one data sink needs to be specified.");
      }
      if (workspaceId) requireReferences(context, setting.id, [workspaceId]);
    },
  }),
  tracked("Microsoft.Insights/actionGroups", ["2019-06-01", "2021-09-01", "2022-06-01", "2023-01-01", "2024-10-01-preview"], {
    provisions: false,
    check: (_, group) => {
      if (requiredText(group, "groupShortName").length <= 12) return;
      throw monitoringInvalid("The action group short name cannot be longer than 12 characters.");
    },
  }),
  tracked("Microsoft.AlertsManagement/actionRules", ["2021-08-08"], { provisions: false }),
  tracked("Microsoft.Insights/workbooks", ["2022-04-01"], {
    provisions: false,
    check: (_, workbook) => {
      requiredText(workbook, "displayName");
      requiredText(workbook, "serializedData");
    },
  }),
  tracked("Microsoft.Insights/metricAlerts", ["2018-03-01"], { provisions: false }),
  tracked("Microsoft.Insights/scheduledQueryRules", ["2021-08-01", "2022-06-15", "2023-03-15-preview", "2023-12-01"], {
    provisions: false,
  }),
];
