import { formatVaultId, parseVaultId, type VaultId } from "../../../azure/resource-id";
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
import type { Vault, VaultConfig } from "../model";
import { changedByVault } from "./soft-delete";
import { identityOf, mergedProperties, newerProperties, propertiesView, softDeleteOf, type VaultBody } from "./vault-properties";
import { requireAllowedChange } from "./vault-rules";
import { locationFixed, resourceNotFound } from "../../errors/arm-errors";
import { vaultSkuInvalid } from "../../errors/vault-errors";

export type VaultParams = VaultId;

interface VaultRoute {
  Params: VaultParams;
  Querystring: { "api-version": string };
  Body: VaultBody | undefined;
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

export function serveVaults(app: App, context: Context): void {
  const { clock, state } = context;

  const save = (vault: Vault) => {
    state.vaults.set(vault.id, vault);
    return startOperation(context, { resourceId: vault.id, seconds: SECONDS_TO_CHANGE });
  };
  const view = (vault: Vault, { query }: { readonly query: unknown }) =>
    viewOf(vault, clock.now(), (query as { readonly "api-version": string })["api-version"]);
  const configOf = (id: string, existing: Vault | undefined, body: VaultBody): VaultConfig => {
    const config = existing?.config ?? { ...NEW_CONFIG, softDeleteFeatureState: context.softDelete };
    const softDelete = softDeleteOf(body.properties);
    const requests = body.properties?.["resourceGuardOperationRequests"] as readonly string[] | undefined;
    return softDelete ? changedByVault(context, { id, config }, softDelete, requests) : config;
  };

  for (const scope of [SUBSCRIPTION, RESOURCE_GROUP]) {
    app.get<{ Params: { subscriptionId: string; resourceGroupName?: string } }>(`${scope}/providers/${TYPE}`, (request) => {
      const { subscriptionId, resourceGroupName } = request.params;
      const id = resourceGroupName
        ? findResourceGroup(context, { subscriptionId, resourceGroupName }).id
        : `/subscriptions/${subscriptionId}`;
      return { value: state.vaults.under(id).map((vault) => view(vault, request)) };
    });
  }

  app.get<VaultRoute>(VAULT, (request) => view(findVault(context, request.params), request));

  app.put<VaultRoute>(VAULT, ({ params, body: sent, query }, reply) => {
    findResourceGroup(context, params);
    const body = checkedBody<VaultBody>(vaultSchema, sent, "Vault");
    const id = formatVaultId(params);
    const existing = state.vaults.get(id);
    if (!existing) requireVaultName(params.vaultName);
    const location = locationOf(body.location, TYPE);
    if (existing && existing.location !== location) {
      throw locationFixed(existing.name, existing.location, location);
    }
    if (!["Standard", "RS0"].includes(body.sku?.["name"] ?? "")) {
      throw vaultSkuInvalid();
    }
    const vault: Vault = {
      id: existing?.id ?? id,
      name: existing?.name ?? params.vaultName,
      location,
      tags: body.tags ?? {},
      sku: body.sku ?? {},
      identity: identityOf(context, id, body.identity),
      properties: mergedProperties(existing?.properties, body.properties),
      settledAt: clock.now() + SECONDS_TO_CHANGE * 1000,
      config: configOf(id, existing, body),
      replicationSettings: existing?.replicationSettings ?? {},
    };
    requireAllowedChange(context, existing, vault, body);
    const operation = save(vault);
    if (!existing) for (const policy of builtInPolicies(vault.id)) state.policies.set(policy.id, policy);
    sendVaultOperation(reply, vault, operation.id, query["api-version"]);
    return reply.status(existing ? 200 : 201).send(view(vault, { query }));
  });

  app.patch<VaultRoute>(VAULT, ({ params, body: sent, query }, reply) => {
    const existing = findVault(context, params);
    const body = checkedBody<VaultBody>(vaultSchema, sent, "PatchVault");
    const vault: Vault = {
      ...existing,
      tags: body.tags ?? existing.tags,
      sku: body.sku ?? existing.sku,
      identity: body.identity ? identityOf(context, existing.id, body.identity) : existing.identity,
      properties: mergedProperties(existing.properties, body.properties),
      settledAt: clock.now() + SECONDS_TO_CHANGE * 1000,
      config: configOf(existing.id, existing, body),
    };
    requireAllowedChange(context, existing, vault, body);
    sendVaultOperation(reply, vault, save(vault).id, query["api-version"]);
    return reply.status(200).send(view(vault, { query }));
  });

  const operationPath =
    "/subscriptions/:subscriptionId/providers/Microsoft.RecoveryServices/locations/:location/operationStatus/:id";
  app.get<{ Params: { subscriptionId: string; id: string } }>(operationPath, ({ params }) =>
    operationStatus(context, findOperation(context, params.id, `/subscriptions/${params.subscriptionId}`)),
  );

  function sendVaultOperation(
    reply: Parameters<typeof sendOperationHeaders>[0],
    vault: Vault,
    id: string,
    apiVersion: string,
  ): void {
    const subscriptionId = parseVaultId(vault.id)?.subscriptionId ?? "";
    const locations = `/subscriptions/${subscriptionId}/providers/Microsoft.RecoveryServices/locations`;
    sendOperationHeaders(reply, context, {
      status: `${locations}/${vault.location}/operationStatus/${id}`,
      apiVersion,
      retryAfter: 5,
    });
  }
}

function viewOf(vault: Vault, now: number, apiVersion: string): Record<string, unknown> {
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
      provisioningState: now < settledAt ? "Updating" : "Succeeded",
    },
  };
}
