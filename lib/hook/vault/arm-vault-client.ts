import { bearerTokenAuthenticationPolicy } from "@azure/core-rest-pipeline";
import type { TokenCredential } from "@azure/core-auth";
import type { Cloud } from "../cloud/cloud";
import { ArmError, errorOf } from "./arm-error";
import { type BackupJob, backupJobFrom } from "./backup-job";
import { jobFilter, VM_ITEMS_FILTER } from "./filter";
import { type HttpAnswer, type HttpOptions, onceOnlyPipeline, readingPipeline, type Send, sendThrough } from "./http";
import { type ProtectedItem, protectedItemFrom } from "./protected-item";
import { retryAfterMs, timeOf } from "./retry-rule";
import type { BackupOperation, BackupTrigger, JobSpan, VaultClient } from "./vault-client";
import { fieldsOf, listOf, textOf } from "./wire";

const API_VERSION = "2025-02-01";

export interface ArmVaultOptions extends HttpOptions {
  readonly cloud: Cloud;
  readonly credential: TokenCredential;
  readonly vaultId: string;
  /** Gives up reads, and their retries, when aborted; a trigger under way is always waited for. */
  readonly signal?: AbortSignal;
  /** Told the time that Azure gives with an answer. */
  readonly onTime?: (azureTime: Date) => void;
}

/** A vault behind Azure Resource Manager. */
export class ArmVaultClient implements VaultClient {
  private readonly read: Send;
  private readonly sendOnce: Send;

  constructor(private readonly options: ArmVaultOptions) {
    const { cloud, credential } = options;
    const authentication = bearerTokenAuthenticationPolicy({ credential, scopes: cloud.scope });
    const reading = readingPipeline(options);
    const onceOnly = onceOnlyPipeline();
    for (const pipeline of [reading, onceOnly]) pipeline.addPolicy(authentication, { phase: "Sign" });
    this.read = this.tellingTime(sendThrough(reading, options));
    this.sendOnce = this.tellingTime(sendThrough(onceOnly, options));
  }

  async listProtectedItems(): Promise<ProtectedItem[]> {
    const url = this.url(`${this.options.vaultId}/backupProtectedItems`, { $filter: VM_ITEMS_FILTER });
    return this.list(url, "cannot list what the vault protects", protectedItemFrom);
  }

  async getProtectedItem(itemId: string): Promise<ProtectedItem | undefined> {
    return protectedItemFrom(await this.get(this.url(itemId), "cannot read the protected item"));
  }

  async listBackupJobs(span: JobSpan): Promise<BackupJob[]> {
    const url = this.url(`${this.options.vaultId}/backupJobs`, { $filter: jobFilter(span) });
    return this.list(url, "cannot list the vault's backup jobs", backupJobFrom);
  }

  async getBackupJob(jobId: string): Promise<BackupJob | undefined> {
    const url = this.url(`${this.options.vaultId}/backupJobs/${encodeURIComponent(jobId)}`);
    return backupJobFrom(await this.get(url, `cannot read the backup job ${jobId}`));
  }

  async triggerBackup(trigger: BackupTrigger): Promise<string | undefined> {
    const about = "cannot start the backup";
    const answer = await this.sendOnce({
      method: "POST",
      url: this.url(`${trigger.itemId}/backup`),
      about,
      headers: { "x-ms-client-request-id": trigger.requestId },
      body: { properties: { objectType: "IaasVMBackupRequest", recoveryPointExpiryTimeInUTC: trigger.expiresAt } },
    });
    if (answer.status !== 202) throw refusal(about, answer);
    return lastPathSegment(answer.headers.get("Azure-AsyncOperation") ?? answer.headers.get("Location"));
  }

  async getBackupOperation(operationId: string): Promise<BackupOperation> {
    const url = this.url(`${this.options.vaultId}/backupOperations/${encodeURIComponent(operationId)}`);
    const operation = fieldsOf(await this.get(url, `cannot read the operation ${operationId}`));
    const { code, detail } = errorOf(operation["error"]);
    return {
      status: textOf(operation["status"]) ?? "InProgress",
      jobId: textOf(fieldsOf(operation["properties"])["jobId"]),
      error: code === undefined && detail === "" ? undefined : [code, detail].filter(Boolean).join(": "),
    };
  }

  private tellingTime(send: Send): Send {
    return async (request) => {
      const answer = await send(request);
      const time = timeOf(answer.headers.get("Date"));
      if (time) this.options.onTime?.(time);
      return answer;
    };
  }

  private async list<T>(first: string, about: string, parse: (element: unknown) => T | undefined): Promise<T[]> {
    const found: T[] = [];
    const seen = new Set<string>();
    for (let url: string | undefined = first; url !== undefined && !seen.has(url);) {
      seen.add(url);
      const answer = await this.read({ method: "GET", url, about, signal: this.options.signal });
      if (answer.status !== 200) throw refusal(about, answer);
      const page = fieldsOf(answer.body);
      for (const element of listOf(page["value"])) {
        const parsed = parse(element);
        if (parsed !== undefined) found.push(parsed);
      }
      const next = textOf(page["nextLink"]);
      url = next === undefined ? undefined : this.sameOrigin(next);
    }
    return found;
  }

  private async get(url: string, about: string): Promise<unknown> {
    const answer = await this.read({ method: "GET", url, about, signal: this.options.signal });
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw refusal(about, answer);
    return answer.body;
  }

  private url(path: string, query: Readonly<Record<string, string>> = {}): string {
    const url = new URL(this.sameOrigin(`${this.options.cloud.resourceManager}${path}`));
    for (const [name, value] of Object.entries({ "api-version": API_VERSION, ...query })) url.searchParams.set(name, value);
    return url.href.replaceAll("+", "%20");
  }

  /** The URL, if it is the configured Azure Resource Manager's: a token goes nowhere else, whatever an answer says. */
  private sameOrigin(url: string): string {
    const expected = new URL(this.options.cloud.resourceManager).origin;
    if (URL.canParse(url) && new URL(url).origin === expected) return url;
    throw new ArmError("will not follow Azure to another host", {
      code: "ForeignLink",
      detail: `an answer of ${expected} links to ${URL.canParse(url) ? new URL(url).origin : "what is no URL"}`,
    });
  }
}

function refusal(about: string, answer: HttpAnswer): ArmError {
  return new ArmError(about, {
    status: answer.status,
    ...errorOf(answer.body),
    retryAfterMs: retryAfterMs(answer.headers.get("Retry-After"), timeOf(answer.headers.get("Date")) ?? new Date()),
  });
}

/** Azure signs the query of these URLs and makes it kilobytes long; the id is the end of the path. */
function lastPathSegment(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return textOf(decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? ""));
}
