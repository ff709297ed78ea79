import * as v from "valibot";
import { BackupAction } from "../../azure/backup-actions";
import { DAY_MS } from "../../azure/durations";
import { subscriptionIdIn } from "../../azure/id-parts";
import { ArmError } from "../arm/arm-error";
import { retryDelay } from "../arm/retry";
import type { ArmConnection } from "../arm/arm-connection";
import { list, page, read, text } from "../arm/answer-schema";
import { type BackupJob, readBackupJob } from "../vault/backup-job";
import { jobFilter } from "../vault/job-filter";
import { ofVault } from "../vault/of-vault";
import { BACKUP_API_VERSION, type BackupOperation, VaultClient } from "../vault/vault-client";
import { type RestoreJob, readRestoreJob } from "./restore-job";
import type { RestoreBody } from "./restore-body";

/** A restore to start. */
export interface RestoreTrigger {
  readonly itemId: string;
  readonly pointId: string;
  readonly body: RestoreBody;
  /** A GUID, which becomes the job's activity id. */
  readonly requestId: string;
}

/** A problem that Azure's validation has found. */
export interface RestoreFinding {
  readonly code: string;
  readonly message: string;
  readonly recommendations: readonly string[];
}

/** The region in which restores are requested and followed: the region of the vault, or its secondary region. */
export interface RestoreRegion {
  readonly region: string;
  /** Returns the problems that Azure finds in a restore; undefined if Azure does not validate restores in this region. */
  validate(trigger: Omit<RestoreTrigger, "requestId">): Promise<readonly RestoreFinding[] | undefined>;
  /** Sends the request once; returns the id of the operation if the answer has it. */
  trigger(trigger: RestoreTrigger): Promise<string | undefined>;
  operation(operationId: string): Promise<BackupOperation>;
  /** Lists the restores that were started since an instant, without tasks, latest first. */
  listJobs(from: Date, now: Date): Promise<readonly BackupJob[]>;
  /** Reads one restore with its tasks and facts. */
  job(jobId: string): Promise<RestoreJob | undefined>;
}

const CRR_API_VERSION = "2021-11-15";
const MAX_RETRIES = 4;
const POLLS_OF_VALIDATION = 40;
const VALIDATION_INTERVAL_MS = 5_000;

const findingSchema = v.object({ code: text, message: text, recommendations: list(v.string()) });
const validationSchema = v.object({ validateOperationResponse: v.nullish(v.object({ validationResults: list(findingSchema) })) });

/** The codes of a result without a problem. */
const NOTHING_FOUND = /^(?:success|succeeded|none|ok)?$/i;

interface Waiting {
  readonly sleep: (ms: number) => Promise<void>;
}

/** Restores in the region of the vault. */
export class PrimaryRegion implements RestoreRegion {
  private readonly vault: VaultClient;

  constructor(
    private readonly arm: ArmConnection,
    private readonly vaultId: string,
    readonly region: string,
    private readonly waiting: Waiting,
  ) {
    this.vault = new VaultClient(arm, vaultId);
  }

  async validate({ itemId, pointId, body }: Omit<RestoreTrigger, "requestId">): Promise<readonly RestoreFinding[]> {
    const about = "cannot validate the restore";
    const request = { ...this.at(`${this.vaultId}/backupTriggerValidateOperation`, about), action: BackupAction.validateRestore };
    const sent = {
      id: `${itemId}/recoveryPoints/${pointId}`,
      properties: { objectType: "ValidateIaasVMRestoreOperationRequest", restoreRequest: body },
    };
    const { headers } = await this.repeated(() => this.arm.post(request, sent));
    const operationId = this.arm.operationIdOf(headers.get("Location") ?? headers.get("Azure-AsyncOperation"));
    if (operationId === undefined) return [];
    const results = `${this.vaultId}/backupValidateOperationResults/${encodeURIComponent(operationId)}`;
    for (let polls = 0; polls < POLLS_OF_VALIDATION; polls++) {
      await this.waiting.sleep(VALIDATION_INTERVAL_MS);
      const request = { ...this.at(results, about), action: BackupAction.readValidation };
      const findings = await this.arm.getResult(request, findingsIn);
      if (findings !== undefined) return findings;
    }
    return [
      { code: "ValidationPending", message: "Azure has not finished its validation.", recommendations: ["Run again later."] },
    ];
  }

