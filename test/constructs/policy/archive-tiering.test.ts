import {
  ArchiveTiering,
  BackupSchedule,
  Month,
  MonthlyRetention,
  VmBackupPolicy,
  type VmBackupPolicyOptions,
  YearlyRetention,
  RecoveryServicesVault,
} from "../../../lib";
import { unknownNumber, VAULT_ID } from "../../support/azure";
import { refusal, synthesized, testStack } from "../../support/synth";

const monthly = (months: number) => ({ monthlyRetention: MonthlyRetention.byDay({ months, days: [1] }) });
const yearly = (years: number) => ({ yearlyRetention: YearlyRetention.byDay({ years, months: [Month.JANUARY], days: [1] }) });

function policy(options: Partial<VmBackupPolicyOptions>) {
  const schedule = BackupSchedule.daily({ time: "22:00" });
  return synthesized((stack) => {
    const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
    new VmBackupPolicy(stack, "Policy", { vault, schedule, dailyRetentionDays: 30, ...options });
  }).only("azurerm_backup_policy_vm");
}

test("recommended() declares no duration, afterMonths() a duration in months", () => {
  expect(policy({ ...monthly(9), archiveTiering: ArchiveTiering.recommended() }).tiering_policy).toEqual({
    archived_restore_point: { mode: "TierRecommended" },
  });
  expect(policy({ ...yearly(1), archiveTiering: ArchiveTiering.afterMonths(6) }).tiering_policy).toEqual({
    archived_restore_point: { mode: "TierAfter", duration: 6, duration_type: "Months" },
  });
});

test.each([2, 1_183, 3.5])("throws if months is %p", (months) => {
  expect(refusal(() => ArchiveTiering.afterMonths(months))).toBe(
    `ArchiveTiering.afterMonths: months must be a whole number from 3 to 1182, got ${months}; archive backups of an age in that range`,
  );
});

test.each([
  [{}, "neither monthlyRetention nor yearlyRetention"],
  [monthly(10), "monthlyRetention for 10 months"],
  [{ ...monthly(10), ...yearly(1) }, "monthlyRetention for 10 months and yearlyRetention for 1 year"],
])("throws if no retention is long enough: %#", (options, received) => {
  expect(refusal(() => policy({ ...options, archiveTiering: ArchiveTiering.afterMonths(7) }))).toBe(
    "VmBackupPolicy 'stack/Policy': archiveTiering must come with a monthly or yearly retention of at least 13 months, " +
      `got ${received}; keep backups for longer, or leave archiveTiering out`,
  );
});

test.each([monthly(13), yearly(2), { ...monthly(1), ...yearly(2) }])("accepts a retention that is long enough: %#", (options) => {
  expect(policy({ ...options, archiveTiering: ArchiveTiering.afterMonths(7) })).toHaveProperty("tiering_policy");
});

test("accepts tokens", () => {
  const stack = testStack();
  const unknown = unknownNumber(stack, "months");
  expect(() => policy({ ...monthly(unknown), archiveTiering: ArchiveTiering.afterMonths(5) })).not.toThrow();
  expect(() => policy({ ...monthly(9), archiveTiering: ArchiveTiering.afterMonths(unknown) })).not.toThrow();
});
