import type { ArmConnection, ArmRequest } from "../../arm/arm-connection";
import { ArmError } from "../../arm/arm-error";
import { BACKUP_API_VERSION } from "../../vault/arm-vault-client";
import { type BackupJob, backupJobFrom } from "../../vault/backup-job";
import { filterTime } from "../../vault/filter";
import { fieldsOf, lastPathSegment, textOf } from "../../arm/json";

const JOBS = "Microsoft.RecoveryServices/Vaults/backupJobs";

/** A job of any operation, with the name of its VM as Azure spells it. */
export interface VaultJob extends BackupJob {
  readonly vmName: string;
}

/** Which jobs are asked for: Azure's filter takes one status and one operation, the rest is sorted out here. */
export interface JobQuery {
  readonly from: Date;
  readonly to: Date;
  readonly statuses?: readonly string[] | undefined;
  readonly operations?: readonly string[] | undefined;
}

/** All jobs of a vault's VMs, as opposed to the backups that the engine follows. */
export class VaultJobs {
  constructor(
    private readonly arm: ArmConnection,
    private readonly vaultId: string,
  ) {}

  async list({ from, to, statuses, operations }: JobQuery): Promise<VaultJob[]> {
    const terms = [
      `startTime eq '${filterTime(from)}'`,
      `endTime eq '${filterTime(to)}'`,
      "backupManagementType eq 'AzureIaasVM'",
    ];
    if (operations?.length === 1) terms.push(`operation eq '${operations[0] ?? ""}'`);
    if (statuses?.length === 1) terms.push(`status eq '${statuses[0] ?? ""}'`);
    const request = this.request("", "cannot list the vault's jobs", "read");
    const jobs = await this.arm.list({ ...request, query: { $filter: terms.join(" and ") } }, vaultJobFrom);
    return jobs.filter((job) => isOneOf(job.status, statuses) && isOneOf(job.operation, operations)).sort(latestFirst);
  }

  /** One job with its tasks, or undefined where the vault has none of that id. */
  async get(jobId: string): Promise<VaultJob | undefined> {
    return vaultJobFrom(
      await this.arm.get(this.request(`/${encodeURIComponent(jobId)}`, `cannot read the job ${jobId}`, "read")),
    );
  }

  /** Asks Azure to cancel a job; answers the id of the operation. That Azure takes the request says nothing yet about the job. */
  async cancel(jobId: string): Promise<string | undefined> {
    const path = `/${encodeURIComponent(jobId)}/cancel`;
    const { headers } = await this.arm.post(this.request(path, `cannot cancel the job ${jobId}`, "cancel/action"));
    return lastPathSegment(headers.get("Location") ?? headers.get("Azure-AsyncOperation"));
  }

  /** Why Azure will not cancel a job after all, where the operation says so. */
  async cancelRefusal(jobId: string, operationId: string): Promise<ArmError | undefined> {
    const path = `/${encodeURIComponent(jobId)}/operationResults/${encodeURIComponent(operationId)}`;
    try {
      await this.arm.get(this.request(path, `cannot cancel the job ${jobId}`, "operationResults/read"));
      return undefined;
    } catch (error) {
      if (error instanceof ArmError && [400, 409].includes(error.status ?? 0)) return error;
      if (error instanceof ArmError && (error.transient || error.status === 403)) return undefined;
      throw error;
    }
  }

  private request(path: string, about: string, action: string): ArmRequest {
    return { path: `${this.vaultId}/backupJobs${path}`, apiVersion: BACKUP_API_VERSION, about, action: `${JOBS}/${action}` };
  }
}

/** The job in an answer or in one element of a list, or undefined where there is none. */
export function vaultJobFrom(body: unknown): VaultJob | undefined {
  const job = backupJobFrom(body);
  const name = textOf(fieldsOf(fieldsOf(body)["properties"])["entityFriendlyName"]);
  return job && { ...job, vmName: name ?? job.vmKey.slice(job.vmKey.lastIndexOf(";") + 1) };
}

function isOneOf(word: string, words: readonly string[] | undefined): boolean {
  return words === undefined || words.some((one) => one.toLowerCase() === word.toLowerCase());
}

function latestFirst(a: BackupJob, b: BackupJob): number {
  return (b.startTime?.getTime() ?? 0) - (a.startTime?.getTime() ?? 0);
}
