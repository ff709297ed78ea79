import { formatVaultId, type VaultId } from "../../../azure/resource-id";
import type { FastifyReply } from "fastify";
import type { App } from "../../app";
import { locationOf } from "../../arm/locations";
import { requireVaultName } from "../../arm/names";
import { findOperation, operationStatus, sendOperationHeaders, startOperation } from "../../arm/operations";
import { RESOURCE_GROUP, SUBSCRIPTION, findResourceGroup } from "../../arm/resource-groups";
import type { Context } from "../../context";
import { builtInPolicies } from "../policies/built-in-policies";
import { checkedBody } from "../../strictness/body";
import { usesNewerFormat } from "../newer-format";
import { vaultSchema } from "./vault-bodies";
import type { Vault } from "../model";
import { REGION, regionIdOf, type RegionParams } from "../region";
import { changedByVault } from "./soft-delete";
import { identityOf, mergedProperties, newerProperties, propertiesView, softDeleteOf, type VaultBody } from "./vault-properties";
import { requireAllowedChange } from "./vault-rules";
import { locationFixed, resourceNotFound } from "../../errors/arm-errors";
import { vaultSkuInvalid } from "../../errors/vault-errors";

export type VaultParams = VaultId;

interface VaultsRoute {
  Params: { subscriptionId: string; resourceGroupName?: string };
  Querystring: { "api-version": string };
}

interface VaultRoute {
  Params: VaultParams;
  Querystring: { "api-version": string };
  Body: VaultBody | undefined;
}

interface OperationRoute {
  Params: RegionParams & { id: string };
}

export const VAULT = `${RESOURCE_GROUP}/providers/Microsoft.RecoveryServices/vaults/:vaultName`;
const TYPE = "Microsoft.RecoveryServices/vaults";
const SECONDS_TO_CHANGE = 5;
const NEW_CONFIG = { enhancedSecurityState: "Enabled", softDeleteRetentionPeriodInDays: 14 };

/**
 * Returns the vault of a route.
 * @throws ServiceError if there is none
 */
export function findVault(context: Context, params: VaultParams): Vault {
  findResourceGroup(context, params);
  const vault = context.state.vaults.get(formatVaultId(params));
  if (!vault) throw resourceNotFound(TYPE, params.vaultName, params.resourceGroupName);
  return vault;
}

/** Serves vaults: list, read, create, replace and update, and the status of these operations. */
export function serveVaults(app: App, context: Context): void {
  for (const scope of [SUBSCRIPTION, RESOURCE_GROUP]) {
    app.get<VaultsRoute>(`${scope}/providers/${TYPE}`, ({ params, query }) => {
      const { subscriptionId, resourceGroupName } = params;
      const id = resourceGroupName
        ? findResourceGroup(context, { subscriptionId, resourceGroupName }).id
        : `/subscriptions/${subscriptionId}`;
      return { value: context.state.vaults.under(id).map((vault) => view(context, vault, query["api-version"])) };
    });
  }

  app.get<VaultRoute>(VAULT, ({ params, query }) => view(context, findVault(context, params), query["api-version"]));

  app.put<VaultRoute>(VAULT, ({ params, body, query }, reply) => {
    findResourceGroup(context, params);
    const sent = checkedBody<VaultBody>(vaultSchema, body, "Vault");
    const existing = context.state.vaults.get(formatVaultId(params));
    const vault = putVault(context, existing, params, sent);
    reply.status(existing ? 200 : 201);
    return accept(reply, context, vault, query["api-version"]);
  });

  app.patch<VaultRoute>(VAULT, ({ params, body, query }, reply) => {
    const existing = findVault(context, params);
    const sent = checkedBody<VaultBody>(vaultSchema, body, "PatchVault");
    const vault = changedVault(context, existing, sent);
    requireAllowedChange(context, existing, vault, sent);
    return accept(reply, context, vault, query["api-version"]);
  });

  app.get<OperationRoute>(`${REGION}/operationStatus/:id`, ({ params }) =>
    operationStatus(context, findOperation(context, params.id, `/subscriptions/${params.subscriptionId}`)),
  );
}

/**
 * Returns the vault that a PUT leaves, which is not stored yet, and stores the built-in policies of a new one.
 * @throws ServiceError if the vault, or the change of an existing one, is not valid
 */
export function putVault(context: Context, existing: Vault | undefined, params: VaultParams, sent: VaultBody): Vault {
  const vault = changedVault(context, replacedVault(context, existing, params, sent), sent);
  requireAllowedChange(context, existing, vault, sent);
  if (!existing) for (const policy of builtInPolicies(vault.id)) context.state.policies.set(policy.id, policy);
  return vault;
}

/**
 * Returns the vault that a PUT changes: the existing one without what the request always replaces, or a new one.
 * @throws ServiceError if the name, the location or the SKU is not valid
 */
function replacedVault(context: Context, existing: Vault | undefined, params: VaultParams, sent: VaultBody): Vault {
  if (!existing) requireVaultName(params.vaultName);
  const location = locationOf(sent.location, TYPE);
  if (existing && existing.location !== location) throw locationFixed(existing.name, existing.location, location);
  if (!["Standard", "RS0"].includes(sent.sku?.["name"] ?? "")) throw vaultSkuInvalid();
  const replaced = { location, tags: {}, sku: {}, identity: undefined };
  if (existing) return { ...existing, ...replaced };
  const config = { ...NEW_CONFIG, softDeleteFeatureState: context.softDelete };
  const id = formatVaultId(params);
  return { id, name: params.vaultName, ...replaced, properties: {}, config, replicationSettings: {}, settledAt: 0 };
}

/** Returns the vault with what a request says of it. */
function changedVault(context: Context, vault: Vault, { tags, sku, identity, properties }: VaultBody): Vault {
  const softDelete = softDeleteOf(properties);
  const requests = properties?.["resourceGuardOperationRequests"] as readonly string[] | undefined;
  return {
    ...vault,
    tags: tags ?? vault.tags,
    sku: sku ?? vault.sku,
    identity: identity ? identityOf(context, vault.id, identity) : vault.identity,
    properties: mergedProperties(vault.properties, properties),
    config: softDelete ? changedByVault(context, vault, softDelete, requests) : vault.config,
    settledAt: context.clock.now() + SECONDS_TO_CHANGE * 1000,
  };
}

/** Stores a vault, and answers with it and the link to follow the operation. */
function accept(reply: FastifyReply, context: Context, vault: Vault, apiVersion: string): Record<string, unknown> {
  context.state.vaults.set(vault.id, vault);
  const { id } = startOperation(context, { resourceId: vault.id, seconds: SECONDS_TO_CHANGE });
  sendOperationHeaders(reply, context, { status: `${regionIdOf(vault)}/operationStatus/${id}`, apiVersion, retryAfter: 5 });
  return view(context, vault, apiVersion);
}

function view({ clock }: Context, vault: Vault, apiVersion: string): Record<string, unknown> {
  const { id, name, location, tags, sku, identity, settledAt } = vault;
  return {
    id,
    name,
    type: TYPE,
    etag: `W/"datetime'${encodeURIComponent(new Date(settledAt).toISOString())}'"`,
    location,
    tags,
    sku,
    ...(identity ? { identity } : {}),
    properties: {
      ...(usesNewerFormat(apiVersion) ? newerProperties(vault) : propertiesView(vault)),
      provisioningState: clock.now() < settledAt ? "Updating" : "Succeeded",
    },
  };
}
