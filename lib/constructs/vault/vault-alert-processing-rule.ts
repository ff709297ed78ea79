import { MonitorAlertProcessingRuleActionGroup } from "@cdktf/provider-azurerm/lib/monitor-alert-processing-rule-action-group";
import { Construct } from "constructs";
import { checkResourceIds, canonicalIds } from "../private/azure-ids";
import { checkResourceGroupName, checkTags } from "../private/azure-names";
import { dependenciesOf } from "../private/dependencies";
import { repairHcl } from "../private/hcl";
import { lifecycleOf } from "../private/lifecycle";
import { checkMembers, checkNonEmptyUnique, checkText, throwIfInvalid } from "../private/problems";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import { registerAddition } from "./creation-order";
import { checkVault } from "./check-vault";
import { ACTION_GROUP } from "./resource-types";
import { providerFor } from "./vault-provider";
import type { IRecoveryServicesVaultRef } from "./vault-ref";
import { defaultName } from "./default-name";
import { requireUniqueName } from "./unique-names";
import { requireOptions } from "../private/option-types";
import { type OptionNames, RESOURCE_OPTIONS, warnOfMisspelled } from "../private/option-names";

/** The severity of an alert. */
export enum AlertSeverity {
  /** Critical, such as the deletion of backup data. */
  CRITICAL = "Sev0",
  /** An error, such as a failed backup or restore job. */
  ERROR = "Sev1",
  /** A warning, such as a backup with warnings. */
  WARNING = "Sev2",
  /** For information only. */
  INFORMATIONAL = "Sev3",
  /** Details. */
  VERBOSE = "Sev4",
}

/** Options of an alert processing rule, without its vault. */
export interface VaultAlertProcessingRuleOptions extends AzurermResourceOptions {
  /** The ids of the action groups to notify; at least one, none twice. */
  readonly actionGroupIds: string[];

  /**
   * The severities of the alerts to notify of; at least one, none twice.
   * @default - all severities
   */
  readonly severities?: AlertSeverity[];

  /**
   * The rule's name: letters, digits, '-' and '_', starting with a letter or digit. A change replaces the rule.
   * @default - the construct's path in the stack; if the stack does not declare the vault, the stack's name comes first
   */
  readonly ruleName?: string;

  /**
   * The name of the resource group that holds the rule, in the vault's subscription. A change replaces the rule.
   * @default - the vault's resource group
   */
  readonly resourceGroupName?: string;

  /**
   * Tags of the rule: at most 50, each name at most 512 characters, each value at most 256.
   * @default - no tags
   */
  readonly tags?: { [name: string]: string };
}

/** Properties of {@link VaultAlertProcessingRule}. */
export interface VaultAlertProcessingRuleProps extends VaultAlertProcessingRuleOptions {
  /** The vault whose alerts the rule applies to. */
  readonly vault: IRecoveryServicesVaultRef;
}

const OPTIONS: OptionNames<VaultAlertProcessingRuleProps> = {
  ...RESOURCE_OPTIONS,
  vault: true,
  actionGroupIds: true,
  severities: true,
  ruleName: true,
  resourceGroupName: true,
  tags: true,
};

/**
 * Notifies action groups of a vault's alerts. Azure Monitor raises an alert for each failed backup job, unless the vault's
 * `monitoring` turns that off. Without an alert processing rule, nobody is notified.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-monitoring-alerts
 */
export class VaultAlertProcessingRule extends Construct {
  /** The resource of azurerm, for settings that this construct does not offer. */
  public readonly resource: MonitorAlertProcessingRuleActionGroup;

  constructor(scope: Construct, id: string, props: VaultAlertProcessingRuleProps) {
    super(scope, id);
    const subject = `VaultAlertProcessingRule '${this.node.path}'`;
    requireOptions(subject, "props", props, "{ vault, actionGroupIds }");
    warnOfMisspelled(this, props, OPTIONS);
    const { vault, ruleName = defaultName(this, vault) } = props;
    throwIfInvalid(subject, problemsOf({ ...props, ruleName }));

    const resourceGroupName = props.resourceGroupName ?? vault.resourceGroupName;
    this.resource = new MonitorAlertProcessingRuleActionGroup(this, "Resource", {
      name: ruleName,
      resourceGroupName,
      scopes: [vault.vaultId],
      addActionGroupIds: canonicalIds(props.actionGroupIds, ACTION_GROUP),
      condition: {
        targetResourceType: { operator: "Equals", values: ["Microsoft.RecoveryServices/vaults"] },
        severity: props.severities && { operator: "Equals", values: [...props.severities].sort() },
      },
      tags: props.tags,
      provider: providerFor(this, vault, props.provider),
      dependsOn: dependenciesOf(this, props.dependsOn),
      lifecycle: lifecycleOf(this, props.lifecycle),
    });
    repairHcl(this.resource);
    registerAddition(vault, this.resource);
    const place = { kind: "resource group", resourceGroupName } as const;
    requireUniqueName({ construct: this, resource: this.resource, prop: "ruleName", name: ruleName, place });
  }
}

function problemsOf(props: VaultAlertProcessingRuleProps & { readonly ruleName: string }): string[] {
  const { severities, resourceGroupName } = props;
  const severityRule = { allowed: "at least one severity, none twice", remedy: "name each, or leave it out" };
  return [
    ...checkVault("vault", props.vault),
    ...checkResourceIds("actionGroupIds", props.actionGroupIds, ACTION_GROUP),
    ...(severities === undefined ? [] : checkMembers("severities", severities, AlertSeverity, "AlertSeverity")),
    ...(severities === undefined ? [] : checkNonEmptyUnique("severities", severities, severityRule)),
    ...checkText("ruleName", props.ruleName, /^[a-zA-Z\d][-\w]*$/, {
      allowed: "letters, digits, '-' and '_', starting with a letter or digit",
      remedy: "set ruleName to one of that kind",
    }),
    ...(resourceGroupName === undefined ? [] : checkResourceGroupName("resourceGroupName", resourceGroupName)),
    ...checkTags("tags", props.tags),
  ];
}
