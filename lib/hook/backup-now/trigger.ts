import { ExitCode } from "../exit-code";
import { ArmError } from "../vault/arm-error";
import { forEachConcurrently } from "./concurrency";
import { failed, type Progress, type VmRun } from "./progress";
import type { Expiry } from "./retention";
import type { Surroundings } from "./surroundings";

const MAX_THROTTLED = 5;
const THROTTLED_BACKOFF_MS = 60_000;

/**
 * Triggers a backup of each VM, once: only a 429 is sent again, since Azure has then done nothing. A lost answer leaves the VM
 * requested, and its job is found by the request's id.
 */
export async function triggerAll(
  runs: readonly VmRun[],
  expiry: Expiry,
  concurrency: number,
  surroundings: Surroundings,
  changed: (run: VmRun, before: Progress) => void,
): Promise<void> {
  let refusedForAll: ArmError | undefined;
  await forEachConcurrently(runs, concurrency, async (run) => {
    if (surroundings.signal.aborted) return;
    const before = run.progress;
    if (refusedForAll) {
      run.progress = refusal(refusedForAll);
    } else {
      run.progress = await trigger(run, expiry, surroundings, (error) => (refusedForAll = error));
      if (run.progress.kind === "requested") run.retainedUntil = expiry.day;
    }
    changed(run, before);
  });
}

async function trigger(
  run: VmRun,
  expiry: Expiry,
  { vault, clock, signal, newRequestId }: Surroundings,
  refuseAll: (error: ArmError) => void,
): Promise<Progress> {
  const requestId = newRequestId();
  for (let throttled = 0; ; throttled++) {
    try {
      const operationId = await vault.triggerBackup({ itemId: run.item.id, expiresAt: expiry.instant, requestId });
      return { kind: "requested", requestId, operationId, rounds: 0 };
    } catch (error) {
      if (!(error instanceof ArmError)) throw error;
      if (error.outcomeUnknown) return { kind: "requested", requestId, operationId: undefined, rounds: 0 };
      if (error.status === 401 || error.status === 403) refuseAll(error);
      if (error.status !== 429 || throttled === MAX_THROTTLED) return refusal(error);
      await clock.sleep(error.retryAfterMs ?? THROTTLED_BACKOFF_MS, signal);
      if (signal.aborted) return { kind: "waiting" };
    }
  }
}

function refusal(error: ArmError): Progress {
  const codes: Readonly<Record<number, ExitCode>> = {
    401: ExitCode.notAuthenticated,
    403: ExitCode.notAuthorised,
    429: ExitCode.throttledOut,
  };
  return failed(error.message, undefined, codes[error.status ?? 0] ?? ExitCode.backupFailed);
}
