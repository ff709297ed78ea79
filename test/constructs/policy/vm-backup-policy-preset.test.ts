import {
  ArchiveTiering,
  RecoveryPointRetention,
  SourceVm,
  TimeZone,
  VmBackup,
  type VmBackupPolicyOptions,
  VmBackupPolicyPreset as Preset,
  Weekday,
} from "../../../lib";
import { vmId } from "../../support/azure";
import { refusal, synthesized } from "../../support/synth";
import { argumentsOf } from "./support/policy";
import { refusedByService } from "./support/service";

const OPTIONS = { time: "22:00", timeZone: TimeZone.of("Europe/Berlin") };
const WEEKDAYS = [Weekday.SATURDAY, Weekday.WEDNESDAY];
const FIRST_SUNDAY = { weeks: ["First"], weekdays: ["Sunday"] };
const DAILY = { backup: { frequency: "Daily", time: "22:00" }, retention_daily: { count: 30 } };

test.each<[string, () => VmBackupPolicyOptions, object]>([
  ["daily30Days", () => Preset.daily30Days(OPTIONS), DAILY],
  ["dailyMonthly1Year", () => Preset.dailyMonthly1Year(OPTIONS), { ...DAILY, retention_monthly: { count: 12, ...FIRST_SUNDAY } }],
  [
    "dailyWeeklyMonthly5Years",
    () => Preset.dailyWeeklyMonthly5Years(OPTIONS),
    {
      ...DAILY,
      retention_weekly: { count: 12, weekdays: ["Sunday"] },
      retention_monthly: { count: 60, ...FIRST_SUNDAY },
    },
  ],
  [
    "dailyWeeklyMonthlyYearly7Years",
    () => Preset.dailyWeeklyMonthlyYearly7Years(OPTIONS),
    {
      ...DAILY,
      retention_weekly: { count: 12, weekdays: ["Sunday"] },
      retention_monthly: { count: 12, ...FIRST_SUNDAY },
      retention_yearly: { count: 7, months: ["January"], ...FIRST_SUNDAY },
    },
  ],
  [
    "weekly12Weeks",
    () => Preset.weekly12Weeks({ ...OPTIONS, weekdays: WEEKDAYS }),
    {
      backup: { frequency: "Weekly", time: "22:00", weekdays: ["Wednesday", "Saturday"] },
      retention_weekly: { count: 12, weekdays: ["Wednesday", "Saturday"] },
    },
  ],
  [
    "every4Hours30Days",
    () => Preset.every4Hours30Days(OPTIONS),
    {
      policy_type: "V2",
      backup: { frequency: "Hourly", time: "22:00", hour_interval: 4, hour_duration: 24 },
      retention_daily: { count: 30 },
    },
  ],
])("%s returns the options of its policy", async (_, preset, expected) => {
  const { name, recovery_vault_name, resource_group_name, lifecycle, ...config } = argumentsOf(preset());
  expect(config).toEqual({ timezone: "W. Europe Standard Time", ...expected });
  expect(await refusedByService({ name, recovery_vault_name, resource_group_name, lifecycle, ...config })).toEqual([]);
});

test("options of a preset can be replaced and added", () => {
  const options = { ...Preset.dailyWeeklyMonthlyYearly7Years(OPTIONS), archiveTiering: ArchiveTiering.recommended() };
  expect(argumentsOf({ ...options, dailyRetentionDays: 14 })).toMatchObject({
    retention_daily: { count: 14 },
    tiering_policy: { archived_restore_point: { mode: "TierRecommended" } },
  });
});

test("VmBackup accepts a preset", () => {
  const stack = synthesized((scope) => {
    new VmBackup(scope, "Backup", {
      vault: { vaultName: "vault-app", resourceGroupName: "rg-app", location: "westeurope" },
      policy: Preset.daily30Days(OPTIONS),
      vms: { web: SourceVm.fromId(vmId("vm-web")) },
      initialBackup: { retention: RecoveryPointRetention.days(60) },
    });
  });
  expect(stack.only("azurerm_backup_policy_vm")).toMatchObject(DAILY);
});

test("throws if the time is invalid", () => {
  expect(refusal(() => Preset.daily30Days({ time: "noon" }))).toMatch(/^BackupSchedule\.daily: time must be/);
});
