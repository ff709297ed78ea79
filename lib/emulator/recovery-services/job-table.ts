import { fold } from "../../azure/resource-id";
import type { Job } from "./model";

/** All jobs, findable by vault and by protected item: a list of items looks at the jobs of each. */
export class JobTable {
  readonly #byVault = new Map<string, Map<string, Job>>();
  readonly #byItem = new Map<string, Job[]>();

  constructor(jobs: Iterable<Job> = []) {
    for (const job of jobs) this.add(job);
  }

  add(job: Job): void {
    const vault = fold(job.vaultId);
    const item = fold(job.itemId);
    this.#byVault.set(vault, (this.#byVault.get(vault) ?? new Map<string, Job>()).set(fold(job.id), job));
    this.#byItem.set(item, [...(this.#byItem.get(item) ?? []), job]);
  }

  get(vaultId: string, jobId: string): Job | undefined {
    return this.#byVault.get(fold(vaultId))?.get(fold(jobId));
  }

  ofVault(vaultId: string): Job[] {
    return [...(this.#byVault.get(fold(vaultId))?.values() ?? [])];
  }

  /** The jobs of a protected item, oldest first. */
  ofItem(itemId: string): readonly Job[] {
    return this.#byItem.get(fold(itemId)) ?? [];
  }

  removeVault(vaultId: string): void {
    for (const job of this.ofVault(vaultId)) this.#byItem.delete(fold(job.itemId));
    this.#byVault.delete(fold(vaultId));
  }

  toJSON(): Job[] {
    return [...this.#byVault.values()].flatMap((jobs) => [...jobs.values()]);
  }
}
