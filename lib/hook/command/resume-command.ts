import { fold } from "../../azure/resource-id";
import { isSettled, type VmRun } from "../backup-now/progress";
import type { BackupOrder } from "../backup-now/surroundings";

/** The command that goes on watching the VMs whose backup is still under way; undefined where there is none. */
export function resumeCommand(order: BackupOrder, runs: readonly VmRun[]): string | undefined {
  const open = runs.filter((run) => !isSettled(run.progress, order.waitFor));
  if (open.length === 0) return undefined;
  const names = runs.map((run) => fold(run.item.vmName));
  const vms = open.map(({ item }) => {
    const unique = names.filter((name) => name === fold(item.vmName)).length === 1;
    return `--vm '${unique ? item.vmName : item.id}'`;
  });
  const retention =
    "days" in order.retention ? `--retain-days ${order.retention.days}` : `--retain-until ${order.retention.until}`;
  return `azure-vm-backup backup-now '${order.vaultId}' ${vms.join(" ")} ${retention} --wait-for ${order.waitFor}`;
}
