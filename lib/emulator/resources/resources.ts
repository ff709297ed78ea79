import { subscriptionIdIn } from "../../azure/id-parts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { caseFold } from "../../azure/case-fold";
import type { App } from "../app";
import type { GenericResource } from "../arm/generic-resources";
import { locationOf } from "../arm/locations";
import { requireResourceName } from "../arm/names";
import { sendOperationHeaders, startOperation } from "../arm/operations";
import { findResourceGroup } from "../arm/resource-groups";
import type { Context } from "../context";
import { authenticate } from "../identity/tokens";
import { isManagementGroup } from "../resource-graph/management-groups";
import { requireApiVersion } from "./api-version";
import { mergePatch } from "../arm/json-merge";
import { member } from "./body";
import { ownPermissions } from "./permissions";
import type { Json } from "./resource-type";
import { exists, groupOf, isSubscription, isWithin, normalizedPath } from "./scope";
import { store } from "./store";
import { targetOf, type Target } from "./target";
import { ROLE_DEFINITION } from "./types/roles";
import { locationFixed, parentNotFound, resourceNotFound, scopeNotFound } from "../errors/arm-errors";
import { routeUnknown } from "../errors/emulator-errors";

interface Route {
  Querystring: { "api-version"?: string; $filter?: string };
  Body: Json | undefined;
}

type ResourceRequest = FastifyRequest<Route>;

const PERMISSIONS = /^(.*)\/providers\/Microsoft\.Authorization\/permissions$/i;
const SECONDS_TO_PROVISION = 1;

/** Serves every resource that no other route serves: it is stored as the client sent it, with additions of its resource type. */
export function serveResources(app: App, context: Context): void {
  for (const path of ["/subscriptions/:subscriptionId/*", "/providers/*"]) {
    app.get<Route>(path, (request) => get(context, request));
    app.put<Route>(path, (request, reply) => put(context, request, reply));
    app.patch<Route>(path, (request) => patch(context, request));
    app.delete<Route>(path, (request, reply) => remove(context, request, reply));
    app.post<Route>(path, (request) => act(context, request));
  }
}

function get(context: Context, request: ResourceRequest): Json {
  const [, permissionScope] = PERMISSIONS.exec(normalizedPath(request.url)) ?? [];
  if (permissionScope !== undefined) {
    const { oid } = authenticate(context, request.headers.authorization);
    return { value: ownPermissions(context, oid, permissionScope) };
  }
  const target = targetFor(context, request);
  const { type, scope, id, name } = target;
  if (name !== undefined) return view(context, target, find(context, target), request);
  const below = () => context.state.resources.under(target.parent ?? scope).filter((resource) => resource.type === type.name);
  const members =
    type.listed?.(context, scope, request.query.$filter) ?? below().filter((one) => isWithin(one.id, target.parent ? id : scope));
  return { value: members.map((resource) => view(context, target, resource)) };
}

function put(context: Context, request: ResourceRequest, reply: FastifyReply): FastifyReply {
  const target = instance(targetFor(context, request), request);
  const { type, id, name } = target;
  const existing = context.state.resources.get(id);
  if (!existing) requireResourceName(type.name, name);
  const body = request.body ?? {};
  const sent = {
    id: existing?.id ?? id,
    name: existing?.name ?? name,
    type: type.name,
    body: withLocation(target, body, existing),
  };
  const resource = checkAndStore(context, target, sent, existing);
  if (type.asynchronous) provision(context, target, resource, request, reply);
  return reply.status(existing ? type.replaced : type.created).send(view(context, target, resource, request));
}

function patch(context: Context, request: ResourceRequest): Json {
  const target = instance(targetFor(context, request), request);
  const existing = find(context, target);
  const resource = checkAndStore(context, target, { ...existing, body: mergePatch(existing.body, request.body ?? {}) }, existing);
  return view(context, target, resource, request);
}

function remove(context: Context, request: ResourceRequest, reply: FastifyReply): FastifyReply {
  const target = instance(targetFor(context, request), request);
  const resource = context.state.resources.get(target.id);
  if (!resource) return reply.status(204).send();
  target.type.beforeDelete?.(context, resource);
  context.state.resources.delete(resource.id);
  context.state.resources.deleteUnder(resource.id);
  return reply.status(200).send();
}

