import { BackupPolicyVm } from "@cdktf/provider-azurerm/lib/backup-policy-vm";
import { Annotations } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { Weekday } from "../../azure/calendar";
import { formatBackupPolicyId, parseBackupPolicyId } from "../../azure/resource-id";
import { isChecked } from "../private/checked-props";
import { dependenciesOf } from "../private/dependencies";
import { repairHcl } from "../private/hcl";
import { lifecycleOf } from "../private/lifecycle";
import { checkId } from "../private/azure-ids";
import { isLiteral, throwIfInvalid } from "../private/problems";
import { notDeclared } from "../private/not-declared";
import { importInto } from "../private/state-block";
import { checkVault } from "../vault/check-vault";
import type { IRecoveryServicesVault } from "../vault/vault";
import type { ArchiveTiering } from "./archive-tiering";
import { inCalendarOrder } from "./calendar";
import type { VmBackupPolicyOptions } from "./policy-options";
import { checkPolicyName, policyProblems, policyWarnings } from "./policy-rules";
import { consistencyVersionProblems } from "./policy-version-check";
import { VmBackupPolicyType } from "./policy-type";
import { policyTypeOf } from "./policy-type-of";
import { defaultName } from "../vault/default-name";
import { requireUniqueName } from "../vault/unique-names";
import { checkSubscription, providerFor } from "../vault/vault-provider";
import { requireOptions } from "../private/option-types";

/** A backup policy for VMs, declared in this app or existing already. */
export interface IVmBackupPolicy extends IConstruct {
  /** The policy's id. */
  readonly policyId: string;

  /**
   * The resource of azurerm, for settings that the construct does not offer.
   * @throws if the app refers to an existing policy, which it does not declare
   */
  readonly resource: BackupPolicyVm;
}

/** Properties of {@link VmBackupPolicy}. */
export interface VmBackupPolicyProps extends VmBackupPolicyOptions {
  /** The vault that the policy belongs to. */
  readonly vault: IRecoveryServicesVault;
}

/**
 * Declares a policy: when Azure backs up VMs, and how long it keeps each backup.
 *
 * The policy has `create_before_destroy`, because Azure refuses to delete a policy that VMs still use. Terraform applies that setting
 * to the resources that the policy refers to as well: the vault and its resource group. The default name of a policy contains its
 * type, so that the old and the new policy can exist at the same time.
 *
 * @example
 * new VmBackupPolicy(stack, "Daily", {
 *   vault,
 *   schedule: BackupSchedule.daily({ time: "22:00", timeZone: TimeZone.of("Europe/Berlin") }),
 *   dailyRetentionDays: 30,
 *   monthlyRetention: MonthlyRetention.byWeekday({ months: 12, weeks: [WeekOfMonth.FIRST], weekdays: [Weekday.SUNDAY] }),
 * });
 *
 * @see https://learn.microsoft.com/azure/backup/backup-azure-arm-vms-prepare
 */
export class VmBackupPolicy extends Construct implements IVmBackupPolicy {
  /**
   * Refers to an existing policy, such as a vault's built-in `DefaultPolicy`.
   * @param policyId the policy's id
   * @throws if `policyId` is not the id of a backup policy
   */
  public static fromPolicyId(scope: Construct, id: string, policyId: string): IVmBackupPolicy {
    return new ImportedPolicy(scope, id, policyId);
  }

  public readonly policyId: string;

  /** The policy's name. */
  public readonly policyName: string;

  /** The vault that the policy belongs to. */
  public readonly vault: IRecoveryServicesVault;

  /** The resource of azurerm, for settings that this construct does not offer. */
  public readonly resource: BackupPolicyVm;

