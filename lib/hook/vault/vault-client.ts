import type { BackupJob } from "./backup-job";
import type { BackupPolicy } from "./backup-policy";
import type { ProtectedItem } from "./protected-item";

/** Which backup jobs a list holds. */
export interface JobSpan {
  readonly from: Date;
  readonly to: Date;
  readonly status?: string;
}

/** An on-demand backup to start. */
export interface BackupTrigger {
  readonly itemId: string;
  /** The instant at which the recovery point expires, such as `2027-01-31T23:59:59Z`. */
  readonly expiresAt: string;
  /** A GUID of ours, which the job carries as its activity id. */
  readonly requestId: string;
}

/** What became of a trigger: `jobId` once the service has made a job of it. */
export interface BackupOperation {
  readonly status: string;
  readonly jobId: string | undefined;
  readonly error: string | undefined;
  /** Azure's code of that error. */
  readonly errorCode?: string | undefined;
}

/** What the engine asks of one Recovery Services vault. Failures are `ArmError`s. */
export interface VaultClient {
  /** Every VM that the vault protects, soft-deleted ones included. */
  listProtectedItems(): Promise<ProtectedItem[]>;
  /** One item, or undefined where the vault has none of that id. */
  getProtectedItem(itemId: string): Promise<ProtectedItem | undefined>;
  /** One backup policy, or undefined where the vault has none of that id. */
  getBackupPolicy(policyId: string): Promise<BackupPolicy | undefined>;
  listBackupJobs(span: JobSpan): Promise<BackupJob[]>;
  /** One job with its tasks and errors, or undefined where the vault has none of that id. */
  getBackupJob(jobId: string): Promise<BackupJob | undefined>;
  /** Sends the request once; answers the id of the operation where Azure names it. */
  triggerBackup(trigger: BackupTrigger): Promise<string | undefined>;
  getBackupOperation(operationId: string): Promise<BackupOperation>;
}