  /** Repeats a request after transient errors. The request must change nothing. */
  private async repeated<T>(ask: () => Promise<T>): Promise<T> {
    for (let retries = 0; ; retries++) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof ArmError) || !error.transient || retries === MAX_RETRIES) throw error;
        await this.waiting.sleep(retryDelay(error, retries));
      }
    }
  }

  async trigger({ itemId, pointId, body, requestId }: RestoreTrigger): Promise<string | undefined> {
    const path = `${itemId}/recoveryPoints/${encodeURIComponent(pointId)}/restore`;
    const request = { ...this.at(path, "cannot start the restore"), action: BackupAction.restore };
    const { headers } = await this.arm.post(request, { properties: body }, { "x-ms-client-request-id": requestId });
    return this.arm.operationIdOf(headers.get("Azure-AsyncOperation") ?? headers.get("Location"));
  }

  operation(operationId: string): Promise<BackupOperation> {
    return this.vault.briefly().getBackupOperation(operationId);
  }

  listJobs(from: Date, now: Date): Promise<readonly BackupJob[]> {
    return this.vault.briefly().listJobs({ from, to: new Date(now.getTime() + DAY_MS), operations: ["Restore"] });
  }

  job(jobId: string): Promise<RestoreJob | undefined> {
    const request = this.at(`${this.vaultId}/backupJobs/${encodeURIComponent(jobId)}`, `cannot read the job ${jobId}`);
    return this.arm.get({ ...request, action: BackupAction.readJobs }, ofVault(this.vaultId, this.vaultId, readRestoreJob));
  }

  private at(path: string, about: string): { path: string; apiVersion: string; about: string } {
    return { path, apiVersion: BACKUP_API_VERSION, about };
  }
}

const aadSchema = v.looseObject({ properties: v.looseObject({}) });
const tokenSchema = v.object({ properties: v.looseObject({}) });
const operationSchema = v.object({
  status: text,
  error: v.nullish(v.object({ code: text, message: text })),
  properties: v.nullish(v.object({ jobId: text })),
});

/** Restores in the secondary region of a geo-redundant vault. A request needs an access token of the recovery point. */
export class SecondaryRegion implements RestoreRegion {
  private readonly location: string;

  constructor(
    private readonly arm: ArmConnection,
    private readonly vaultId: string,
    readonly region: string,
  ) {
    const subscription = subscriptionIdIn(vaultId);
    this.location = `${subscription}/providers/Microsoft.RecoveryServices/locations/${region}`;
  }

  /** Azure validates restores only in the region of the vault. */
  validate(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async trigger({ itemId, pointId, body, requestId }: RestoreTrigger): Promise<string | undefined> {
    const about = "cannot start the restore in the secondary region";
    const aad = await this.arm.get(this.at(`${this.location}/backupAadProperties`, about), (answer) => read(aadSchema, answer));
    const tokenPath = `${itemId}/recoveryPoints/${encodeURIComponent(pointId)}/accessToken`;
    const token = await this.arm.postQuery(
      { ...this.at(tokenPath, about), action: BackupAction.readAccessToken },
      aad,
      (answer) => read(tokenSchema, answer),
    );
    const { headers } = await this.arm.post(
      { ...this.at(`${this.location}/backupCrossRegionRestore`, about), action: BackupAction.restoreElsewhere },
      {
        crossRegionRestoreAccessDetails: { ...token.properties, objectType: "CrrAccessToken" },
        restoreRequest: body,
      },
      { "x-ms-client-request-id": requestId },
    );
    return this.arm.operationIdOf(headers.get("Azure-AsyncOperation") ?? headers.get("Location"));
  }

  async operation(operationId: string): Promise<BackupOperation> {
    const path = `${this.location}/backupCrrOperationsStatus/${encodeURIComponent(operationId)}`;
    const answer = await this.arm.get(this.at(path, `cannot read the operation ${operationId}`), (body) =>
      read(operationSchema, body),
    );
    const { status = "InProgress", error, properties } = answer ?? {};
    const message = [error?.code, error?.message].filter(Boolean).join(": ");
    return { status, jobId: properties?.jobId, error: message || undefined, errorCode: error?.code };
  }

  async listJobs(from: Date, now: Date): Promise<readonly BackupJob[]> {
    const $filter = jobFilter({ from, to: new Date(now.getTime() + DAY_MS) });
    const request = {
      ...this.at(`${this.location}/backupCrrJobs`, "cannot list the restores of the secondary region"),
      query: { $filter },
    };
    const { value } = await this.arm.postQuery(request, { resourceId: this.vaultId }, (body) => read(page, body));
    return value.flatMap((job) => readBackupJob(job) ?? []);
  }

  job(jobName: string): Promise<RestoreJob | undefined> {
    const request = this.at(`${this.location}/backupCrrJob`, `cannot read the job ${jobName}`);
    return this.arm.postQuery(request, { resourceId: this.vaultId, jobName }, readRestoreJob);
  }

  private at(path: string, about: string): { path: string; apiVersion: string; about: string; action: string } {
    return { path, apiVersion: CRR_API_VERSION, about, action: BackupAction.readElsewhere };
  }
}

function findingsIn(body: unknown): RestoreFinding[] {
  const { validateOperationResponse } = read(validationSchema, body);
  return (validateOperationResponse?.validationResults ?? [])
    .filter(({ code }) => !NOTHING_FOUND.test(code ?? ""))
    .map(({ code, message, recommendations }) => ({ code: code ?? "", message: message ?? "", recommendations }));
}
