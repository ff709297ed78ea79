import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { Construct } from "constructs";
import { checkResourceId, canonicalId } from "../private/azure-ids";
import { dependenciesOf } from "../private/dependencies";
import { repairHcl } from "../private/hcl";
import { lifecycleOf } from "../private/lifecycle";
import { checkMembers, checkNonEmptyUnique, checkText, throwIfInvalid } from "../private/problems";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import { registerAddition } from "./creation-order";
import { checkVault } from "./check-vault";
import { LOG_ANALYTICS_WORKSPACE } from "./resource-types";
import { providerFor } from "./vault-provider";
import type { IRecoveryServicesVaultRef } from "./vault-ref";
import { defaultName } from "./default-name";
import { requireUniqueName } from "./unique-names";
import { requireOptions } from "../private/option-types";
import { type OptionNames, RESOURCE_OPTIONS, warnOfMisspelled } from "../private/option-names";

/** A category of a vault's backup logs. Each category has its own table with the same name in the workspace. */
export enum VaultLogCategory {
  /** Vaults and the items they protect; the other tables refer to it. */
  CORE = "CoreAzureBackup",
  /** Backup and restore jobs. */
  JOBS = "AddonAzureBackupJobs",
  /** Alerts of the vault. */
  ALERTS = "AddonAzureBackupAlerts",
  /** Policies and their settings. */
  POLICY = "AddonAzureBackupPolicy",
  /** The storage that backups use. */
  STORAGE = "AddonAzureBackupStorage",
  /** The protected instances that Azure charges for. */
  PROTECTED_INSTANCE = "AddonAzureBackupProtectedInstance",
}

/** The categories that Backup reports use. */
const REPORT_CATEGORIES = [
  VaultLogCategory.CORE,
  VaultLogCategory.JOBS,
  VaultLogCategory.ALERTS,
  VaultLogCategory.POLICY,
  VaultLogCategory.STORAGE,
  VaultLogCategory.PROTECTED_INSTANCE,
];

/** Options of a diagnostic setting, without its vault. */
export interface VaultDiagnosticSettingOptions extends AzurermResourceOptions {
  /** The id of the Log Analytics workspace. */
  readonly logAnalyticsWorkspaceId: string;

  /**
   * The categories to send; at least one, none twice.
   * @default - CORE, JOBS, ALERTS, POLICY, STORAGE and PROTECTED_INSTANCE, which Backup reports use
   */
  readonly categories?: VaultLogCategory[];

  /**
   * The setting's name: 1 to 260 characters, none of `<>*%&:\?+/`. A change replaces the setting.
   * @default - the construct's path in the stack; if the stack does not declare the vault, the stack's name comes first
   */
  readonly settingName?: string;
}

/** Properties of {@link VaultDiagnosticSetting}. */
export interface VaultDiagnosticSettingProps extends VaultDiagnosticSettingOptions {
  /** The vault that sends its logs. */
  readonly vault: IRecoveryServicesVaultRef;
}

const OPTIONS: OptionNames<VaultDiagnosticSettingProps> = {
  ...RESOURCE_OPTIONS,
  vault: true,
  logAnalyticsWorkspaceId: true,
  categories: true,
  settingName: true,
};

/**
 * Sends a vault's backup logs to Log Analytics, with one table for each category.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-diagnostic-events
 */
export class VaultDiagnosticSetting extends Construct {
  /** The resource of azurerm, for settings that this construct does not offer. */
  public readonly resource: MonitorDiagnosticSetting;

  constructor(scope: Construct, id: string, props: VaultDiagnosticSettingProps) {
    super(scope, id);
    const subject = `VaultDiagnosticSetting '${this.node.path}'`;
    requireOptions(subject, "props", props, "{ vault, logAnalyticsWorkspaceId }");
    warnOfMisspelled(this, props, OPTIONS);
    const { vault, settingName = defaultName(this, vault) } = props;
    const { categories = REPORT_CATEGORIES } = props;
    throwIfInvalid(subject, problemsOf({ ...props, settingName, categories }));

    this.resource = new MonitorDiagnosticSetting(this, "Resource", {
      name: settingName,
      targetResourceId: vault.vaultId,
      logAnalyticsWorkspaceId: canonicalId(props.logAnalyticsWorkspaceId, LOG_ANALYTICS_WORKSPACE),
      logAnalyticsDestinationType: "Dedicated",
      enabledLog: [...categories].sort().map((category) => ({ category })),
      provider: providerFor(this, vault, props.provider),
      dependsOn: dependenciesOf(this, props.dependsOn),
      lifecycle: lifecycleOf(this, props.lifecycle),
    });
    repairHcl(this.resource);
    registerAddition(vault, this.resource);
    const place = { kind: "vault", vault } as const;
    requireUniqueName({ construct: this, resource: this.resource, prop: "settingName", name: settingName, place });
  }
}

function problemsOf(
  props: VaultDiagnosticSettingProps & { readonly settingName: string; readonly categories: string[] },
): string[] {
  return [
    ...checkVault("vault", props.vault),
    ...checkResourceId("logAnalyticsWorkspaceId", props.logAnalyticsWorkspaceId, LOG_ANALYTICS_WORKSPACE),
    ...checkMembers("categories", props.categories, VaultLogCategory, "VaultLogCategory"),
    ...checkNonEmptyUnique("categories", props.categories, {
      allowed: "at least one category, none twice",
      remedy: "name each category once, or leave it out",
    }),
    ...checkText("settingName", props.settingName, /^[^<>*%&:\\?+/]{1,260}$/, {
      allowed: "1 to 260 characters, none of <>*%&:\\?+/",
      remedy: "set settingName to one of that kind",
    }),
  ];
}
