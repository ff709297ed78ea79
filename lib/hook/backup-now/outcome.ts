import { failureOf } from "../failure";
import { ExitCode } from "../../contract/exit-code";
import type { BackupResult } from "./backup-now";

/** What a failed backup does to the deployment that asked for it. */
export type OnFailure = "fail" | "warn";

/** Failures of backups, as opposed to those of the request and of the sign-in. */
const BACKUP_FAILURES: ReadonlySet<ExitCode> = new Set([
  ExitCode.backupFailed,
  ExitCode.completedWithWarnings,
  ExitCode.timedOut,
]);

/** The code a run exits with: the gravest of what happened. */
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
  const warned = result.runs.some(({ progress }) => progress.kind === "completedWithWarnings");
  return warned ? ExitCode.completedWithWarnings : ExitCode.done;
}

/** Whether a code is let through as success, because the stack wants backups that fail to warn only. */
export function isForgiven(code: ExitCode, onFailure: OnFailure): boolean {
  return onFailure === "warn" && BACKUP_FAILURES.has(code);
}
