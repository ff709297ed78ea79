import { BackupSchedule, HourlyWindow, TimeZone, VmBackupPolicyType, Weekday } from "../../../../lib";
import { unknownNumber, unknownText } from "../../../support/azure";
import { FoundBy } from "../../../support/rules";
import { policyOf } from "../support/policy";
import { HOURLY, INVALID_INPUT, type PolicyRule, SENT_DAILY, SENT_WEEKLY } from "../support/rule";

const window = (intervalHours: number, durationHours: number) => HourlyWindow.of({ intervalHours, durationHours });
const weekly = (...weekdays: Weekday[]) => BackupSchedule.weekly({ time: "22:00", weekdays });

/** Rules of schedules. */
export const scheduleRules: PolicyRule[] = [
  {
    id: "time-on-the-half-hour",
    rule: "The time of day is on the hour or half hour, `HH:00` or `HH:30`",
    foundBy: FoundBy.VALIDATE,
    evidence: "`Time of day must match the format HH:mm where HH is 00-23 and mm is 00 or 30`",
    broken: () => BackupSchedule.daily({ time: "22:15" }),
    refusal: "time must be a time of day on the hour or half hour",
    kept: () => BackupSchedule.daily({ time: "22:30" }),
    unknown: (stack) => BackupSchedule.daily({ time: unknownText(stack, "time") }),
  },
  {
    id: "time-zone-known",
    rule: "The time zone has a Windows name; an IANA name is mapped to it",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm sends any text",
    broken: () => TimeZone.of("Not A Zone"),
    refusal: "name must be an IANA or Windows time zone",
    kept: () => TimeZone.of("Europe/Berlin"),
    unknown: (stack) => TimeZone.of(unknownText(stack, "zone")),
    sent: { ...SENT_DAILY, timezone: "Not A Zone" },
  },
  {
    id: "hourly-interval",
    rule: "An hourly schedule takes backups every 4, 6, 8 or 12 hours",
    foundBy: FoundBy.VALIDATE,
    evidence: "`expected backup.0.hour_interval to be one of [4 6 8 12], got 5`",
    broken: () => window(5, 10),
    refusal: "intervalHours must be 4, 6, 8 or 12, got 5",
    kept: () => window(6, 12),
    unknown: (stack) => window(unknownNumber(stack, "interval"), 12),
  },
  {
    id: "hourly-duration",
    rule: "An hourly schedule takes backups for 4 to 24 hours a day",
    foundBy: FoundBy.VALIDATE,
    evidence: "`expected backup.0.hour_duration to be in the range (4 - 24), got 28`",
    broken: () => window(4, 28),
    refusal: "durationHours must be a whole number of hours from 4 to 24, got 28",
    kept: () => window(4, 24),
    unknown: (stack) => window(4, unknownNumber(stack, "duration")),
  },
  {
    id: "hourly-multiple",
    rule: "The duration of an hourly schedule is a multiple of its interval",
    foundBy: FoundBy.APPLY,
    evidence: "`` `hour_duration` must be multiplier of `hour_interval` ``",
    broken: () => window(8, 12),
    refusal: "durationHours must be a multiple of intervalHours, 8, got 12",
    kept: () => window(8, 16),
    unknown: (stack) => window(8, unknownNumber(stack, "duration")),
  },
  {
    id: "hourly-needs-enhanced",
    rule: "An hourly schedule needs an Enhanced policy, which is the default for it",
    foundBy: FoundBy.AZURE,
    evidence: INVALID_INPUT,
    broken: () => policyOf({ ...HOURLY, policyType: VmBackupPolicyType.STANDARD }),
    refusal: "policyType must be VmBackupPolicyType.ENHANCED with an hourly schedule, got 'V1'",
    kept: () => policyOf({ ...HOURLY, policyType: VmBackupPolicyType.ENHANCED }),
    unknown: (stack) => policyOf({ ...HOURLY, policyType: unknownText(stack, "type") as unknown as VmBackupPolicyType }),
    sent: {
      ...SENT_DAILY,
      policy_type: "V1",
      backup: { frequency: "Hourly", time: "22:00", hour_interval: 4, hour_duration: 12 },
    },
  },
  {
    id: "policy-type-known",
    rule: "A policy's type is one of azurerm's values; the enum has them",
    foundBy: FoundBy.VALIDATE,
    evidence: '`expected policy_type to be one of ["V1" "V2"], got Enhanced`',
    broken: () => policyOf({ ...HOURLY, policyType: "Enhanced" as unknown as VmBackupPolicyType }),
    refusal: "policyType must be one of V1, V2, got 'Enhanced'",
    kept: () => policyOf({ ...HOURLY, policyType: "V2" as unknown as VmBackupPolicyType }),
    unknown: (stack) => policyOf({ ...HOURLY, policyType: unknownText(stack, "type") as unknown as VmBackupPolicyType }),
  },
  {
    id: "weekly-has-weekdays",
    rule: "A weekly schedule has at least one weekday",
    foundBy: FoundBy.AZURE,
    evidence: `${INVALID_INPUT}; azurerm's own check is never reached`,
    broken: () => weekly(),
    refusal: "weekdays must be at least one weekday, none twice, got []",
    kept: () => weekly(Weekday.SUNDAY),
    unknown: (stack) => weekly(unknownText(stack, "weekday") as unknown as Weekday),
    sent: { ...SENT_WEEKLY, backup: { frequency: "Weekly", time: "22:00", weekdays: [] } },
  },
  {
    id: "weekdays-differ",
    rule: "A weekly schedule names no weekday twice",
    foundBy: FoundBy.NOBODY,
    evidence: "Terraform keeps one of the two",
    broken: () => weekly(Weekday.SUNDAY, Weekday.SUNDAY),
    refusal: `weekdays must be at least one weekday, none twice, got ["Sunday","Sunday"]`,
    kept: () => weekly(Weekday.SUNDAY, Weekday.MONDAY),
    unknown: (stack) => weekly(Weekday.SUNDAY, unknownText(stack, "weekday") as unknown as Weekday),
  },
  {
    id: "weekdays-spelled",
    rule: "Weekdays, weeks and months have Azure's spelling; the enums have it",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm accepts any case and sends it unchanged",
    broken: () => weekly("sunday" as unknown as Weekday),
    refusal: `weekdays must be among Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, got ["sunday"]`,
    kept: () => weekly("Sunday" as unknown as Weekday),
    unknown: (stack) => weekly(unknownText(stack, "weekday") as unknown as Weekday),
    sent: {
      ...SENT_WEEKLY,
      backup: { frequency: "Weekly", time: "22:00", weekdays: ["sunday"] },
      retention_weekly: { count: 12, weekdays: ["sunday"] },
    },
  },
];
