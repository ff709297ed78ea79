import { createHash } from "node:crypto";
import { ApplicationInsightsWorkbook } from "@cdktf/provider-azurerm/lib/application-insights-workbook";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { checkLocation, checkResourceGroupName, checkTags, warnIfUnknownRegion } from "../private/azure-names";
import { dependenciesOf } from "../private/dependencies";
import { repairHcl } from "../private/hcl";
import { lifecycleOf } from "../private/lifecycle";
import { type OptionNames, RESOURCE_OPTIONS, warnOfMisspelled } from "../private/option-names";
import { requireOptions } from "../private/option-types";
import { checkOptionalWholeNumber, checkText, isLiteral, throwIfInvalid } from "../private/problems";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import { checkedProvider } from "../provider/checked-provider";
import { requireUniqueName } from "../vault/unique-names";
import { workbookContent } from "./workbook-content";

/** A day, and two hours for the backup itself. */
const DEFAULT_OBJECTIVE_HOURS = 26;
/** A year: the viewer of the workbook may set more. */
const MAX_OBJECTIVE_HOURS = 8_784;
const LOWER_CASE_GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Properties of {@link BackupCoverageWorkbook}. */
export interface BackupCoverageWorkbookProps extends AzurermResourceOptions {
  /** The name of the resource group that holds the workbook. A change replaces the workbook. */
  readonly resourceGroupName: string;

  /** The region that stores the workbook; it shows VMs of every region. A change replaces the workbook. */
  readonly location: string;

  /**
   * The title in the portal: 1 to 255 characters.
   * @default "VM backup coverage"
   */
  readonly displayName?: string;

  /**
   * How old the last recovery point of a VM may be, in hours: 1 to 8784. A viewer can change it in the workbook.
   * @default 26
   */
  readonly objectiveHours?: number;

  /**
   * The workbook's name in Azure: a GUID in lower case. A change replaces the workbook.
   * @default - a GUID made of the construct's path in the app and the name of the resource group
   */
  readonly workbookName?: string;

  /**
   * Tags of the workbook: at most 50, each name at most 512 characters, each value at most 256; not `hidden-title`, which is `displayName`.
   * @default - no tags
   */
  readonly tags?: { [name: string]: string };
}

const OPTIONS: OptionNames<BackupCoverageWorkbookProps> = {
  ...RESOURCE_OPTIONS,
  resourceGroupName: true,
  location: true,
  displayName: true,
  objectiveHours: true,
  workbookName: true,
  tags: true,
};

/**
 * A workbook of Azure Monitor that shows which VMs no vault protects, which were never backed up, and whose last recovery point is too old,
 * in all subscriptions that the viewer sees. It runs its queries when somebody opens it, under the viewer's own rights, and costs nothing.
 * For an alert, run `azure-vm-backup coverage` in a scheduled pipeline.
 *
 * @example
 * new BackupCoverageWorkbook(stack, "Coverage", { resourceGroupName: "rg-backup", location: "westeurope" });
 *
 * @see https://learn.microsoft.com/azure/azure-monitor/visualize/workbooks-overview
 */
export class BackupCoverageWorkbook extends Construct {
  /** The resource of azurerm, for settings that this construct does not offer. */
  public readonly resource: ApplicationInsightsWorkbook;

  constructor(scope: Construct, id: string, props: BackupCoverageWorkbookProps) {
    super(scope, id);
    const subject = `BackupCoverageWorkbook '${this.node.path}'`;
    requireOptions(subject, "props", props, "{ resourceGroupName, location }");
    warnOfMisspelled(this, props, OPTIONS);
    throwIfInvalid(subject, workbookProblems(props));

    const { resourceGroupName, location, displayName = "VM backup coverage", objectiveHours = DEFAULT_OBJECTIVE_HOURS } = props;
    const name = props.workbookName ?? guidOf(`${this.node.path} in ${isLiteral(resourceGroupName) ? resourceGroupName : ""}`);
    this.resource = new ApplicationInsightsWorkbook(this, "Resource", {
      name,
      resourceGroupName,
      location,
      displayName,
      dataJson: JSON.stringify(
        workbookContent(isLiteral(objectiveHours) ? String(objectiveHours) : Token.asString(objectiveHours)),
      ),
      tags: props.tags,
      provider: checkedProvider(this, props.provider),
      dependsOn: dependenciesOf(this, props.dependsOn),
      lifecycle: lifecycleOf(this, props.lifecycle),
    });
    repairHcl(this.resource);
    warnIfUnknownRegion(this, "location", location);
    const place = { kind: "resource group", resourceGroupName } as const;
    requireUniqueName({ construct: this, resource: this.resource, prop: "workbookName", name, place });
  }
}

/** A GUID made of a text: the same one for the same text. */
function guidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}

function workbookProblems(props: BackupCoverageWorkbookProps): string[] {
  const { displayName, objectiveHours, workbookName, tags } = props;
  const hours = { allowed: `a whole number from 1 to ${MAX_OBJECTIVE_HOURS}`, remedy: "give hours" };
  const guid = { allowed: "a GUID in lower case", remedy: "write one, or leave it out" };
  const title = { allowed: "1 to 255 characters", remedy: "shorten it, or leave it out" };
  const tagProblems = checkTags("tags", tags);
  const hidden = tagProblems.length === 0 ? tags?.["hidden-title"] : undefined;
  return [
    ...checkResourceGroupName("resourceGroupName", props.resourceGroupName),
    ...checkLocation("location", props.location),
    ...(displayName === undefined ? [] : checkText("displayName", displayName, /^[^]{1,255}$/, title)),
    ...checkOptionalWholeNumber("objectiveHours", objectiveHours, 1, MAX_OBJECTIVE_HOURS, hours),
    ...(workbookName === undefined ? [] : checkText("workbookName", workbookName, LOWER_CASE_GUID, guid)),
    ...tagProblems,
    ...(hidden === undefined ? [] : [`tags must not have the name 'hidden-title', got '${hidden}'; set displayName`]),
  ];
}
