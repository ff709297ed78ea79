import { caseFold } from "../../azure/case-fold";
import type { BackupJob } from "./backup-job";
import type { ProtectedItem } from "./protected-item";

/** The keys of a vault's VMs by name. A job may contain only the name of its VM. */
export class VmKeys {
  private byName: Map<string, Set<string>> | undefined;

  /** Records the vault's items; returns them. */
  learn(items: ProtectedItem[]): ProtectedItem[] {
    this.byName = new Map();
    for (const { vmName, vmKey } of items) {
      const name = caseFold(vmName);
      this.byName.set(name, (this.byName.get(name) ?? new Set()).add(vmKey));
    }
    return items;
  }

  /** Whether the key of every job is known or can be looked up. */
  know(jobs: readonly BackupJob[]): boolean {
    return this.byName !== undefined || jobs.every(hasKey);
  }

  /** Adds the VM's key to a job if the name is unique in the vault. */
  completed(job: BackupJob): BackupJob {
    const [vmKey, ...others] = hasKey(job) ? [] : (this.byName?.get(caseFold(job.vmName)) ?? []);
    return vmKey === undefined || others.length > 0 ? job : { ...job, vmKey };
  }
}

function hasKey({ vmKey }: BackupJob): boolean {
  return vmKey.includes(";");
}
