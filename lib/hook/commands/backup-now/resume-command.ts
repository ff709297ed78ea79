import { isSettled, type VmRun } from "../../backup-now/progress";
import type { BackupOptions } from "../../backup-now/backup-context";

/** More VMs than that make a command that no log shows whole. */
const MAX_NAMED = 20;

/**
 * The command that goes on watching the VMs whose backup is still under way; undefined if there is none. Of many VMs that were
 * named it is one that only looks, since the others of the vault were not meant.
 */
export function resumeCommand(options: BackupOptions, runs: readonly VmRun[]): string | undefined {
  const open = runs.filter((run) => !isSettled(run.progress, options.waitFor));
  const vault = quoted(options.vaultId);
  if (open.length === 0 || vault === undefined) return undefined;
  // A VM whose label is more than its name shares its name with another one.
  const vms = open.map(({ item, label }) => (label === item.vmName ? quoted(label) : undefined) ?? quoted(item.id));
  if (options.vms !== undefined && (open.length > MAX_NAMED || vms.includes(undefined)))
    return `azure-vm-backup jobs ${vault} --operation Backup --watch`;
  const named = options.vms === undefined ? "" : vms.map((vm) => ` --vm ${vm ?? ""}`).join("");
  const retention =
    "days" in options.retention ? `--retain-days ${options.retention.days}` : `--retain-until ${options.retention.until}`;
  return `azure-vm-backup backup-now ${vault}${named} ${retention} --wait-for ${options.waitFor}`;
}

/** A word of a command in quotes that sh, PowerShell and cmd.exe read alike; undefined if one of them would find more in it than text. */
function quoted(word: string): string | undefined {
  return /^[\p{L}\p{N}/._;()-]+$/u.test(word) ? `"${word}"` : undefined;
}
