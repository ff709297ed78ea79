import { longTermRules } from "../../../policy/rules/long-term";
import { retentionRules } from "../../../policy/rules/retention";
import { scheduleRules } from "../../../policy/rules/schedule";
import { snapshotAndArchiveRules } from "../../../policy/rules/snapshots-and-archive";
import { initialBackupRules } from "../../../protection/rules/initial-backup";
import { stateAndDiskRules } from "../../../protection/rules/states-and-disks";
import { vmRules } from "../../../protection/rules/vms";
import type { Rule } from "../../../support/rules";
import { additionRules } from "../../../vault/rules/additions";
import { providerRules } from "../../../vault/rules/provider";
import { vaultRules } from "../../../vault/rules/vault";

/** The rules of all tables. */
export const RULES: readonly Rule[] = [
  ...[...scheduleRules, ...retentionRules, ...longTermRules, ...snapshotAndArchiveRules],
  ...[...vaultRules, ...providerRules, ...additionRules],
  ...[...vmRules, ...stateAndDiskRules, ...initialBackupRules],
];
