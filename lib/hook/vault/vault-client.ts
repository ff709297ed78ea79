import * as v from "valibot";
import { BackupAction } from "../../azure/backup-actions";
import { parseVaultId } from "../../azure/resource-id";
import type { ArmConnection, ArmRequest, Reader } from "../arm/arm-connection";
import { read, requiredText, text } from "../arm/answer-schema";
import { ArmError, errorOf } from "../arm/arm-error";
import { BRIEF, type RetryPolicy } from "../arm/retry";
import { type BackupJob, readBackupJob } from "./backup-job";
import { type BackupPolicy, readBackupPolicy } from "./backup-policy";
import { type JobQuery, jobFilter, matchesQuery, VM_ITEMS_FILTER } from "./job-filter";
import { ofVault } from "./of-vault";
import { type ProtectedItem, readProtectedItem } from "./protected-item";
import { VmKeys } from "./vm-keys";
import { type RecoveryPoint, readRecoveryPoint } from "./recovery-point";

/** The api-version of most requests. It was tried against Azure, and older clouds support it. */
export const BACKUP_API_VERSION = "2025-02-01";

/** The api-version with threat scan results. A cloud without it is asked with the older one. */
const LISTS_API_VERSION = "2026-07-01";

const UNKNOWN_VERSION = new Set(["NoRegisteredProviderFound", "InvalidResourceType", "InvalidApiVersionParameter"]);

/** An on-demand backup to start. */
export interface BackupTrigger {
  readonly itemId: string;
  /** The instant at which the recovery point expires, such as `2027-01-31T23:59:59Z`. */
  readonly expiresAt: string;
  /** A GUID chosen by the client. The job has it as its activity id. */
  readonly requestId: string;
}

/** The state of an accepted request: `jobId` is set once the job exists. */
export interface BackupOperation {
  readonly status: string;
  readonly jobId: string | undefined;
  readonly error: string | undefined;
  /** Azure's code of that error. */
  readonly errorCode?: string | undefined;
}

/** The methods that an initial backup needs. They use the actions in `INITIAL_BACKUP_ACTIONS`. */
export interface BackupVault extends Pick<
  VaultClient,
  "listProtectedItems" | "getProtectedItem" | "getBackupPolicy" | "listJobs" | "getJob" | "triggerBackup" | "getBackupOperation"
> {
  /** Returns this vault with few retries, for reads that the next round repeats anyway. */
  briefly(): BackupVault;
}

const vaultSchema = v.object({ location: requiredText });
const operationSchema = v.object({
  status: requiredText,
  error: v.nullish(v.unknown()),
  properties: v.nullish(v.object({ jobId: text })),
});

/** One Recovery Services vault behind Azure Resource Manager. Failures are `ArmError`s. */
export class VaultClient {
  constructor(
    private readonly arm: ArmConnection,
    private readonly vaultId: string,
    private readonly policy: Partial<RetryPolicy> = {},
    private readonly keys = new VmKeys(),
  ) {}

  briefly(): VaultClient {
    return new VaultClient(this.arm, this.vaultId, BRIEF, this.keys);
  }

  /** Returns the vault's region; undefined if the vault does not exist. */
  async getLocation(): Promise<string | undefined> {
    const name = parseVaultId(this.vaultId)?.vaultName ?? this.vaultId;
    const request = this.inVault("", `cannot read vault '${name}'`, BackupAction.readVault);
    return this.arm.get(request, (body) => read(vaultSchema, body).location, this.policy);
  }

  /** Lists every VM that the vault protects, including classic and soft-deleted ones. */
  async listProtectedItems(): Promise<ProtectedItem[]> {
    const request = this.inVault("/backupProtectedItems", "cannot list what the vault protects", BackupAction.listItems);
    const query = { $filter: VM_ITEMS_FILTER };
    const list = (apiVersion: string) =>
      this.arm.list({ ...request, apiVersion, query }, this.inThisVault(readProtectedItem), this.policy);
    return this.keys.learn(await newestVersion(list));
  }

  /** Returns one item; undefined if the vault has no item of that id. */
  async getProtectedItem(itemId: string): Promise<ProtectedItem | undefined> {
    const request = at(itemId, "cannot read the protected item", BackupAction.readItem);
    return this.arm.get(request, this.inThisVault(readProtectedItem, itemId), this.policy);
  }

  /** Lists the recovery points of an item, latest first. */
  async listRecoveryPoints({ id, vmName }: Pick<ProtectedItem, "id" | "vmName">): Promise<RecoveryPoint[]> {
    const about = `cannot list the recovery points of '${vmName}'`;
    const request = at(`${id}/recoveryPoints`, about, BackupAction.readRecoveryPoints);
    const list = (apiVersion: string) =>
      this.arm.list({ ...request, apiVersion }, this.inThisVault(readRecoveryPoint, id), this.policy);
    const found = await newestVersion(list);
    return found.sort((a, b) => (b.time?.getTime() ?? 0) - (a.time?.getTime() ?? 0));
  }

