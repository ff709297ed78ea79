import { fold } from "../azure/resource-id";
import { checkWholeNumber, isLiteral, problem } from "../private/problems";
import type { IProtectedVms } from "../protection/protected-vms";
import type { InitialBackupOptions } from "./initial-backup-options";
import { problemsOf, settingsSchema } from "./request";
import { requestSettings } from "./request-settings";

/** What is wrong with the settings of an initial backup, whichever VMs it is for. */
export function initialBackupProblems(options: InitialBackupOptions): string[] {
  const atLeastOne = (unit: string) => ({
    allowed: `a whole number of ${unit} of at least 1`,
    remedy: "raise it or leave it out",
  });
  const max = Number.MAX_SAFE_INTEGER;
  const problems = [
    ...checkWholeNumber("timeoutMinutes", options.timeoutMinutes, 1, max, atLeastOne("minutes")),
    ...checkWholeNumber("concurrency", options.concurrency, 1, max, atLeastOne("backups")),
  ];
  const settings = requestSettings(options);
  const known = Object.values({ ...settings, ...settings.retention }).every(isLiteral);
  return problems.length > 0 || !known ? problems : problemsOf(settingsSchema, settings);
}

/** What is wrong with the VMs of an initial backup. */
export function protectedVmsProblems(protectedVms: readonly IProtectedVms[]): string[] {
  const [first, ...others] = protectedVms;
  if (!first) {
    return [problem("protectedVms", protectedVms, { allowed: "at least one construct", remedy: "name the protected VMs" })];
  }
  const vaultId = first.vault.vaultId;
  return others.flatMap(({ vault, node }) => {
    const same =
      vault === first.vault || !isLiteral(vault.vaultId) || !isLiteral(vaultId) || fold(vault.vaultId) === fold(vaultId);
    return same
      ? []
      : [
          `protectedVms must be of one vault, got ${vault.vaultId} for '${node.path}' beside ${vaultId}; make an InitialBackup for each vault`,
        ];
  });
}
