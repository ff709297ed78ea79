import * as v from "valibot";
import { caseFold, isSameName } from "../../../azure/case-fold";
import { utcDayOf } from "../../../azure/utc-day";
import type { App } from "../../app";
import { requirePolicyName } from "../../arm/names";
import { page } from "../../arm/paging";
import type { Context } from "../../context";
import { parseFilter } from "../filter";
import { reducedRetention, requireNoLessRetention } from "../items/immutable-rules";
import type { BackupPolicy, Vault } from "../model";
import { policySchema, type PolicyProperties } from "./policy-model";
import { brokenRules } from "./policy-rules";
import { settleExpired } from "../recovery-points/recovery-points";
import { requireUnguarded } from "../vaults/resource-guard";
import { itemsOfPolicy } from "../jobs/scheduled-backups";
import { VAULT, findVault, type VaultParams } from "../vaults/vaults";
import { policyInUse, policyInvalid, policyNotFound } from "../../errors/item-errors";

interface PolicyRoute {
  Params: VaultParams & { policyName: string };
  Body: { properties?: Record<string, unknown> } | undefined;
}

interface PoliciesRoute {
  Params: VaultParams;
  Querystring: { $filter?: string };
}

const POLICIES = `${VAULT}/backupPolicies`;
const POLICY = `${POLICIES}/:policyName`;

export function servePolicies(app: App, context: Context): void {
  const { state } = context;

  const find = (params: PolicyRoute["Params"]): BackupPolicy => {
    const policy = state.policies.get(`${findVault(context, params).id}/backupPolicies/${params.policyName}`);
    if (policy) return policy;
    throw policyNotFound(params.policyName, params.vaultName);
  };

  app.get<PoliciesRoute>(POLICIES, (request) => {
    const { id } = findVault(context, request.params);
    const filter = parseFilter(request.query.$filter, ["backupManagementType", "workloadType", "policyName"] as const);
    const all = state.policies.under(id).filter(({ name }) => {
      const rightType = caseFold(filter.backupManagementType ?? "AzureIaasVM") === "azureiaasvm";
      return rightType && isSameName(filter.policyName ?? name, name);
    });
    const { value, nextLink } = page(context, request, all, (policy) => caseFold(policy.id));
    return { value: value.map((policy) => view(context, policy)), nextLink };
  });

  app.get<PolicyRoute>(POLICY, ({ params }) => view(context, find(params)));

  app.put<PolicyRoute>(POLICY, ({ params, body }) => {
    const policy = putPolicy(context, findVault(context, params), params.policyName, body?.properties ?? {});
    return view(context, policy);
  });

  app.delete<PolicyRoute>(POLICY, ({ params }, reply) => {
    const id = `${findVault(context, params).id}/backupPolicies/${params.policyName}`;
    if (itemsOfPolicy(context, id).length > 0) {
      throw policyInUse();
    }
    return reply.status(state.policies.delete(id) ? 200 : 204).send();
  });
}

/**
 * Stores a policy with Azure's defaults.
 * @throws ServiceError if the policy, or the change of an existing one, is not valid
 */
export function putPolicy(context: Context, vault: Vault, name: string, properties: Record<string, unknown>): BackupPolicy {
  const { clock, state } = context;
  const id = `${vault.id}/backupPolicies/${name}`;
  const existing = state.policies.get(id);
  if (!existing) requirePolicyName(name);
  const sent = withDates(properties, utcDayOf(new Date(clock.now())));
  const checked = check(sent);
  const policy: BackupPolicy = {
    id: existing?.id ?? id,
    name: existing?.name ?? name,
    properties: storedProperties(sent, checked, existing),
  };
  requireAllowedChange(context, vault, existing, policy, checked.resourceGuardOperationRequests);
  for (const item of itemsOfPolicy(context, id)) settleExpired(context, item);
  state.policies.set(id, policy);
  return policy;
}

function check(properties: unknown): PolicyProperties {
  const parsed = v.safeParse(policySchema, properties);
  const problems = parsed.success
    ? brokenRules(parsed.output)
    : parsed.issues.map((issue) => `${v.getDotPath(issue) ?? "properties"}: ${issue.message}`);
  if (parsed.success && problems.length === 0) return parsed.output;
  throw policyInvalid(problems);
}

/** Returns the properties to store: those that were sent, with Azure's defaults. */
function storedProperties(
  sent: BackupPolicy["properties"],
  checked: PolicyProperties,
  existing: BackupPolicy | undefined,
): BackupPolicy["properties"] {
  return {
    instantRPDetails: {},
    timeZone: "UTC",
    ...sent,
    policyType: checked.policyType ?? "V1",
    // azurerm leaves it out of most updates; whether Azure then keeps it is not documented.
    instantRpRetentionRangeInDays:
      checked.instantRpRetentionRangeInDays ??
      existing?.properties["instantRpRetentionRangeInDays"] ??
      defaultInstantRestore(checked),
  };
}

/** @throws ServiceError if immutability, a Resource Guard or the policy type forbids the change */
function requireAllowedChange(
  context: Context,
  vault: Vault,
  before: BackupPolicy | undefined,
  after: BackupPolicy,
  requests: PolicyProperties["resourceGuardOperationRequests"],
): void {
  if (itemsOfPolicy(context, after.id).length > 0) requireNoLessRetention(vault, before, after);
  if (!before) return;
  if (reducedRetention(before, after).length > 0) requireUnguarded(context, vault.id, "changePolicy", requests);
  if (before.properties["policyType"] === "V2" && after.properties["policyType"] !== "V2") {
    throw policyInvalid(["policyType is V2, and cannot go back to V1"]);
  }
}

/**
 * Adds a date to times that are sent without one, such as `23:00:00Z`. azurerm sends them so since 4.67, and mixes them with
 * dated times that it has read before. The date is the one of the other times in the body, or today's.
 */
function withDates(value: Record<string, unknown>, today: string): Record<string, unknown> {
  const json = JSON.stringify(value);
  const day = /"(\d{4}-\d{2}-\d{2})T\d/.exec(json)?.[1] ?? today;
  return JSON.parse(json, (_, member: unknown) =>
    typeof member === "string" && /^\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(member) ? `${day}T${member}` : member,
  ) as Record<string, unknown>;
}

/** Returns the default number of days for which snapshots are kept. */
function defaultInstantRestore({ policyType, schedulePolicy }: PolicyProperties): number {
  if (schedulePolicy.scheduleRunFrequency === "Weekly") return 5;
  return policyType === "V2" ? 7 : 2;
}

function view(context: Context, { id, name, properties }: BackupPolicy): Record<string, unknown> {
  return {
    id,
    name,
    type: "Microsoft.RecoveryServices/vaults/backupPolicies",
    properties: { ...properties, protectedItemsCount: itemsOfPolicy(context, id).length },
  };
}
