import type { BackupResult } from "../../lib/hook/backup-now/backup-now";
import { exitCodeOf } from "../../lib/hook/backup-now/outcome";
import { isSettled, type Milestone, type Progress } from "../../lib/hook/backup-now/progress";
import { ExitCode } from "../../lib/contract/exit-code";
import { MAX_ATTEMPTS_A_DAY } from "../../lib/hook/backup-now/attempts";
import { PERMANENT } from "./scenario";
import { ELSEWHERE, type Job, type Service, type Vm } from "./service";

/** One more than the limit of a run: the last job of a killed run may not be listed yet. */
const MOST_A_DAY = MAX_ATTEMPTS_A_DAY + 1;
const ATTEMPTS_OF_ONE_RUN = 3;
const DAY = 24 * 3_600_000;

/** Throws if the result of a run contradicts the state of the service. */
export function checkResult(service: Service, now: number, result: BackupResult, waitFor: Milestone): void {
  for (const { item, progress } of result.runs) {
    const vm = service.vm(item.vmName);
    if (!vm) throw new Error(`${item.vmName} does not exist`);
    checkProgress(service, now, vm, progress);
  }
  if (exitCodeOf(result) !== ExitCode.done) return;
  const open = result.runs.find(({ progress }) => !isSettled(progress, waitFor));
  if (open) throw new Error(`the run succeeded although ${open.item.vmName} is ${open.progress.kind}`);
  const unfinished = result.runs.find(
    ({ item, progress }) => progress.kind === "completed" && !service.isBackedUp(existingVm(service, item.vmName), now),
  );
  if (unfinished) throw new Error(`the run succeeded although ${unfinished.item.vmName} has no backup`);
}

function checkProgress(service: Service, now: number, vm: Vm, progress: Progress): void {
  const wrong = (claim: string): Error => new Error(`${vm.name}: the run reports '${claim}', which is wrong`);
  const job = "job" in progress && progress.job ? service.job(progress.job.id) : undefined;
  switch (progress.kind) {
    case "completed":
      if (job?.outcome.ending !== "Completed" || job.end > now || job.vm !== vm) throw wrong("completed");
      return;
    case "completedWithWarnings":
      if (job?.outcome.ending !== "CompletedWithWarnings" || job.end > now) throw wrong("completed with warnings");
      return;
    case "skipped":
      if (progress.cause === "alreadyBackedUp" && !service.isBackedUp(vm, now)) throw wrong(progress.reason);
      return;
    case "running":
      if (!job || (progress.snapshotTaken && job.snapshotAt > now)) throw wrong("running, snapshot taken");
      return;
    case "failed":
      if (progress.job && (job?.outcome.ending !== "Failed" || job.end > now)) throw wrong("failed");
      if (job?.outcome.code !== undefined && !progress.reason.includes(job.outcome.code)) throw wrong(progress.reason);
      return;
    default:
  }
}

function existingVm(service: Service, name: string): Vm {
  const vm = service.vm(name);
  if (!vm) throw new Error(`${name} does not exist`);
  return vm;
}

/** Throws if a VM has more backups or attempts than allowed, over all runs of the hook. */
export function checkBackupCounts(service: Service): void {
  if (service.needless.length > 0) throw new Error(service.needless.join("; "));
  for (const vm of service.vms) {
    const jobs = service.jobs.filter((job) => job.vm === vm);
    const completed = jobs.filter(({ outcome }) => outcome.ending === "Completed");
    const most = vm.kind === "pending" ? 1 : 0;
    if (completed.length > most)
      throw new Error(`${vm.name}: ${completed.length} backups instead of ${most}: ${formatJobs(jobs)}`);
    for (const [by, made] of byProcess(jobs)) {
      if (by !== ELSEWHERE && made.length > ATTEMPTS_OF_ONE_RUN)
        throw new Error(`${vm.name}: ${made.length} attempts of ${by}: ${formatJobs(jobs)}`);
    }
    const final = jobs.find((job) => PERMANENT.some((code) => code === job.outcome.code));
    const after = final && jobs.find((job) => job.by === final.by && job.start > final.start);
    if (after) throw new Error(`${vm.name}: ${after.by} repeated a backup after a permanent error: ${formatJobs(jobs)}`);
    for (const { start } of jobs) {
      const inDay = jobs.filter((job) => job.start <= start && job.start > start - DAY).length;
      if (inDay > MOST_A_DAY) throw new Error(`${vm.name}: ${inDay} attempts in a day: ${formatJobs(jobs)}`);
    }
  }
}

/** The VMs that can be backed up but have no backup. */
export function unfinished(service: Service, now: number): string[] {
  return service.vms
    .filter((vm) => vm.kind === "pending" && vm.outcomes.at(-1)?.ending === "Completed" && !service.isBackedUp(vm, now))
    .map(({ name }) => name);
}

function byProcess(jobs: readonly Job[]): Map<string, Job[]> {
  const found = new Map<string, Job[]>();
  for (const job of jobs) found.set(job.by, [...(found.get(job.by) ?? []), job]);
  return found;
}

function formatJobs(jobs: readonly Job[]): string {
  const minutes = (time: number): string => (time / 60_000).toFixed(1);
  return jobs
    .map(
      (job) =>
        `${job.id} by ${job.by} ${minutes(job.start)}-${minutes(job.end)} min ${job.outcome.ending} ${job.outcome.code ?? ""}`,
    )
    .join("; ");
}
