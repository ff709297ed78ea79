import { OF_VMS, RowType } from "../../azure/resource-graph";

/** The states in which an item protects no VM, and those in which its backups are stopped or suspended, as the command reads them. */
const NOT_PROTECTING = "'SoftDeleted', 'ConfiguringProtectionFailed'";
const STOPPED = "'ProtectionStopped', 'ProtectionPaused', 'BackupsSuspended'";

/** Each VM with the best state of its protection in any vault. Azure writes 2001 and 1 for a time that there is not. */
const VM_STATES = `resources
| where type =~ '${RowType.vm}'
| project id, location, subscriptionId, resourceGroup, vmKey = tolower(id)
| join kind=leftouter (
    ${OF_VMS.replace(/\n/g, "\n    ")}
    | extend vmKey = tolower(vmId), said = tostring(properties.protectionState), current = tostring(properties.currentProtectionState)
    | where said !in~ (${NOT_PROTECTING}) and current !in~ (${NOT_PROTECTING})
    | extend isStopped = iff(said in~ (${STOPPED}) or current in~ (${STOPPED}), 1, 0)
    | extend ofActive = iff(isStopped == 0, lastRecoveryPoint, datetime(null))
    | summarize lastRecoveryPoint = max(ofActive), items = count(), stopped = sum(isStopped) by vmKey
  ) on vmKey
| extend state = case(
    isnull(items) or items == 0, 'protected by no vault',
    stopped == items, 'backups stopped or suspended',
    isnull(lastRecoveryPoint) or lastRecoveryPoint < datetime(2002-01-01), 'never backed up',
    lastRecoveryPoint < ago(1h * {ObjectiveHours}), 'last recovery point too old',
    'covered')`;

/** The queries of the workbook by their titles. A workbook puts its parameters, such as `{ObjectiveHours}`, into the text. */
export const WORKBOOK_QUERIES = {
  "VMs by state": `${VM_STATES}
| summarize VMs = count() by state
| order by VMs desc`,
  "By subscription and region": `${VM_STATES}
| summarize VMs = count(), covered = countif(state == 'covered') by subscriptionId, location
| extend notCovered = VMs - covered
| order by notCovered desc, VMs desc`,
  "VMs that are not covered": `${VM_STATES}
| where state != 'covered'
| project VM = id, state, lastRecoveryPoint, location, subscriptionId, resourceGroup
| order by state asc, VM asc`,
} as const;

const ABOUT = `# VM backup coverage

Every VM of the chosen subscriptions, joined with the protected items of all vaults by its id. A table shows the first 1,000 rows that Azure
Resource Graph returns. \`azure-vm-backup coverage\` reads all of them, and knows exemptions, objectives by tag and a baseline.`;

const GRAPH = { queryType: 1, resourceType: "microsoft.resourcegraph/resources" };

function query(title: keyof typeof WORKBOOK_QUERIES, visualization: string): object {
  const content = {
    ...{ version: "KqlItem/1.0", query: WORKBOOK_QUERIES[title], size: 0, title, ...GRAPH },
    ...{ crossComponentResources: ["{Subscription}"], visualization, showExportToExcel: visualization === "table" },
  };
  return { type: 3, content, name: title };
}

/** The parameters that a viewer can change. The ids only have to differ. */
function parameters(objectiveHours: string): object[] {
  const common = { version: "KqlParameterItem/1.0", isRequired: true };
  return [
    {
      ...{ ...common, id: "5e0fd2ec-8f4c-4a3b-9b0e-2d1f6a7c8b01", name: "Subscription", label: "Subscriptions", type: 6 },
      ...{ multiSelect: true, quote: "'", delimiter: ",", value: ["value::all"] },
      typeSettings: { additionalResourceOptions: ["value::all"], includeAll: true, showDefault: false },
    },
    {
      ...{ ...common, id: "5e0fd2ec-8f4c-4a3b-9b0e-2d1f6a7c8b02", name: "ObjectiveHours", label: "Objective in hours", type: 1 },
      value: objectiveHours,
    },
  ];
}

/** The content of the workbook, as Azure stores it. */
export function workbookContent(objectiveHours: string): object {
  return {
    version: "Notebook/1.0",
    items: [
      { type: 1, content: { json: ABOUT }, name: "about" },
      {
        type: 9,
        content: { version: "KqlParameterItem/1.0", parameters: parameters(objectiveHours), style: "pills", ...GRAPH },
        name: "parameters",
      },
      query("VMs by state", "piechart"),
      query("By subscription and region", "table"),
      query("VMs that are not covered", "table"),
    ],
    fallbackResourceIds: ["azure monitor"],
    $schema: "https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json",
  };
}
