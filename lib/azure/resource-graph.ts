/**
 * Azure Resource Graph: the path, the tables and the queries of this package. A query is sent as it stands here, without any part that a user
 * chose. Each is ordered by `id` and projects it, because Azure pages only such queries completely.
 * @see https://learn.microsoft.com/azure/backup/query-backups-using-azure-resource-graph
 */
export const RESOURCE_GRAPH_PATH = "/providers/Microsoft.ResourceGraph/resources";

/** The maximum number of rows in one answer. */
export const MAX_ROWS_PER_PAGE = 1_000;

/** The types of rows, in lower case as Resource Graph has them. */
export const RowType = {
  subscription: "microsoft.resources/subscriptions",
  vm: "microsoft.compute/virtualmachines",
  vault: "microsoft.recoveryservices/vaults",
  item: "microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems",
  policy: "microsoft.recoveryservices/vaults/backuppolicies",
} as const;

/** The protected items of VMs, with the id of the VM and the last recovery point. */
export const OF_VMS = `recoveryservicesresources
| where type =~ '${RowType.item}'
| where properties.backupManagementType =~ 'AzureIaasVM'
| extend vmId = tostring(iff(isempty(properties.sourceResourceId), properties.dataSourceInfo.resourceID, properties.sourceResourceId))
| extend lastRecoveryPoint = todatetime(properties.lastRecoveryPoint)`;

const STATES =
  "protectionState = tostring(properties.protectionState), currentState = tostring(properties.currentProtectionState)";

/** Every subscription that the identity sees. */
export const SUBSCRIPTIONS_QUERY = `resourcecontainers
| where type =~ '${RowType.subscription}'
| project id, subscriptionId, name
| order by id asc`;

/** Every VM that the identity sees. */
export const VMS_QUERY = `resources
| where type =~ '${RowType.vm}'
| project id, location, tags, createdAt = tostring(properties.timeCreated)
| order by id asc`;

/** Every protected VM, one row for each item. */
export const ITEMS_QUERY = `${OF_VMS}
| project id, vmId, ${STATES}, lastRecoveryPoint, policyId = tostring(properties.policyId)
| order by id asc`;

/** The protected VMs that were never backed up, with the tags of their VMs. Azure writes 2001 and 1 for a time that there is not. */
export const PENDING_QUERY = `${OF_VMS}
| where isnull(lastRecoveryPoint) or lastRecoveryPoint < datetime(2002-01-01) or properties.protectionState =~ 'IRPending'
| extend vmKey = tolower(vmId)
| join kind=leftouter (
    resources
    | where type =~ '${RowType.vm}'
    | project vmKey = tolower(id), vmFound = id, vmTags = tags
  ) on vmKey
| project id, vmId, ${STATES}, vmFound, vmTags
| order by id asc`;

/** Every backup policy for VMs. */
export const POLICIES_QUERY = `recoveryservicesresources
| where type =~ '${RowType.policy}'
| where properties.backupManagementType =~ 'AzureIaasVM'
| project id, name, properties
| order by id asc`;

/** Every vault, with what protects its backups. */
export const VAULTS_QUERY = `resources
| where type =~ '${RowType.vault}'
| project id, location, security = properties.securitySettings
| order by id asc`;

/** The queries by name. */
export const GRAPH_QUERIES = {
  subscriptions: SUBSCRIPTIONS_QUERY,
  vms: VMS_QUERY,
  items: ITEMS_QUERY,
  pending: PENDING_QUERY,
  policies: POLICIES_QUERY,
  vaults: VAULTS_QUERY,
} as const;
