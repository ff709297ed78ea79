import { MINUTE_MS } from "../../azure/durations";
import { catalogueEntryOf } from "../../azure/error-catalogue";
import type { JobError } from "../vault/backup-job";
import { MAX_AUTOMATIC_ATTEMPTS } from "./attempts";
import { entryOf } from "./explain";
import { failed, type Progress, type VmRun } from "./progress";
import type { RunContext } from "./run-context";

/** What failed errors ask for. */
export type RetryHint = "afterOtherBackup" | "later" | "never";

const OTHER_BACKUP_MS = 120_000;
const RETRY_MS = 300_000;

/** What the errors of a job ask for: one that somebody must act on decides, and so does one that nobody knows. */
export function retryHintOfJob(errors: readonly JobError[]): RetryHint {
  const hints = errors.map((error) => entryOf(error)?.retry ?? "never");
  if (hints.includes("afterOtherBackup")) return "afterOtherBackup";
  return hints.length > 0 && hints.every((hint) => hint === "later") ? "later" : "never";
}

/** What a refusal or a failed operation asks for. */
export function retryHintOfCode(code: string | undefined): RetryHint {
  return catalogueEntryOf(code)?.retry ?? "never";
}

/** Where a VM stands after its backup failed: another backup is looked for, what passes is tried again, all else has failed. */
export function nextAfterFailure(
  run: VmRun,
  failure: Extract<Progress, { kind: "failed" }>,
  hint: RetryHint,
  context: RunContext,
): Progress {
  const { attempts, clock } = context;
  const { vmKey } = run.item;
  const now = clock.now();
  if (hint === "never") return failure;
  if (hint === "afterOtherBackup") {
    return waitUntil("another backup of this VM is in progress; looking for it", clock.elapsed() + OTHER_BACKUP_MS);
  }
  const made = attempts.count(vmKey, now);
  if (attempts.mayRetry(vmKey, now)) {
    const next = `tried again in ${RETRY_MS / MINUTE_MS} min (attempt ${made + 1} of ${MAX_AUTOMATIC_ATTEMPTS})`;
    return waitUntil(`${failure.reason}; ${next}`, clock.elapsed() + RETRY_MS);
  }
  const reason = `${failure.reason}; not tried again, since ${made} attempts were made in 24 hours`;
  return failed(reason, failure.job, failure.exitCode);
}

export function waitUntil(because: string, notBefore: number): Progress {
  return { kind: "waiting", because, notBefore };
}
