import type { DrillPlace } from "../../drill/guard";

/** The command that deletes what drills have left; undefined if a shell would read its words differently. */
export function cleanCommand(vaultId: string, { scratchGroupId, stagingAccountId }: DrillPlace): string | undefined {
  const words = [vaultId, scratchGroupId, stagingAccountId];
  // What sh, PowerShell and cmd.exe read alike within quotes.
  if (!words.every((word) => /^[\p{L}\p{N}/._;()-]+$/u.test(word))) return undefined;
  return `azure-vm-backup drill "${vaultId}" --scratch-group "${scratchGroupId}" --staging-account "${stagingAccountId}" --clean`;
}
