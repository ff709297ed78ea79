/**
 * The exit codes of `azure-vm-backup`. Pipelines depend on them: a code never changes its meaning and is never reused.
 */
export const ExitCode = {
  /** Every requested backup reached the state to wait for, or existed before. */
  done: 0,
  /** At least one backup, or a restore, failed, was cancelled, or could not be started. */
  backupFailed: 1,
  /** The request, a flag or an environment variable is wrong. */
  badInput: 2,
  /** No backup failed, but at least one completed with warnings, or a VM was skipped because it is gone. */
  completedWithWarnings: 3,
  /** The time-out ended the run; the backups continue in Azure. */
  timedOut: 4,
  /** The vault does not exist or protects no VM, or a VM is not protected by it. */
  notFound: 5,
  /** There is no credential, or Microsoft Entra or Azure refused it. */
  notAuthenticated: 6,
  /** The identity lacks a role on the vault. */
  notAuthorised: 7,
  /** Azure throttled every retry. */
  throttledOut: 8,
  /** Azure could not be reached, or returned an error that has no code of its own. */
  azureError: 9,
  /** A defect of this program. */
  unexpected: 70,
  /** Ended by Ctrl-C or SIGTERM; the backups continue in Azure. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The meaning of each code for `--help`, in ascending order. */
export const EXIT_CODE_MEANINGS: readonly (readonly [ExitCode, string])[] = [
  [ExitCode.done, "every backup reached the state to wait for, or existed before; the restore or the drill succeeded"],
  [ExitCode.backupFailed, "a backup, a restore or a drill failed, was cancelled or could not be started"],
  [ExitCode.badInput, "the request, a flag or an environment variable is wrong"],
  [
    ExitCode.completedWithWarnings,
    "none failed, but a backup completed with warnings, or --all-pending skipped a VM that is gone",
  ],
  [ExitCode.timedOut, "timed out; backups and restores continue in Azure, and a drill cancels its restores"],
  [ExitCode.notFound, "the vault does not exist or has no VMs, or a VM is not protected by it"],
  [ExitCode.notAuthenticated, "no credential, or a refused credential"],
  [ExitCode.notAuthorised, "the identity lacks a role on the vault"],
  [ExitCode.throttledOut, "Azure throttled every retry"],
  [ExitCode.azureError, "Azure could not be reached or answered with another error"],
  [ExitCode.unexpected, "a defect of azure-vm-backup"],
  [ExitCode.interrupted, "interrupted; backups and restores continue in Azure, and a drill cancels its restores"],
];

/**
 * The exit codes of `azure-vm-backup explain-plan`, beside {@link ExitCode.badInput} and the codes for a defect and a signal. 3 and 4 are
 * about the plan, and mean something else than in the commands about backups.
 */
export const PlanExitCode = {
  /** No recovery point is deleted, or expires sooner. */
  nothingLost: 0,
  /** At least one recovery point is deleted, soft-deleted, or expires sooner. */
  dataLost: 3,
  /** The apply will be refused, whatever else it does before. */
  applyRefused: 4,
} as const satisfies Record<string, ExitCode>;

export type PlanExitCode = (typeof PlanExitCode)[keyof typeof PlanExitCode];

/** The meaning of each code for `explain-plan --help`, in ascending order. */
export const PLAN_EXIT_CODE_MEANINGS: readonly (readonly [ExitCode, string])[] = [
  [PlanExitCode.nothingLost, "no recovery point is deleted or expires sooner"],
  [ExitCode.badInput, "the plan or a flag is wrong, or Terraform could not plan"],
  [PlanExitCode.dataLost, "recovery points are deleted, soft-deleted, or expire sooner"],
  [PlanExitCode.applyRefused, "the apply will be refused, by Azure or by Terraform"],
];

/**
 * The exit codes of `azure-vm-backup coverage`, beside those of {@link ExitCode} for input, sign-in, roles, Azure and signals. 3 is about the
 * estate, and means something else than in the commands about backups.
 */
export const CoverageExitCode = {
  /** No finding fails the run: there is none, or the thresholds and the baseline allow it. */
  covered: 0,
  /** At least one kind has more new findings than allowed. */
  gaps: 3,
} as const satisfies Record<string, ExitCode>;

export type CoverageExitCode = (typeof CoverageExitCode)[keyof typeof CoverageExitCode];

/** The meaning of each code for `coverage --help`, in ascending order. */
export const COVERAGE_EXIT_CODE_MEANINGS: readonly (readonly [ExitCode, string])[] = [
  [CoverageExitCode.covered, "no finding fails the run"],
  [ExitCode.badInput, "a flag or a file is wrong"],
  [CoverageExitCode.gaps, "a kind of findings that fails the run has more new ones than allowed"],
  [ExitCode.timedOut, "timed out before everything was read"],
  [ExitCode.notFound, "--subscription names a subscription that the identity does not see"],
  [ExitCode.notAuthenticated, "no credential, or a refused credential"],
  [ExitCode.notAuthorised, "the identity sees no subscription, or no VM beside the protected items"],
  [ExitCode.throttledOut, "Azure throttled every retry"],
  [ExitCode.azureError, "Azure could not be reached or answered with another error"],
];
