import { isSettled, type VmRun } from "../../backup-now/progress";
import type { BackupOptions } from "../../backup-now/backup-context";

/** More VMs than that make a command that no log shows whole. */
const MAX_NAMED = 20;

/**
 * The command that goes on watching the VMs whose backup is still under way; undefined where there is none. Of many VMs that were
 * named it is one that only looks, since the others of the vault were not meant.
 */
export function resumeCommand(options: BackupOptions, runs: readonly VmRun[]): string | undefined {
  const open = runs.filter((run) => !isSettled(run.progress, options.waitFor));
  if (open.length === 0) return undefined;
  if (options.vms !== undefined && open.length > MAX_NAMED)
    return `azure-vm-backup jobs '${options.vaultId}' --operation Backup --watch`;
  // A VM whose label is more than its name shares its name with another one.
  const vms = open.map(({ item, label }) => ` --vm '${label === item.vmName ? item.vmName : item.id}'`);
  const retention =
    "days" in options.retention ? `--retain-days ${options.retention.days}` : `--retain-until ${options.retention.until}`;
  return `azure-vm-backup backup-now '${options.vaultId}'${options.vms === undefined ? "" : vms.join("")} ${retention} --wait-for ${options.waitFor}`;
}
