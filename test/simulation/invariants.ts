import type { BackupResult } from "../../lib/hook/backup-now/backup-now";
import { exitCodeOf } from "../../lib/hook/backup-now/outcome";
import { isSettled, type Milestone, type Progress } from "../../lib/hook/backup-now/progress";
import { ExitCode } from "../../lib/contract/exit-code";
import { MAX_ATTEMPTS_A_DAY } from "../../lib/hook/backup-now/attempts";
import { FINAL } from "./scenario";
import { ELSEWHERE, type Job, type Service, type Vm } from "./service";

/** One more than a run counts to: the last job of one that was killed may not be listed yet. */
const MOST_A_DAY = MAX_ATTEMPTS_A_DAY + 1;
const ATTEMPTS_OF_ONE_RUN = 3;
const DAY = 24 * 3_600_000;

/** What a run says is what the service knows. */
export function provedBy(service: Service, now: number, result: BackupResult, waitFor: Milestone): void {
  for (const { item, progress } of result.runs) {
    const vm = service.vm(item.vmName);
    if (!vm) throw new Error(`${item.vmName} does not exist`);
    claimOf(service, now, vm, progress);
  }
  if (exitCodeOf(result) !== ExitCode.done) return;
  const open = result.runs.find(({ progress }) => !isSettled(progress, waitFor));
  if (open) throw new Error(`ends well although ${open.item.vmName} is ${open.progress.kind}`);
  const unfinished = result.runs.find(
    ({ item, progress }) => progress.kind === "completed" && !service.isBackedUp(mustBe(service, item.vmName), now),
  );
  if (unfinished) throw new Error(`ends well although ${unfinished.item.vmName} has no backup`);
}

function claimOf(service: Service, now: number, vm: Vm, progress: Progress): void {
  const wrong = (claim: string): Error => new Error(`${vm.name}: says '${claim}', which is not so`);
  const job = "job" in progress && progress.job ? service.job(progress.job.id) : undefined;
  switch (progress.kind) {
    case "completed":
      if (job?.fate.ending !== "Completed" || job.end > now || job.vm !== vm) throw wrong("completed");
      return;
    case "completedWithWarnings":
      if (job?.fate.ending !== "CompletedWithWarnings" || job.end > now) throw wrong("completed with warnings");
      return;
    case "skipped":
      if (progress.cause === "alreadyBackedUp" && !service.isBackedUp(vm, now)) throw wrong(progress.reason);
      return;
    case "running":
      if (!job || (progress.snapshotTaken && job.snapshotAt > now)) throw wrong("running, snapshot taken");
      return;
    case "failed":
      if (progress.job && (job?.fate.ending !== "Failed" || job.end > now)) throw wrong("failed");
      if (job?.fate.code !== undefined && !progress.reason.includes(job.fate.code)) throw wrong(progress.reason);
      return;
    default:
  }
}

function mustBe(service: Service, name: string): Vm {
  const vm = service.vm(name);
  if (!vm) throw new Error(`${name} does not exist`);
  return vm;
}

/** No VM has a backup too many, however often and by whomever the hook was run. */
export function neverTooMany(service: Service): void {
  if (service.needless.length > 0) throw new Error(service.needless.join("; "));
  for (const vm of service.vms) {
    const jobs = service.jobs.filter((job) => job.vm === vm);
    const completed = jobs.filter(({ fate }) => fate.ending === "Completed");
    const most = vm.kind === "pending" ? 1 : 0;
    if (completed.length > most)
      throw new Error(`${vm.name}: ${completed.length} backups, where ${most} should be: ${told(jobs)}`);
    for (const [by, made] of byProcess(jobs)) {
      if (by !== ELSEWHERE && made.length > ATTEMPTS_OF_ONE_RUN)
        throw new Error(`${vm.name}: ${made.length} attempts of ${by}: ${told(jobs)}`);
    }
    const final = jobs.find((job) => FINAL.some((code) => code === job.fate.code));
    const after = final && jobs.find((job) => job.by === final.by && job.start > final.start);
    if (after) throw new Error(`${vm.name}: ${after.by} tried again what had failed for good: ${told(jobs)}`);
    for (const { start } of jobs) {
      const inDay = jobs.filter((job) => job.start <= start && job.start > start - DAY).length;
      if (inDay > MOST_A_DAY) throw new Error(`${vm.name}: ${inDay} attempts in a day: ${told(jobs)}`);
    }
  }
}

/** The VMs that can be backed up, and are not. */
export function unfinished(service: Service, now: number): string[] {
  return service.vms
    .filter((vm) => vm.kind === "pending" && vm.fates.at(-1)?.ending === "Completed" && !service.isBackedUp(vm, now))
    .map(({ name }) => name);
}

function byProcess(jobs: readonly Job[]): Map<string, Job[]> {
  const found = new Map<string, Job[]>();
  for (const job of jobs) found.set(job.by, [...(found.get(job.by) ?? []), job]);
  return found;
}

function told(jobs: readonly Job[]): string {
  const minutes = (time: number): string => (time / 60_000).toFixed(1);
  return jobs
    .map(
      (job) => `${job.id} by ${job.by} ${minutes(job.start)}-${minutes(job.end)} min ${job.fate.ending} ${job.fate.code ?? ""}`,
    )
    .join("; ");
}