  constructor(scope: Construct, id: string, props: VmBackupPolicyProps) {
    super(scope, id);
    if (!isChecked(props)) {
      const subject = `VmBackupPolicy '${this.node.path}'`;
      requireOptions(subject, "props", props, "{ vault, schedule, dailyRetentionDays: 30 }");
      throwIfInvalid(subject, [...checkVault("vault", props.vault), ...policyProblems(props)]);
    }
    const policyType = policyTypeOf(props);
    const policyName = props.policyName ?? nameOf(this, props.vault, policyType);
    for (const warning of policyWarnings(props)) Annotations.of(this).addWarning(warning);

    const { schedule, archiveTiering, weeklyRetention: weekly, monthlyRetention: monthly, yearlyRetention: yearly } = props;
    this.vault = props.vault;
    this.resource = new BackupPolicyVm(this, "Resource", {
      name: policyName,
      resourceGroupName: props.vault.resourceGroupName,
      recoveryVaultName: props.vault.vaultName,
      policyType,
      timezone: schedule._timeZone?.windowsName,
      backup: {
        frequency: schedule._frequency,
        time: schedule._time,
        weekdays: schedule._weekdays.length > 0 ? schedule._weekdays : undefined,
        hourInterval: schedule._window?.intervalHours,
        hourDuration: schedule._window?.durationHours,
      },
      instantRestoreRetentionDays: props.instantRestoreRetentionDays,
      instantRestoreResourceGroup: props.instantRestoreResourceGroup,
      retentionDaily: props.dailyRetentionDays === undefined ? undefined : { count: props.dailyRetentionDays },
      retentionWeekly: weekly && {
        count: weekly.weeks,
        weekdays: inCalendarOrder(Weekday, weekly.weekdays ?? schedule._weekdays),
      },
      retentionMonthly: monthly && { count: monthly._months, ...monthly._rule },
      retentionYearly: yearly && { count: yearly._years, months: yearly._months, ...yearly._rule },
      tieringPolicy: archiveTiering && { archivedRestorePoint: tiering(archiveTiering) },
      provider: providerFor(this, props.vault, props.provider),
      dependsOn: dependenciesOf(this, props.dependsOn),
      lifecycle: lifecycleOf(this, props.lifecycle, { createBeforeDestroy: true }),
    });
    repairHcl(this.resource);
    if (props.onlyCrashConsistent === true) {
      this.resource.addOverride("consistency_type", "OnlyCrashConsistent");
      this.node.addValidation({ validate: () => consistencyVersionProblems(this.resource) });
    }
    checkSubscription(this, props.vault, this.resource);
    const place = { kind: "vault", vault: props.vault } as const;
    requireUniqueName({ construct: this, resource: this.resource, prop: "policyName", name: policyName, place });
    this.policyId = this.resource.id;
    this.policyName = this.resource.name;
  }

  /**
   * Imports an existing policy at the next deployment, instead of creating one. It requires Terraform 1.5 or newer. The call may stay
   * in the code.
   * @param policyId the policy's id
   * @throws if `policyId` is not the id of a backup policy
   */
  public importPolicy(policyId: string): void {
    throwIfInvalid(`VmBackupPolicy '${this.node.path}', importPolicy`, policyIdProblems(policyId));
    importInto(this, this.resource, canonicalPolicyId(policyId));
  }
}

function policyIdProblems(policyId: string): string[] {
  const rule = { allowed: "'<id of the vault>/backupPolicies/<name>'", remedy: "copy the policy's resource id" };
  return checkId("policyId", policyId, (id) => parseBackupPolicyId(id) !== undefined, rule);
}

function canonicalPolicyId(policyId: string): string {
  const parsed = isLiteral(policyId) ? parseBackupPolicyId(policyId) : undefined;
  return parsed ? formatBackupPolicyId(parsed) : policyId;
}

function tiering({ _mode: mode, _months: duration }: ArchiveTiering) {
  return { mode, duration, durationType: duration === undefined ? undefined : "Months" };
}

class ImportedPolicy extends Construct implements IVmBackupPolicy {
  public readonly policyId: string;

  constructor(scope: Construct, id: string, policyId: string) {
    super(scope, id);
    throwIfInvalid(`VmBackupPolicy.fromPolicyId '${this.node.path}'`, policyIdProblems(policyId));
    this.policyId = canonicalPolicyId(policyId);
  }

  public get resource(): BackupPolicyVm {
    throw notDeclared(this, "VmBackupPolicy");
  }
}

/** The default name contains the type, because Azure must have both policies for a moment if the type changes. */
function nameOf(policy: Construct, vault: IRecoveryServicesVault, type: VmBackupPolicyType | undefined): string {
  const name = `${defaultName(policy, vault)}-${type === VmBackupPolicyType.ENHANCED ? "Enhanced" : "Standard"}`;
  throwIfInvalid(`VmBackupPolicy '${policy.node.path}'`, checkPolicyName(name));
  return name;
}
