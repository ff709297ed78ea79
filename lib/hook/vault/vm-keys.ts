import { caseFold } from "../../azure/case-fold";
import type { BackupJob } from "./backup-job";
import type { ProtectedItem } from "./protected-item";

/** The keys of a vault's VMs by their names: a job may say no more of its VM than the name. */
export class VmKeys {
  private byName: Map<string, Set<string>> | undefined;

  /** Takes note of what the vault lists; returns it. */
  learn(items: ProtectedItem[]): ProtectedItem[] {
    this.byName = new Map();
    for (const { vmName, vmKey } of items) {
      const name = caseFold(vmName);
      this.byName.set(name, (this.byName.get(name) ?? new Set()).add(vmKey));
    }
    return items;
  }

  /** Whether all is known that some jobs leave out. */
  know(jobs: readonly BackupJob[]): boolean {
    return this.byName !== undefined || jobs.every(hasKey);
  }

  /** The job with the key of its VM, if one VM only has its name. Of namesakes nobody can tell which is meant. */
  completed(job: BackupJob): BackupJob {
    const [vmKey, ...others] = hasKey(job) ? [] : (this.byName?.get(caseFold(job.vmName)) ?? []);
    return vmKey === undefined || others.length > 0 ? job : { ...job, vmKey };
  }
}

function hasKey({ vmKey }: BackupJob): boolean {
  return vmKey.includes(";");
}
