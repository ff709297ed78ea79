import { BackupPolicyVm } from "@cdktf/provider-azurerm/lib/backup-policy-vm";
import { TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { formatBackupPolicyId, parseBackupPolicyId } from "../azure/resource-id";
import { isLiteral, problem, refuse } from "../private/problems";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import type { IRecoveryServicesVault } from "../vault/recovery-services-vault";
import type { BackupSchedule } from "./backup-schedule";
import { inCalendarOrder, Weekday } from "./calendar";
import { policyProblems } from "./policy-rules";
import { VmBackupPolicyType } from "./policy-type";
import type { MonthlyRetention, WeeklyRetention, YearlyRetention } from "./retention";

/** A backup policy for VMs, whether this app declares it or it exists already. */
export interface IVmBackupPolicy extends IConstruct {
  /** The policy's id. */
  readonly policyId: string;
}

/** What a policy says, whichever vault it belongs to. */
export interface VmBackupPolicyOptions extends AzurermResourceOptions {
  /**
   * The policy's name: 3 to 150 letters, digits, '-', '_' and '!', starting with a letter. A change replaces the policy.
   * @default - made of the construct's path in the stack and the policy's type
   */
  readonly policyName?: string;

  /** When backups are taken. */
  readonly schedule: BackupSchedule;

  /**
   * Days for which each day's backup is kept: 7 to 9,999.
   * @default - required with a daily schedule, and not allowed with a weekly one
   */
  readonly dailyRetentionDays?: number;

  /**
   * How long one backup of each week is kept.
   * @default - required with a weekly schedule; none is kept longer with a daily one
   */
  readonly weeklyRetention?: WeeklyRetention;

  /**
   * How long some backups of each month are kept.
   * @default - none is kept longer
   */
  readonly monthlyRetention?: MonthlyRetention;

  /**
   * How long some backups of each year are kept.
   * @default - none is kept longer
   */
  readonly yearlyRetention?: YearlyRetention;

  /**
   * Days for which the snapshot itself is kept, from which a restore is fastest: 1 to 5, or 1 to 30 in an Enhanced policy.
   * With a weekly schedule of a Standard policy it is 5.
   * @default - left to Azure
   */
  readonly instantRestoreRetentionDays?: number;

  /**
   * The type of the policy. A change replaces the policy.
   * @default - left to azurerm, which makes it Standard
   */
  readonly policyType?: VmBackupPolicyType;
}

/** Properties of {@link VmBackupPolicy}. */
export interface VmBackupPolicyProps extends VmBackupPolicyOptions {
  /** The vault that the policy belongs to. */
  readonly vault: IRecoveryServicesVault;
}

/**
 * Declares a policy: when VMs are backed up, and how long each backup is kept.
 *
 * The policy has `create_before_destroy`, since Azure refuses to delete a policy that VMs still follow. Terraform spreads that
 * to what the policy refers to: the vault and its resource group are then created before they are destroyed too.
 *
 * @see https://learn.microsoft.com/azure/backup/backup-azure-arm-vms-prepare
 */
export class VmBackupPolicy extends Construct implements IVmBackupPolicy {
  /**
   * Refers to a policy that exists already, such as a vault's built-in `DefaultPolicy`.
   * @param policyId the policy's id
   * @throws where the id is not that of a backup policy
   */
  public static fromPolicyId(scope: Construct, id: string, policyId: string): IVmBackupPolicy {
    return new ImportedPolicy(scope, id, policyId);
  }

  public readonly policyId: string;

  /** The policy's name. */
  public readonly policyName: string;

  /** The vault that the policy belongs to. */
  public readonly vault: IRecoveryServicesVault;

  /** The resource of azurerm, for whatever this construct does not offer. */
  public readonly resource: BackupPolicyVm;

  constructor(scope: Construct, id: string, props: VmBackupPolicyProps) {
    super(scope, id);
    const policyName = props.policyName ?? defaultName(this, props.policyType);
    refuse(`VmBackupPolicy '${this.node.path}'`, policyProblems({ ...props, policyName }));

    const { schedule, weeklyRetention: weekly, monthlyRetention: monthly, yearlyRetention: yearly } = props;
    this.vault = props.vault;
    this.resource = new BackupPolicyVm(this, "Resource", {
      name: policyName,
      resourceGroupName: props.vault.resourceGroupName,
      recoveryVaultName: props.vault.vaultName,
      policyType: props.policyType,
      timezone: schedule._timeZone?.windowsName,
      backup: { frequency: schedule._frequency, time: schedule._time, weekdays: schedule._weekdays },
      instantRestoreRetentionDays: props.instantRestoreRetentionDays,
      retentionDaily: props.dailyRetentionDays === undefined ? undefined : { count: props.dailyRetentionDays },
      retentionWeekly: weekly && {
        count: weekly.weeks,
        weekdays: inCalendarOrder(Weekday, weekly.weekdays ?? schedule._weekdays ?? []),
      },
      retentionMonthly: monthly && { count: monthly._months, ...monthly._rule },
      retentionYearly: yearly && { count: yearly._years, months: yearly._months, ...yearly._rule },
      provider: props.provider,
      dependsOn: props.dependsOn,
      lifecycle: { createBeforeDestroy: true, ...props.lifecycle },
    });
    this.policyId = this.resource.id;
    this.policyName = this.resource.name;
  }
}

class ImportedPolicy extends Construct implements IVmBackupPolicy {
  public readonly policyId: string;

  constructor(scope: Construct, id: string, policyId: string) {
    super(scope, id);
    const parsed = isLiteral(policyId) ? parseBackupPolicyId(policyId) : undefined;
    if (isLiteral(policyId) && !parsed) {
      const rule = { allowed: "'<id of the vault>/backupPolicies/<name>'", remedy: "copy the policy's resource id" };
      throw new Error(`VmBackupPolicy.fromPolicyId '${this.node.path}': ${problem("policyId", policyId, rule)}`);
    }
    this.policyId = parsed ? formatBackupPolicyId(parsed) : policyId;
  }
}

/** Carries the type, because a change of type has to be a change of name: Azure must hold both policies for a moment. */
function defaultName(policy: Construct, type: VmBackupPolicyType | undefined): string {
  const { scopes } = policy.node;
  const path = scopes.slice(scopes.indexOf(TerraformStack.of(policy)) + 1).map((scope) => scope.node.id);
  const suffix = type === VmBackupPolicyType.ENHANCED ? "Enhanced" : "Standard";
  return [...path, suffix].join("-").replace(/[^-_!a-zA-Z0-9]/g, "-");
}
