import { MINUTE_MS } from "../../azure/durations";
import { catalogueEntryOf } from "../../azure/error-catalogue";
import type { JobError } from "../vault/backup-job";
import { MAX_AUTOMATIC_ATTEMPTS } from "./attempts";
import { entryOf } from "./explain";
import { failed, type Progress, vmIsGone, type VmRun } from "./progress";
import type { RunContext } from "./run-context";

/** When an error allows a retry. */
export type RetryHint = "afterOtherBackup" | "later" | "never";

const OTHER_BACKUP_MS = 120_000;
const RETRY_MS = 300_000;

/** Returns when a job's errors allow a retry. If one needs action by a person or is unknown, there is none. */
export function retryHintOfJob(errors: readonly JobError[]): RetryHint {
  const hints = errors.map((error) => entryOf(error)?.retry ?? "never");
  if (hints.includes("afterOtherBackup")) return "afterOtherBackup";
  return hints.length > 0 && hints.every((hint) => hint === "later") ? "later" : "never";
}

/** Returns when a refused request or a failed operation allows a retry. */
export function retryHintOfCode(code: string | undefined): RetryHint {
  return catalogueEntryOf(code)?.retry ?? "never";
}

/** Whether a backup has failed because its VM is gone, such as one that the identity may not read. */
function isOfGoneVm({ job }: Extract<Progress, { kind: "failed" }>): boolean {
  return job?.errors.some((error) => entryOf(error)?.vmIsGone === true) === true;
}

/** Returns the progress of a VM after a failure: it waits for another backup, is retried after a transient error, or has failed. */
export function nextAfterFailure(
  run: VmRun,
  failure: Extract<Progress, { kind: "failed" }>,
  hint: RetryHint,
  context: RunContext,
): Progress {
  const { attempts, clock, options } = context;
  const { vmKey } = run.item;
  const now = clock.now();
  if (options.found === true && isOfGoneVm(failure)) return vmIsGone(failure.reason);
  if (hint === "never") return failure;
  if (hint === "afterOtherBackup") {
    return waitUntil("another backup of this VM is in progress; looking for it", clock.elapsed() + OTHER_BACKUP_MS);
  }
  const made = attempts.count(vmKey, now);
  if (attempts.mayRetry(vmKey, now)) {
    const next = `retrying in ${RETRY_MS / MINUTE_MS} min (attempt ${made + 1} of ${MAX_AUTOMATIC_ATTEMPTS})`;
    return waitUntil(`${failure.reason}; ${next}`, clock.elapsed() + RETRY_MS);
  }
  const reason = `${failure.reason}; no retry, because ${made} attempts were made in 24 hours`;
  return failed(reason, failure.job, failure.exitCode);
}

export function waitUntil(because: string, notBefore: number): Progress {
  return { kind: "waiting", because, notBefore };
}
