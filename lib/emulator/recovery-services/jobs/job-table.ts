import { caseFold } from "../../../azure/case-fold";
import type { Job } from "../model";

/** All jobs, indexed by vault and by protected item. A list of items reads the jobs of each item. */
export class JobTable {
  readonly #byVault = new Map<string, Map<string, Job>>();
  readonly #byItem = new Map<string, Job[]>();

  constructor(
    jobs: Iterable<Job> = [],
    private readonly onChange: () => void = () => undefined,
  ) {
    for (const job of jobs) this.#put(job);
  }

  add(job: Job): void {
    this.#put(job);
    this.onChange();
  }

  /** Replaces the job with the same id. */
  replace(job: Job): void {
    const jobs = this.#byItem.get(caseFold(job.itemId)) ?? [];
    jobs.splice(
      jobs.findIndex(({ id }) => id === job.id),
      1,
      job,
    );
    this.#byVault.get(caseFold(job.vaultId))?.set(caseFold(job.id), job);
    this.onChange();
  }

  /** Removes the jobs of a protected item that match. */
  remove(itemId: string, isForgotten: (job: Job) => boolean): void {
    const jobs = this.#byItem.get(caseFold(itemId)) ?? [];
    const kept = jobs.filter((job) => !isForgotten(job));
    if (kept.length === jobs.length) return;
    this.#byItem.set(caseFold(itemId), kept);
    for (const job of jobs) if (isForgotten(job)) this.#byVault.get(caseFold(job.vaultId))?.delete(caseFold(job.id));
    this.onChange();
  }

  get(vaultId: string, jobId: string): Job | undefined {
    return this.#byVault.get(caseFold(vaultId))?.get(caseFold(jobId));
  }

  ofVault(vaultId: string): Job[] {
    return [...(this.#byVault.get(caseFold(vaultId))?.values() ?? [])];
  }

  /** The jobs of a protected item, oldest first. */
  ofItem(itemId: string): readonly Job[] {
    return this.#byItem.get(caseFold(itemId)) ?? [];
  }

  removeVault(vaultId: string): void {
    for (const job of this.ofVault(vaultId)) this.#byItem.delete(caseFold(job.itemId));
    this.#byVault.delete(caseFold(vaultId));
    this.onChange();
  }

  toJSON(): Job[] {
    return [...this.#byVault.values()].flatMap((jobs) => [...jobs.values()]);
  }

  #put(job: Job): void {
    const vault = caseFold(job.vaultId);
    const item = caseFold(job.itemId);
    this.#byVault.set(vault, (this.#byVault.get(vault) ?? new Map<string, Job>()).set(caseFold(job.id), job));
    const ofItem = this.#byItem.get(item);
    if (ofItem) ofItem.push(job);
    else this.#byItem.set(item, [job]);
  }
}
