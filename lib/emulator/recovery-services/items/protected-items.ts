import { nameIn } from "../../../azure/id-parts";
import { caseFold, isSameName } from "../../../azure/case-fold";
import { DAY_MS } from "../../../azure/durations";
import { formatProtectedItemId, parseBackupPolicyId } from "../../../azure/resource-id";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "../../app";
import { startOperation } from "../../arm/operations";
import { page } from "../../arm/paging";
import type { Context } from "../../context";
import { checkedBody } from "../../strictness/body";
import { itemSchema } from "./item-bodies";
import { parseFilter } from "../filter";
import { acceptItemOperation } from "./item-operations";
import { itemView } from "./item-view";
import { ITEM, findItem, type ItemParams } from "./items";
import { requireDeletable } from "./immutable-rules";
import { activityIdOf, startSimpleJob } from "../jobs/jobs";
import type { ProtectedItem, Vault } from "../model";
import { operationError } from "../../faults/operation-fault";
import { changedItem, type ItemChange } from "./protection-change";
import { newItem } from "./protection-enable";
import { isPresent, isSoftDeleted } from "./protection-state";
import { recoveryPointsOf, settleExpired } from "../recovery-points/recovery-points";
import { requireGuardUnlocked } from "../vaults/resource-guard";
import { VAULT, findVault, type VaultParams } from "../vaults/vaults";
import { backupInputInvalid } from "../../errors/item-errors";

interface ItemRoute {
  Params: ItemParams;
  Querystring: { "api-version": string; $filter?: string };
  Body: unknown;
}

interface ItemsRoute {
  Params: VaultParams;
  Querystring: { "api-version": string; $filter?: string };
}

interface TimedChange extends ItemChange {
  /** Duration in emulated seconds. */
  readonly seconds: number;
}

const FILTER_KEYS = [
  "backupManagementType",
  "itemType",
  "policyName",
  "containerName",
  "friendlyName",
  "healthState",
  "fabricName",
  "backupEngineName",
  "backupSetName",
] as const;

/** The duration of each change of an item, and the poll interval for clients, in emulated seconds. */
const SECONDS = { enable: 30, change: 10, delete: 15, poll: 5 };

/** Serves protected items: list, read, protect, change and delete. */
export function serveProtectedItems(app: App, context: Context): void {
  const { clock, state } = context;

  app.get<ItemsRoute>(`${VAULT}/backupProtectedItems`, (request) => {
    const { id } = findVault(context, request.params);
    const filter = parseFilter(request.query.$filter, FILTER_KEYS);
    const now = clock.now();
    const isListed = (item: ProtectedItem) => now >= item.protectedAt + state.faults.lag("items", item.id, () => 0);
    const items = state.protectedItems
      .under(id)
      .filter((item) => isPresent(item, now) && isListed(item) && matches(item, filter));
    const { value, nextLink } = page(context, request, items, (item) => caseFold(item.id));
    const apiVersion = request.query["api-version"];
    return { value: value.map((item) => itemView(context, item, { apiVersion, listed: true })), nextLink };
  });

  app.get<ItemRoute>(ITEM, (request) => {
    const expanded = /expand\s+eq\s+'extendedinfo'/i.test(request.query.$filter ?? "");
    return itemView(context, findItem(context, request.params), { apiVersion: request.query["api-version"], expanded });
  });

  app.put<ItemRoute>(ITEM, (request, reply) =>
    accept(context, request, reply, sentChange(context, request.params, request.body)),
  );

  app.delete<ItemRoute>(ITEM, (request, reply) => {
    const vault = findVault(context, request.params);
    const item = state.protectedItems.get(formatProtectedItemId({ ...request.params }));
    if (!item || !isPresent(item, clock.now())) return reply.status(204).send();
    return accept(context, request, reply, deletion(context, vault, item));
  });
}

/**
 * Returns the change that a PUT asks for.
 * @throws ServiceError if the request is not valid
 */
function sentChange(context: Context, params: ItemParams, body: unknown): TimedChange {
  const { clock, state } = context;
  const vault = findVault(context, params);
  const { properties } = checkedBody(itemSchema, body, "ProtectedItemResource");
  if (properties?.protectedItemType?.toLowerCase() !== "microsoft.compute/virtualmachines") {
    throw backupInputInvalid("protectedItemType of a VM is Microsoft.Compute/virtualMachines");
  }
  const existing = state.protectedItems.get(formatProtectedItemId({ ...params }));
  const now = clock.now();
  if (existing && (now < existing.protectedAt || isPresent(existing, now))) {
    return { ...changedItem(context, existing, vault, properties), seconds: SECONDS.change };
  }
  const item = newItem(context, params, vault, properties, SECONDS.enable);
  return { item, operation: "ConfigureBackup", seconds: SECONDS.enable };
}

/** Returns the deletion of an item. It changes nothing if the item is soft-deleted. */
function deletion(context: Context, vault: Vault, item: ProtectedItem): TimedChange {
  const change = { operation: "DeleteBackupData", seconds: SECONDS.delete } as const;
  const now = context.clock.now();
  if (isSoftDeleted(item, now)) return { ...change, item };
  requireGuardUnlocked(context, vault.id, "deleteProtection", item.id);
  requireDeletable(context, vault, item);
  const at = now + SECONDS.delete * 1000;
  const { softDeleteFeatureState, softDeleteRetentionPeriodInDays } = vault.config;
  const recoverableUntil = softDeleteFeatureState === "Disabled" ? undefined : at + softDeleteRetentionPeriodInDays * DAY_MS;
  return { ...change, item: { ...item, policyId: undefined, deletion: { at, recoverableUntil } } };
}

/** Stores a change, unless a fault makes its operation fail, and answers with links to follow the operation. */
function accept(
  context: Context,
  request: FastifyRequest<ItemRoute>,
  reply: FastifyReply,
  { item, operation, seconds }: TimedChange,
): FastifyReply {
  const { state } = context;
  const error = operationError(context, request);
  if (!error) {
    const before = state.protectedItems.get(item.id);
    if (before) settleExpired(context, before);
    state.protectedItems.set(item.id, item);
  }
  const properties = jobProperties(context, item, operation);
  const job = startSimpleJob(context, item, { operation, seconds, activityId: activityIdOf(request), properties, error });
  const started = startOperation(context, { resourceId: item.id, seconds, jobId: job.id, error });
  return acceptItemOperation(reply, context, started, {
    apiVersion: request.query["api-version"],
    retryAfter: SECONDS.poll,
    vaultId: operation === "DeleteBackupData" ? item.vaultId : undefined,
  });
}

/** Returns the properties of a change's job, beside the VM's name. */
function jobProperties(context: Context, item: ProtectedItem, operation: ItemChange["operation"]): Record<string, string> {
  if (operation === "DeleteBackupData") return { "Number of Recovery Points": String(recoveryPointsOf(context, item).length) };
  const { policyName } = parseBackupPolicyId(item.policyId ?? "") ?? {};
  return operation === "ConfigureBackup" && policyName ? { "Policy Name": policyName } : {};
}

function matches(item: ProtectedItem, filter: Partial<Record<(typeof FILTER_KEYS)[number], string>>): boolean {
  const actual: Partial<Record<(typeof FILTER_KEYS)[number], string>> = {
    backupManagementType: "AzureIaasVM",
    itemType: "VM",
    policyName: nameIn(item.policyId ?? ""),
    containerName: item.containerName,
    friendlyName: item.vmName,
    healthState: "Passed",
    fabricName: "Azure",
  };
  return Object.entries(filter).every(([key, wanted]) => isSameName(actual[key as keyof typeof actual] ?? "", wanted));
}
