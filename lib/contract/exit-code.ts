/**
 * The exit codes of `azure-vm-backup`: a contract with pipelines, so a code never changes its meaning and none is used twice.
 */
export const ExitCode = {
  /** Every backup asked for has reached what was waited for, or was there before. */
  done: 0,
  /** At least one backup failed, was cancelled, or could not be started. */
  backupFailed: 1,
  /** The request, a flag or an environment variable is wrong. */
  badInput: 2,
  /** No backup failed, but at least one completed with warnings. */
  completedWithWarnings: 3,
  /** The time-out came first; the backups go on in Azure. */
  timedOut: 4,
  /** The vault does not exist or protects no VM, or a VM is not protected by it. */
  notFound: 5,
  /** No credential, or one that Microsoft Entra or Azure refuses. */
  notAuthenticated: 6,
  /** The identity lacks a role on the vault. */
  notAuthorised: 7,
  /** Azure kept throttling until the retries were used up. */
  throttledOut: 8,
  /** Azure could not be reached, or answered with an error that none of the above describes. */
  azureError: 9,
  /** A defect of this program. */
  unexpected: 70,
  /** Ended by Ctrl-C or SIGTERM; the backups go on in Azure. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** What each code means, in the order of the codes, for `--help`. */
export const EXIT_CODE_MEANINGS: readonly (readonly [ExitCode, string])[] = [
  [ExitCode.done, "every backup reached what was waited for, or was there before"],
  [ExitCode.backupFailed, "a backup failed, was cancelled or could not be started"],
  [ExitCode.badInput, "the request, a flag or an environment variable is wrong"],
  [ExitCode.completedWithWarnings, "none failed, but a backup completed with warnings"],
  [ExitCode.timedOut, "timed out; the backups go on in Azure"],
  [ExitCode.notFound, "no such vault, a vault without VMs, or a VM it does not protect"],
  [ExitCode.notAuthenticated, "no credential, or a refused one"],
  [ExitCode.notAuthorised, "the identity lacks a role on the vault"],
  [ExitCode.throttledOut, "Azure kept throttling"],
  [ExitCode.azureError, "Azure could not be reached or answered with another error"],
  [ExitCode.unexpected, "a defect of azure-vm-backup"],
  [ExitCode.interrupted, "interrupted; the backups go on in Azure"],
];
