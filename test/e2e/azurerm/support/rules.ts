import { longTermRules } from "../../../constructs/policy/rules/long-term";
import { retentionRules } from "../../../constructs/policy/rules/retention";
import { scheduleRules } from "../../../constructs/policy/rules/schedule";
import { snapshotAndArchiveRules } from "../../../constructs/policy/rules/snapshots-and-archive";
import { initialBackupRules } from "../../../constructs/protection/rules/initial-backup";
import { stateAndDiskRules } from "../../../constructs/protection/rules/states-and-disks";
import { vmRules } from "../../../constructs/protection/rules/vms";
import type { Rule } from "../../../support/rules";
import { additionRules } from "../../../constructs/vault/rules/additions";
import { providerRules } from "../../../constructs/vault/rules/provider";
import { vaultRules } from "../../../constructs/vault/rules/vault";

/** The rules of all tables. */
export const RULES: readonly Rule[] = [
  ...[...scheduleRules, ...retentionRules, ...longTermRules, ...snapshotAndArchiveRules],
  ...[...vaultRules, ...providerRules, ...additionRules],
  ...[...vmRules, ...stateAndDiskRules, ...initialBackupRules],
];
