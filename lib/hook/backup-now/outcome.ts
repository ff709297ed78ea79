import { failureOf } from "../failure";
import { ExitCode } from "../../contract/exit-code";
import type { BackupResult } from "./backup-now";

/** The effect of a failed backup on the deployment. */
export type OnFailure = "fail" | "warn";

/** Exit codes of failed backups, as opposed to a wrong request or a failed sign-in. */
const BACKUP_FAILURES: ReadonlySet<ExitCode> = new Set([
  ExitCode.backupFailed,
  ExitCode.completedWithWarnings,
  ExitCode.timedOut,
]);

/** Returns the exit code of a run: that of the most severe failure. */
export function exitCodeOf(result: BackupResult): ExitCode {
  if (result.ended === "interrupted") return ExitCode.interrupted;
  if (result.error !== undefined) return failureOf(result.error).exitCode;
  const failures = result.runs.flatMap(({ progress }) => (progress.kind === "failed" ? [progress.exitCode] : []));
  const decisive = [ExitCode.notAuthenticated, ExitCode.notAuthorised, ExitCode.throttledOut].find((code) =>
    failures.includes(code),
  );
  if (decisive !== undefined) return decisive;
  if (failures.length > 0) return ExitCode.backupFailed;
  if (result.ended === "timedOut") return ExitCode.timedOut;
  const warned = result.runs.some(
    ({ progress }) => progress.kind === "completedWithWarnings" || (progress.kind === "skipped" && progress.cause === "vmIsGone"),
  );
  return warned ? ExitCode.completedWithWarnings : ExitCode.done;
}

/** Whether an exit code is replaced by 0 because the stack sets `onFailure` to 'warn'. */
export function isForgiven(code: ExitCode, onFailure: OnFailure): boolean {
  return onFailure === "warn" && BACKUP_FAILURES.has(code);
}