function act(context: Context, request: ResourceRequest): Json {
  const target = targetFor(context, request);
  const action = target.type.actions?.[(target.action ?? "").toLowerCase()];
  if (!action) throw routeUnknown("POST", normalizedPath(request.url));
  return action(context, find(context, target), request.body ?? {});
}

function checkAndStore(
  context: Context,
  { type }: Target,
  sent: GenericResource,
  existing: GenericResource | undefined,
): GenericResource {
  type.check?.(context, sent, existing);
  return store(context, type, sent, existing);
}

function provision(
  context: Context,
  { type, scope }: Target,
  { id, body }: GenericResource,
  request: ResourceRequest,
  reply: FastifyReply,
): void {
  const operation = startOperation(context, { resourceId: id, seconds: SECONDS_TO_PROVISION });
  const [namespace = ""] = type.name.split("/");
  const subscription = subscriptionIdIn(scope);
  const location = typeof body["location"] === "string" ? caseFold(body["location"]) : "global";
  sendOperationHeaders(reply, context, {
    status: `${subscription}/providers/${namespace}/locations/${location}/operationStatuses/${operation.id}`,
    apiVersion: request.query["api-version"] ?? "",
    retryAfter: SECONDS_TO_PROVISION,
  });
}

/**
 * Returns the target of a request.
 * @throws ServiceError if its scope, parent or api-version does not exist
 */
function targetFor(context: Context, request: ResourceRequest): Target {
  const found = targetOf(request.method, request.url);
  const target = found.type.name === ROLE_DEFINITION ? atSubscription(context, found) : found;
  requireApiVersion(target.type, request.query["api-version"]);
  const { scope, parent, type } = target;
  const group = groupOf(scope);
  if (group) findResourceGroup(context, group);
  if (type.scope === "group" && !group && target.name !== undefined) throw routeUnknown(request.method, target.id);
  if (parent !== undefined && !exists(context, parent)) {
    const operation = request.method === "GET" ? "read" : "write";
    throw parentNotFound(operation, type.name, parent);
  }
  if (scope !== "" && !isSubscription(scope) && !exists(context, scope) && !isManagementGroup(context, scope)) {
    throw scopeNotFound(scope);
  }
  return target;
}

/**
 * Returns the id of a custom role in the subscription, as Azure does: the role belongs to the tenant, and a request may name it
 * at any scope.
 */
function atSubscription({ account }: Context, target: Target): Target {
  if (target.name === undefined) return target;
  return { ...target, id: `/subscriptions/${account.subscriptionId}/providers/${ROLE_DEFINITION}/${target.name}` };
}

function instance(target: Target, { method }: ResourceRequest): Target & { name: string } {
  const { name } = target;
  if (name === undefined) throw routeUnknown(method, target.id);
  return { ...target, name };
}

function find(context: Context, { type, id, name, scope }: Target): GenericResource {
  const resource = context.state.resources.get(id) ?? type.find?.(context, id);
  if (resource) return resource;
  throw resourceNotFound(type.name, name ?? id, groupOf(scope)?.resourceGroupName ?? "");
}

/** Returns the body with Azure's name of its location. */
function withLocation({ type, name }: Target, body: Json, existing: GenericResource | undefined): Json {
  if (!type.tracked) return body;
  const location = body["location"] === "global" ? "global" : locationOf(body["location"], type.name);
  const before = existing?.body["location"];
  if (typeof before === "string" && before !== location) {
    throw locationFixed(name ?? "", before, location);
  }
  return { ...body, location };
}

function view(context: Context, { type }: Target, resource: GenericResource, request?: ResourceRequest): Json {
  const { id, name, body } = resource;
  return {
    ...body,
    id,
    name,
    type: type.name,
    properties: {
      ...member(body, "properties"),
      ...type.properties?.(context, resource, request),
      ...(type.provisions ? { provisioningState: "Succeeded" } : {}),
    },
    ...type.view?.(context, resource),
  };
}
