import { BackupSchedule, HourlyWindow, type VmBackupPolicyOptions, Weekday } from "../../../../lib";
import type { Rule } from "../../../support/rules";

/** A rule of policies. `sent` are azurerm arguments that break a rule which only Azure enforces: the emulated service refuses them. */
export interface PolicyRule extends Rule {
  readonly sent?: object;
}

export const INVALID_INPUT = "`BMSUserErrorInvalidPolicyInput`";

const time = "22:00";
export const SUNDAY_AND_WEDNESDAY = [Weekday.SUNDAY, Weekday.WEDNESDAY];

export const DAILY: VmBackupPolicyOptions = { schedule: BackupSchedule.daily({ time }), dailyRetentionDays: 30 };
export const WEEKLY: VmBackupPolicyOptions = {
  schedule: BackupSchedule.weekly({ time, weekdays: SUNDAY_AND_WEDNESDAY }),
  weeklyRetention: { weeks: 12 },
};
export const HOURLY: VmBackupPolicyOptions = {
  schedule: BackupSchedule.hourly({ time, window: HourlyWindow.EVERY_4_HOURS_FOR_12_HOURS }),
  dailyRetentionDays: 30,
};

/** The azurerm arguments of these policies. */
const named = { name: "nightly", resource_group_name: "rg-app", recovery_vault_name: "vault-app" };
export const SENT_DAILY = { ...named, backup: { frequency: "Daily", time }, retention_daily: { count: 30 } };
export const SENT_WEEKLY = {
  ...named,
  backup: { frequency: "Weekly", time, weekdays: ["Wednesday", "Sunday"] },
  retention_weekly: { count: 12, weekdays: ["Wednesday", "Sunday"] },
};
