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

/** What a vault logs about backups; each category has a table of its own, of the same name, in the workspace. */
export enum VaultLogCategory {
  /** Vaults and the items they protect; the other tables refer to it. */
  CORE = "CoreAzureBackup",
  /** Backup and restore jobs. */
  JOBS = "AddonAzureBackupJobs",
  /** Alerts of the vault itself. */
  ALERTS = "AddonAzureBackupAlerts",
  /** Policies and what they say. */
  POLICY = "AddonAzureBackupPolicy",
  /** The storage that backups take. */
  STORAGE = "AddonAzureBackupStorage",
  /** The protected instances that are charged for. */
  PROTECTED_INSTANCE = "AddonAzureBackupProtectedInstance",
}

/** The categories that Backup reports are made from. */
const REPORT_CATEGORIES = [
  VaultLogCategory.CORE,
  VaultLogCategory.JOBS,
  VaultLogCategory.ALERTS,
  VaultLogCategory.POLICY,
  VaultLogCategory.STORAGE,
  VaultLogCategory.PROTECTED_INSTANCE,
];

/** Options of a diagnostic setting, whichever vault it is for. */
export interface VaultDiagnosticSettingOptions extends AzurermResourceOptions {
  /** The id of the Log Analytics workspace. */
  readonly logAnalyticsWorkspaceId: string;

  /**
   * What is sent; at least one category, none twice.
   * @default - CORE, JOBS, ALERTS, POLICY, STORAGE and PROTECTED_INSTANCE, which Backup reports are made from
   */
  readonly categories?: VaultLogCategory[];

  /**
   * The setting's name: 1 to 260 characters, none of `<>*%&:\?+/`. A change replaces the setting.
   * @default - made of the construct's path in the stack, after the name of the stack if it does not declare the vault
   */
  readonly settingName?: string;
}

/** Properties of {@link VaultDiagnosticSetting}. */
export interface VaultDiagnosticSettingProps extends VaultDiagnosticSettingOptions {
  /** The vault whose logs are sent. */
  readonly vault: IRecoveryServicesVaultRef;
}

/**
 * Sends a vault's backup logs to Log Analytics, into tables of their own for each category.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-diagnostic-events
 */
export class VaultDiagnosticSetting extends Construct {
  /** The resource of azurerm, for whatever this construct does not offer. */
  public readonly resource: MonitorDiagnosticSetting;

  constructor(scope: Construct, id: string, props: VaultDiagnosticSettingProps) {
    super(scope, id);
    const { vault, settingName = defaultName(this, vault) } = props;
    const categories = props.categories ?? REPORT_CATEGORIES;
    throwIfInvalid(`VaultDiagnosticSetting '${this.node.path}'`, problemsOf({ ...props, settingName, categories }));

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
      remedy: "name what is sent, or leave it out",
    }),
    ...checkText("settingName", props.settingName, /^[^<>*%&:\\?+/]{1,260}$/, {
      allowed: "1 to 260 characters, none of <>*%&:\\?+/",
      remedy: "set settingName to one of that kind",
    }),
  ];
}
