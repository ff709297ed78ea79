import { defineError } from "./define-error";

/** Refusals of backups, jobs and recovery points. */

export const itemNotProtected = defineError({
  status: 400,
  code: "UserErrorBcmDatasourceNotPresent",
  when: "an item is backed up whose protection is stopped, or which is soft-deleted",
  known: { code: "documented", text: "ours", date: "2021-04", note: "that it is an answer rather than a job is ours" },
  text: () => "The specified datasource is not actively protected: resume its protection first.",
});

export const onDemandLimitReached = defineError({
  status: 400,
  code: "OnDemandBackupLimitReached",
  when: "an item is backed up on demand for the tenth time on a day",
  known: { code: "ours", date: "2026-11", note: "the limit is documented" },
  text: (limit: number) => `An item can be backed up on demand ${limit} times a day, failed attempts counted.`,
});

export const jobNotFound = defineError({
  status: 404,
  code: "BMSUserErrorJobNotFound",
  when: "a job does not exist",
  known: { code: "ours", date: "2026-11" },
  text: (job: string, vaultId: string) => `Job not found: '${job}' in vault ${vaultId}.`,
});

export const jobNotCancellable = defineError({
  status: 400,
  code: "JobNotCancellable",
  when: "a job is cancelled whose snapshot is not being taken; its operation says so",
  known: { code: "ours", date: "2026-11", note: "that only the snapshot can be cancelled is documented, and the status is seen" },
  text: (job: string) => `The job '${job}' cannot be cancelled: only a snapshot that is being taken can.`,
});

export const recoveryPointNotFound = defineError({
  status: 404,
  code: "BMSUserErrorRecoveryPointNotFound",
  when: "a recovery point does not exist",
  known: { code: "ours", date: "2026-11" },
  text: (point: string) => `Recovery point '${point}' not found.`,
});

export const exportSignatureInvalid = defineError({
  status: 403,
  code: "AuthenticationFailed",
  when: "exported jobs are read with another signature than their address has",
  known: { code: "documented", text: "ours", date: "2026-11" },
  text: () => "The signature of the exported file's address is not right.",
});