  /** Returns one backup policy; undefined if the vault has none of that id. */
  async getBackupPolicy(policyId: string): Promise<BackupPolicy | undefined> {
    const request = at(policyId, "cannot read the backup policy", BackupAction.readPolicy);
    return this.arm.get(request, this.inThisVault(readBackupPolicy, policyId), this.policy);
  }

  /** Lists the VM jobs of a query, latest first, without tasks. */
  async listJobs(query: JobQuery): Promise<BackupJob[]> {
    const request = this.inVault("/backupJobs", "cannot list the vault's jobs", BackupAction.readJobs);
    const jobs = await this.arm.list(
      { ...request, query: { $filter: jobFilter(query) } },
      this.inThisVault(readBackupJob),
      this.policy,
    );
    if (!this.keys.know(jobs)) await this.listProtectedItems();
    return jobs
      .map((job) => this.keys.completed(job))
      .filter((job) => matchesQuery(job, query))
      .sort((a, b) => (b.startTime?.getTime() ?? 0) - (a.startTime?.getTime() ?? 0));
  }

  /** Returns one job with its tasks and errors; undefined if the vault has none of that id. */
  async getJob(jobId: string): Promise<BackupJob | undefined> {
    const request = this.inVault(jobPath(jobId), `cannot read the job ${jobId}`, BackupAction.readJobs);
    const job = await this.arm.get(request, this.inThisVault(readBackupJob, `${this.vaultId}/backupJobs/${jobId}`), this.policy);
    return job && this.keys.completed(job);
  }

  /** Asks Azure to cancel a job; returns the id of the operation. An accepted request does not mean that the job will be cancelled. */
  async cancelJob(jobId: string): Promise<string | undefined> {
    const { headers } = await this.arm.post(
      this.inVault(`${jobPath(jobId)}/cancel`, `cannot cancel the job ${jobId}`, BackupAction.cancelJob),
    );
    return this.arm.operationIdOf(headers.get("Location") ?? headers.get("Azure-AsyncOperation"));
  }

  /** Returns why Azure refuses to cancel a job after accepting the request; undefined if it does not. */
  async cancelRefusal(jobId: string, operationId: string): Promise<ArmError | undefined> {
    const path = `${jobPath(jobId)}/operationResults/${encodeURIComponent(operationId)}`;
    try {
      const request = this.inVault(path, `cannot cancel the job ${jobId}`, BackupAction.readJobOperation);
      await this.arm.getResult(request, () => undefined, this.policy);
      return undefined;
    } catch (error) {
      if (error instanceof ArmError && [400, 409].includes(error.status ?? 0)) return error;
      if (error instanceof ArmError && (error.transient || error.status === 403 || error.status === 404)) return undefined;
      throw error;
    }
  }

  /** Sends the request once; returns the id of the operation, if Azure names it. */
  async triggerBackup({ itemId, expiresAt, requestId }: BackupTrigger): Promise<string | undefined> {
    const { headers } = await this.arm.post(
      at(`${itemId}/backup`, "cannot start the backup", BackupAction.backUp),
      { properties: { objectType: "IaasVMBackupRequest", recoveryPointExpiryTimeInUTC: expiresAt } },
      { "x-ms-client-request-id": requestId },
    );
    return this.arm.operationIdOf(headers.get("Azure-AsyncOperation") ?? headers.get("Location"));
  }

  async getBackupOperation(operationId: string): Promise<BackupOperation> {
    const path = `/backupOperations/${encodeURIComponent(operationId)}`;
    const about = `cannot read the operation ${operationId}`;
    const operation = await this.arm.get(
      this.inVault(path, about, BackupAction.readOperation),
      (body) => read(operationSchema, body),
      this.policy,
    );
    const { code, detail } = errorOf(operation?.error);
    return {
      status: operation?.status ?? "InProgress",
      jobId: operation?.properties?.jobId,
      error: code === undefined && detail === "" ? undefined : [code, detail].filter(Boolean).join(": "),
      errorCode: code,
    };
  }

  /** Wraps a reader and checks that the object is in this vault, or below `parentId`. */
  private inThisVault<T>(reader: Reader<T>, parentId = this.vaultId): Reader<T> {
    return ofVault(parentId, this.vaultId, reader);
  }

  private inVault(path: string, about: string, action: string): ArmRequest {
    return at(`${this.vaultId}${path}`, about, action);
  }
}

/** Sends a request with the newest api-version, and with the older one if the cloud does not support it. */
async function newestVersion<T>(ask: (apiVersion: string) => Promise<T>): Promise<T> {
  try {
    return await ask(LISTS_API_VERSION);
  } catch (error) {
    const isUnknown = error instanceof ArmError && UNKNOWN_VERSION.has(error.code ?? "");
    if (!isUnknown) throw error;
    return ask(BACKUP_API_VERSION);
  }
}

function jobPath(jobId: string): string {
  return `/backupJobs/${encodeURIComponent(jobId)}`;
}

function at(path: string, about: string, action: string): ArmRequest {
  return { path, apiVersion: BACKUP_API_VERSION, about, action };
}
