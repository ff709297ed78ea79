import { stat } from "node:fs/promises";
import { join } from "node:path";
import { formatVaultId, parseBackupPolicyId } from "../../azure/resource-id";
import { ianaTimeZone } from "../../azure/time-zone";
import { ExitCode } from "../../contract/exit-code";
import { jsonIn } from "../commands/json-file";
import type { Context } from "../context";
import { Attributes, objectOf } from "../explain-plan/attributes";
import { policyRules } from "../explain-plan/policy";
import { HookError } from "../hook-error";
import { type BackupPolicy, readBackupPolicy } from "../vault/backup-policy";
import { VaultClient } from "../vault/vault-client";
import type { PreviewPolicy } from "./preview-policy";

const STACK_FILE = "cdk.tf.json";
const DEFAULT_SNAPSHOT_DAYS = { V1: 2, V2: 7 } as const;

/**
 * Reads the backup policies of a source: the id of a policy in a vault, the directory or file of a synthesized stack, or a file with
 * Azure's JSON of a policy.
 * @throws HookError if the source cannot be read or has no policy whose rules are known
 */
export async function policiesIn(source: string, context: Context): Promise<PreviewPolicy[]> {
  const ids = parseBackupPolicyId(source);
  if (ids) {
    const policy = await new VaultClient(await context.connect(), formatVaultId(ids)).getBackupPolicy(source);
    if (!policy) throw new HookError(ExitCode.notFound, `the vault has no backup policy '${source}'; check the id`);
    return [ofAzure(policy, source)];
  }
  const json = objectOf(await jsonIn(await fileOf(source), "the source", context.signal));
  const declared = objectOf(objectOf(json["resource"])["azurerm_backup_policy_vm"]);
  if (Object.keys(declared).length > 0) return Object.entries(declared).map(([label, block]) => ofStack(label, block, source));
  if ("properties" in json) return [ofAzure(readBackupPolicy(json), source)];
  throw wrong(`a source must have a backup policy, got '${source}' without one; name a stack, a policy file or a policy id`);
}

export function ofStack(label: string, block: unknown, source: string): PreviewPolicy {
  const attributes = new Attributes(block);
  const rules = policyRules(attributes);
  const name = attributes.text("name") ?? label;
  if (!rules || hasReference(block)) {
    throw wrong(`policy '${name}' of '${source}' must have literal values, got references; preview the policy in the vault`);
  }
  const snapshotDays = rules.snapshotDays ?? DEFAULT_SNAPSHOT_DAYS[rules.isEnhanced ? "V2" : "V1"];
  return { name, schedule: rules.schedule, timeZone: rules.timeZone, retention: rules.retention, snapshotDays };
}

/** Whether a rule of the policy is an expression; its vault and resource group usually are. */
function hasReference(block: unknown): boolean {
  return Object.entries(objectOf(block)).some(
    ([name, value]) =>
      /^(backup|timezone|retention_\w+|instant_restore_retention_days)$/.test(name) && JSON.stringify(value).includes("${"),
  );
}

async function fileOf(source: string): Promise<string> {
  const found = await stat(source).catch(() => undefined);
  return found?.isDirectory() === true ? join(source, STACK_FILE) : source;
}

export function ofAzure({ name, timeZone, schedule, retention, snapshotDays }: BackupPolicy, source: string): PreviewPolicy {
  if (!schedule || !retention) {
    throw wrong(`policy '${source}' must be a policy for Azure VMs, got another schedule or retention; name another policy`);
  }
  const days = snapshotDays ?? DEFAULT_SNAPSHOT_DAYS[schedule.kind === "hourly" ? "V2" : "V1"];
  return { name, schedule, timeZone: ianaTimeZone(timeZone) ?? "UTC", retention, snapshotDays: days };
}

function wrong(message: string): HookError {
  return new HookError(ExitCode.badInput, message);
}
