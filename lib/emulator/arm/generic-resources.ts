import { fold } from "../../azure/resource-id";
import { pathOf, type App } from "../app";
import type { Context } from "../context";
import { ArmError } from "./error";
import { findResourceGroup } from "./resource-groups";

/** A resource without behaviour of its own: what was put is what is got. */
export interface GenericResource {
  readonly id: string;
  readonly name: string;
  /** Such as `Microsoft.Compute/virtualMachines`. */
  readonly type: string;
  /** What the client sent. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** The resource types that are kept so, as Azure spells them. */
const TYPES = new Map(["Microsoft.Compute/virtualMachines"].map((type) => [fold(type), type]));

/** Where in a path a resource type begins: scope, namespace and the alternating types and names below it. */
const RESOURCE = /^(\/subscriptions\/[^/]+(?:\/resourceGroups\/([^/]+))?)\/providers\/([^/]+)\/(.+)$/i;

interface Target {
  readonly id: string;
  readonly type: string;
  /** Undefined where the path names a collection. */
  readonly name: string | undefined;
  /** The id under which a collection's resources lie. */
  readonly scope: string;
  readonly resourceGroupName: string | undefined;
}

/** Serves whatever below a subscription no other route serves. */
export function serveGenericResources(app: App, context: Context): void {
  const { state } = context;
  const path = "/subscriptions/:subscriptionId/*";
  interface Route {
    Params: { subscriptionId: string };
    Body: Record<string, unknown> | undefined;
  }

  app.get<Route>(path, (request) => {
    const target = targetOf(context, request.method, request.url, request.params.subscriptionId);
    if (target.name) return view(find(context, target));
    const members = state.resources.under(target.scope).filter(({ type }) => type === target.type);
    return { value: members.map(view) };
  });

  app.put<Route>(path, (request, reply) => {
    const target = instanceOf(targetOf(context, request.method, request.url, request.params.subscriptionId), request.method);
    const existing = state.resources.get(target.id);
    const resource: GenericResource = existing
      ? { ...existing, body: request.body ?? {} }
      : { id: target.id, name: target.name, type: target.type, body: request.body ?? {} };
    state.resources.set(target.id, resource);
    return reply.status(existing ? 200 : 201).send(view(resource));
  });

  app.patch<Route>(path, (request) => {
    const target = instanceOf(targetOf(context, request.method, request.url, request.params.subscriptionId), request.method);
    const existing = find(context, target);
    const resource = { ...existing, body: merge(existing.body, request.body ?? {}) };
    state.resources.set(target.id, resource);
    return view(resource);
  });

  app.delete<Route>(path, (request, reply) => {
    const target = instanceOf(targetOf(context, request.method, request.url, request.params.subscriptionId), request.method);
    return reply.status(state.resources.delete(target.id) ? 200 : 204).send();
  });

  app.post<Route>(path, (request) => {
    throw unknownRoute(request.method, request.url);
  });
}

function targetOf(context: Context, method: string, url: string, subscriptionId: string): Target {
  const id = decodeURIComponent(pathOf(url))
    .replace(/\/{2,}/g, "/")
    .replace(/\/$/, "");
  const [, scope, resourceGroupName, namespace, rest] = RESOURCE.exec(id) ?? [];
  if (!scope || !namespace || !rest) throw unknownRoute(method, url);
  const segments = rest.split("/");
  const types = segments.filter((_, index) => index % 2 === 0).join("/");
  const type = TYPES.get(fold(`${namespace}/${types}`));
  if (!type) {
    const message = `The resource type '${types}' could not be found in the namespace '${namespace}' of this emulator (${method} ${id}).`;
    throw new ArmError(404, "InvalidResourceType", message);
  }
  if (resourceGroupName) findResourceGroup(context, { subscriptionId, resourceGroupName });
  const name = segments.length % 2 === 0 ? segments.at(-1) : undefined;
  return { id, type, name, scope, resourceGroupName };
}

function instanceOf(target: Target, method: string): Target & { name: string } {
  const { name } = target;
  if (name === undefined) throw unknownRoute(method, target.id);
  return { ...target, name };
}

function find({ state }: Context, { id, type, name, resourceGroupName }: Target): GenericResource {
  const resource = state.resources.get(id);
  if (resource) return resource;
  throw resourceNotFound(type, name ?? id, resourceGroupName ?? "");
}

/** Azure's refusal for a resource that is not there. */
export function resourceNotFound(type: string, name: string, resourceGroupName: string): ArmError {
  const message = `The Resource '${type}/${name}' under resource group '${resourceGroupName}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`;
  return new ArmError(404, "ResourceNotFound", message);
}

function unknownRoute(method: string, url: string): ArmError {
  return new ArmError(404, "UnknownRoute", `The emulator does not serve ${method} ${pathOf(url)}.`);
}

function view({ id, name, type, body }: GenericResource): Record<string, unknown> {
  return {
    ...body,
    id,
    name,
    type,
    properties: { ...(body["properties"] as object | undefined), provisioningState: "Succeeded" },
  };
}

function merge(target: Readonly<Record<string, unknown>>, patch: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    const old = merged[key];
    merged[key] = isObject(old) && isObject(value) ? merge(old, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
