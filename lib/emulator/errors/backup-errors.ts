import { defineError } from "./define-error";

/** Errors of backups, jobs and recovery points. */

export const itemNotProtected = defineError({
  status: 400,
  code: "UserErrorBcmDatasourceNotPresent",
  when: "a backup is started for an item whose protection is stopped, or that is soft-deleted",
  known: {
    code: "documented",
    text: "ours",
    date: "2021-04",
    note: "whether Azure answers with it or fails the job is not known",
  },
  text: () => "The specified datasource is not actively protected: resume its protection first.",
});

export const onDemandLimitReached = defineError({
  status: 400,
  code: "OnDemandBackupLimitReached",
  when: "an item is backed up on demand for the tenth time in a day",
  known: { code: "ours", date: "2026-11", note: "the limit is documented" },
  text: (limit: number) =>
    `An item can be backed up on demand ${limit} times a day, including failed attempts: try again tomorrow (UTC).`,
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
  when: "a job is cancelled while its snapshot is not being taken; the cancel operation fails with it",
  known: {
    code: "ours",
    date: "2026-11",
    note: "the rule that only the snapshot can be cancelled is documented; the status is seen",
  },
  text: (job: string) =>
    `The job '${job}' cannot be cancelled: a backup can be cancelled only while its snapshot is being taken.`,
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
  when: "exported jobs are read with a wrong signature",
  known: { code: "documented", text: "ours", date: "2026-11" },
  text: () => "The signature in the URL of the exported file is not valid.",
});
