import { isPlainWord } from "../../plain-word";
import { isSettled, type VmRun } from "../../backup-now/progress";
import type { BackupOptions } from "../../backup-now/backup-context";

/** The maximum number of VMs in the command, so that a log shows it completely. */
const MAX_NAMED = 20;

/**
 * Returns the command that continues watching the VMs whose backup still runs; undefined if there is none. If many VMs were named, it is a
 * command that only shows jobs, because the vault's other VMs were not selected; likewise if the VMs have different retentions.
 */
export function resumeCommand(options: BackupOptions, runs: readonly VmRun[]): string | undefined {
  const open = runs.filter((run) => !isSettled(run.progress, options.waitFor));
  const vault = quoted(options.vaultId);
  if (open.length === 0 || vault === undefined) return undefined;
  // A VM whose label is more than its name shares its name with another one.
  const vms = open.map(({ item, label }) => (label === item.vmName ? quoted(label) : undefined) ?? quoted(item.id));
  const isMixed = (options.retentions ?? []).length > 0;
  if (options.vms !== undefined && (isMixed || open.length > MAX_NAMED || vms.includes(undefined)))
    return `azure-vm-backup jobs ${vault} --operation Backup --watch`;
  const named = options.vms === undefined ? "" : vms.map((vm) => ` --vm ${vm ?? ""}`).join("");
  const retention =
    "days" in options.retention ? `--retain-days ${options.retention.days}` : `--retain-until ${options.retention.until}`;
  return `azure-vm-backup backup-now ${vault}${named} ${retention} --wait-for ${options.waitFor}`;
}

/** Quotes a word so that sh, PowerShell and cmd.exe read it as text; undefined if one of them would not. */
function quoted(word: string): string | undefined {
  return isPlainWord(word) ? `"${word}"` : undefined;
}
