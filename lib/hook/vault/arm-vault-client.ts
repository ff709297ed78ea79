import type { ArmConnection, ArmRequest } from "../arm/arm-connection";
import { errorOf } from "../arm/arm-error";
import { type BackupJob, backupJobFrom } from "./backup-job";
import { type BackupPolicy, backupPolicyFrom } from "./backup-policy";
import { jobFilter, VM_ITEMS_FILTER } from "./filter";
import { type ProtectedItem, protectedItemFrom } from "./protected-item";
import type { BackupOperation, BackupTrigger, JobSpan, VaultClient } from "./vault-client";
import { fieldsOf, lastPathSegment, textOf } from "../arm/json";

/** Proven on the wire, and known to every cloud that is not far behind. */
export const BACKUP_API_VERSION = "2025-02-01";
const VAULT = "Microsoft.RecoveryServices/Vaults";
const ITEM = `${VAULT}/backupFabrics/protectionContainers/protectedItems`;

/** A vault behind Azure Resource Manager. */
export class ArmVaultClient implements VaultClient {
  constructor(
    private readonly arm: ArmConnection,
    private readonly vaultId: string,
  ) {}

  async listProtectedItems(): Promise<ProtectedItem[]> {
    const about = "cannot list what the vault protects";
    const request = this.inVault("/backupProtectedItems", about, `${VAULT}/backupProtectedItems/read`);
    return this.arm.list({ ...request, query: { $filter: VM_ITEMS_FILTER } }, protectedItemFrom);
  }

  async getProtectedItem(itemId: string): Promise<ProtectedItem | undefined> {
    return protectedItemFrom(await this.arm.get(request(itemId, "cannot read the protected item", `${ITEM}/read`)));
  }

  async getBackupPolicy(policyId: string): Promise<BackupPolicy | undefined> {
    return backupPolicyFrom(
      await this.arm.get(request(policyId, "cannot read the backup policy", `${VAULT}/backupPolicies/read`)),
    );
  }

  async listBackupJobs(span: JobSpan): Promise<BackupJob[]> {
    const request = this.inVault("/backupJobs", "cannot list the vault's backup jobs", `${VAULT}/backupJobs/read`);
    return this.arm.list({ ...request, query: { $filter: jobFilter(span) } }, backupJobFrom);
  }

  async getBackupJob(jobId: string): Promise<BackupJob | undefined> {
    const path = `/backupJobs/${encodeURIComponent(jobId)}`;
    return backupJobFrom(
      await this.arm.get(this.inVault(path, `cannot read the backup job ${jobId}`, `${VAULT}/backupJobs/read`)),
    );
  }

  async triggerBackup({ itemId, expiresAt, requestId }: BackupTrigger): Promise<string | undefined> {
    const { headers } = await this.arm.post(
      request(`${itemId}/backup`, "cannot start the backup", `${ITEM}/backup/action`),
      { properties: { objectType: "IaasVMBackupRequest", recoveryPointExpiryTimeInUTC: expiresAt } },
      { "x-ms-client-request-id": requestId },
    );
    return lastPathSegment(headers.get("Azure-AsyncOperation") ?? headers.get("Location"));
  }

  async getBackupOperation(operationId: string): Promise<BackupOperation> {
    const path = `/backupOperations/${encodeURIComponent(operationId)}`;
    const about = `cannot read the operation ${operationId}`;
    const operation = fieldsOf(await this.arm.get(this.inVault(path, about, `${VAULT}/backupOperations/read`)));
    const { code, detail } = errorOf(operation["error"]);
    return {
      status: textOf(operation["status"]) ?? "InProgress",
      jobId: textOf(fieldsOf(operation["properties"])["jobId"]),
      error: code === undefined && detail === "" ? undefined : [code, detail].filter(Boolean).join(": "),
      errorCode: code,
    };
  }

  private inVault(path: string, about: string, action: string): ArmRequest {
    return request(`${this.vaultId}${path}`, about, action);
  }
}

function request(path: string, about: string, action: string): ArmRequest {
  return { path, apiVersion: BACKUP_API_VERSION, about, action };
}
