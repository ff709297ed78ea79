import {
  ArchiveTiering,
  MonthlyRetention,
  VmBackupPolicy,
  type VmBackupPolicyOptions,
  VmBackupPolicyType,
} from "../../../../lib";
import { POLICY_ID, unknownNumber, unknownText, VAULT_ID } from "../../../support/azure";
import { FoundBy } from "../../../support/rules";
import { testStack } from "../../../support/synth";
import { policyOf } from "../support/policy";
import { DAILY, INVALID_INPUT, type PolicyRule, SENT_DAILY, SENT_WEEKLY, WEEKLY } from "../support/rule";

const NEW_ENOUGH = ">= 4.70.0, < 5.0.0";
const { STANDARD, ENHANCED } = VmBackupPolicyType;
const daily = (options: Partial<VmBackupPolicyOptions>, azurerm?: string) => policyOf({ ...DAILY, ...options }, azurerm);
const monthly = (months: number) => MonthlyRetention.byDay({ months, days: [1] });
const archived = (age: number, months: number) =>
  daily({ archiveTiering: ArchiveTiering.afterMonths(age), monthlyRetention: monthly(months) });

/** Rules of the name, the snapshots and the archive tier. */
export const snapshotAndArchiveRules: PolicyRule[] = [
  {
    id: "policy-name",
    rule: "A policy's name is 3 to 150 letters, digits, `-`, `_` and `!`, starting with a letter",
    foundBy: FoundBy.VALIDATE,
    evidence: "`Backup Policy name must be 3 - 150 characters long, start with a letter, contain only letters and numbers.`",
    broken: () => daily({ policyName: "my policy" }),
    refusal: "policyName must be 3 to 150 letters, digits, '-', '_' and '!', starting with a letter, got 'my policy'",
    kept: () => daily({ policyName: "my_policy" }),
    unknown: (stack) => daily({ policyName: unknownText(stack, "name") }),
  },
  {
    id: "policy-id",
    rule: "An existing policy is given by the id of a policy",
    foundBy: FoundBy.VALIDATE,
    evidence: "`parsing the BackupPolicy ID`; azurerm accepts no other case of its fixed segments",
    broken: () => VmBackupPolicy.fromPolicyId(testStack(), "Policy", VAULT_ID),
    refusal: "policyId must be '<id of the vault>/backupPolicies/<name>'",
    kept: () => VmBackupPolicy.fromPolicyId(testStack(), "Policy", POLICY_ID.replace("/resourceGroups/", "/resourcegroups/")),
    unknown: (stack) => VmBackupPolicy.fromPolicyId(stack, "Policy", unknownText(stack, "id")),
  },
  {
    id: "instant-restore-standard",
    rule: "A Standard policy keeps snapshots for 1 to 5 days",
    foundBy: FoundBy.APPLY,
    evidence: "`` `instant_restore_retention_days` must be less than or equal to `5` when `policy_type` is `V1` ``",
    broken: () => daily({ instantRestoreRetentionDays: 6 }),
    refusal: "instantRestoreRetentionDays must be a whole number of days from 1 to 5 in a Standard policy, got 6",
    kept: () => daily({ instantRestoreRetentionDays: 5 }),
    unknown: (stack) => daily({ instantRestoreRetentionDays: unknownNumber(stack, "days") }),
  },
  {
    id: "instant-restore-enhanced",
    rule: "An Enhanced policy keeps snapshots for 1 to 30 days",
    foundBy: FoundBy.VALIDATE,
    evidence: "`expected instant_restore_retention_days to be in the range (1 - 30), got 31`",
    broken: () => daily({ instantRestoreRetentionDays: 31, policyType: ENHANCED }),
    refusal: "instantRestoreRetentionDays must be a whole number of days from 1 to 30 in an Enhanced policy, got 31",
    kept: () => daily({ instantRestoreRetentionDays: 30, policyType: ENHANCED }),
    unknown: (stack) =>
      daily({ instantRestoreRetentionDays: 30, policyType: unknownText(stack, "type") as unknown as VmBackupPolicyType }),
  },
  {
    id: "instant-restore-weekly",
    rule: "A Standard policy with a weekly schedule keeps snapshots for 5 days",
    foundBy: FoundBy.AZURE,
    evidence: INVALID_INPUT,
    broken: () => policyOf({ ...WEEKLY, instantRestoreRetentionDays: 4 }),
    refusal: "instantRestoreRetentionDays must be 5 with a weekly schedule in a Standard policy, got 4",
    kept: () => policyOf({ ...WEEKLY, instantRestoreRetentionDays: 5 }),
    unknown: (stack) => policyOf({ ...WEEKLY, instantRestoreRetentionDays: unknownNumber(stack, "days") }),
    sent: { ...SENT_WEEKLY, instant_restore_retention_days: 4 },
  },
  {
    id: "instant-restore-group-prefix",
    rule: "The prefix of the snapshots' resource groups is 1 to 50 letters, digits, `-` and `_`",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm only requires a text; the limit comes from Azure PowerShell",
    broken: () => daily({ instantRestoreResourceGroup: { prefix: "rg snapshots" } }),
    refusal: "instantRestoreResourceGroup.prefix must be 1 to 50 letters, digits, '-' and '_', got 'rg snapshots'",
    kept: () => daily({ instantRestoreResourceGroup: { prefix: "rg_snapshots" } }),
    unknown: (stack) => daily({ instantRestoreResourceGroup: { prefix: unknownText(stack, "prefix") } }),
  },
  {
    id: "instant-restore-group-suffix",
    rule: "The suffix of the snapshots' resource groups is not empty, and valid at the end of a resource group's name",
    foundBy: FoundBy.VALIDATE,
    evidence: "`expected … to not be an empty string`",
    broken: () => daily({ instantRestoreResourceGroup: { prefix: "rg", suffix: "" } }),
    refusal:
      "instantRestoreResourceGroup.suffix must be letters, digits, '-', '_', '.' and parentheses that do not end in '.', got ''",
    kept: () => daily({ instantRestoreResourceGroup: { prefix: "rg", suffix: "s" } }),
    unknown: (stack) => daily({ instantRestoreResourceGroup: { prefix: "rg", suffix: unknownText(stack, "suffix") } }),
  },
  {
    id: "instant-restore-group-suffix-end",
    rule: "The suffix does not end in `.`, because no resource group's name does",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm only requires a text",
    broken: () => daily({ instantRestoreResourceGroup: { prefix: "rg", suffix: "s." } }),
    refusal:
      "instantRestoreResourceGroup.suffix must be letters, digits, '-', '_', '.' and parentheses that do not end in '.', got 's.'",
    kept: () => daily({ instantRestoreResourceGroup: { prefix: "rg", suffix: ".s" } }),
    unknown: (stack) => daily({ instantRestoreResourceGroup: { prefix: "rg", suffix: unknownText(stack, "suffix") } }),
  },
  {
    id: "instant-restore-group-name",
    rule: "Prefix, number and suffix of the snapshots' resource groups have at most 90 characters",
    foundBy: FoundBy.AZURE,
    evidence: "the maximum length of a resource group's name",
    broken: () => daily({ instantRestoreResourceGroup: { prefix: "p".repeat(50), suffix: "s".repeat(40) } }),
    refusal: "instantRestoreResourceGroup must be names of at most 90 characters, including the number",
    kept: () => daily({ instantRestoreResourceGroup: { prefix: "p".repeat(50), suffix: "s".repeat(39) } }),
    unknown: (stack) => daily({ instantRestoreResourceGroup: { prefix: unknownText(stack, "prefix"), suffix: "s".repeat(90) } }),
  },
  {
    id: "crash-consistent-needs-enhanced",
    rule: "Crash-consistent snapshots need an Enhanced policy, which is the default for them",
    foundBy: FoundBy.PLAN,
    evidence: "`` `policy_type` must be `V2` when `consistency_type` is `OnlyCrashConsistent` ``",
    broken: () => daily({ onlyCrashConsistent: true, policyType: STANDARD }, NEW_ENOUGH),
    refusal: "policyType must be VmBackupPolicyType.ENHANCED with onlyCrashConsistent, got 'V1'",
    kept: () => daily({ onlyCrashConsistent: true, policyType: ENHANCED }, NEW_ENOUGH),
    unknown: (stack) =>
      daily({ onlyCrashConsistent: true, policyType: unknownText(stack, "type") as unknown as VmBackupPolicyType }, NEW_ENOUGH),
  },
  {
    id: "crash-consistent-needs-azurerm",
    rule: "Crash-consistent snapshots need azurerm 4.70.0 or newer",
    foundBy: FoundBy.VALIDATE,
    evidence: '`No argument or block type is named "consistency_type".`',
    broken: () => daily({ onlyCrashConsistent: true }),
    refusal: "onlyCrashConsistent must come with azurerm 4.70.0 or newer, got '4.55.0'",
    kept: () => daily({ onlyCrashConsistent: true }, NEW_ENOUGH),
    unknown: (stack) => daily({ onlyCrashConsistent: true, policyName: unknownText(stack, "name") }, NEW_ENOUGH),
  },
  {
    id: "archive-needs-long-retention",
    rule: "Archive tiering comes with a monthly or yearly retention",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm sends it unchanged",
    broken: () => daily({ archiveTiering: ArchiveTiering.recommended() }),
    refusal: "archiveTiering must come with a monthly or yearly retention of at least 9 months, got neither",
    kept: () => daily({ archiveTiering: ArchiveTiering.recommended(), monthlyRetention: monthly(9) }),
    unknown: (stack) =>
      daily({ archiveTiering: ArchiveTiering.recommended(), monthlyRetention: monthly(unknownNumber(stack, "months")) }),
    sent: { ...SENT_DAILY, tiering_policy: { archived_restore_point: { mode: "TierRecommended" } } },
  },
  {
    id: "archive-leaves-6-months",
    rule: "A backup that is archived has at least 6 months of its retention left",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm sends it unchanged",
    broken: () => archived(5, 10),
    refusal:
      "archiveTiering must come with a monthly or yearly retention of at least 11 months, got monthlyRetention for 10 months",
    kept: () => archived(5, 11),
    unknown: (stack) => archived(5, unknownNumber(stack, "months")),
    sent: {
      ...SENT_DAILY,
      retention_monthly: { count: 10, weekdays: ["Sunday"], weeks: ["First"] },
      tiering_policy: { archived_restore_point: { mode: "TierAfter", duration: 5, duration_type: "Months" } },
    },
  },
  {
    id: "archive-after-3-months",
    rule: "A backup is at least 3 months old when it is archived",
    foundBy: FoundBy.VALIDATE,
    evidence: "`expected … to be at least (3), got 2`",
    broken: () => archived(2, 12),
    refusal: "ArchiveTiering.afterMonths: months must be a whole number from 3 to 1182, got 2",
    kept: () => archived(3, 12),
    unknown: (stack) => archived(unknownNumber(stack, "age"), 12),
  },
];
