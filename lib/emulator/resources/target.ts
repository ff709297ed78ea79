import type { ResourceType } from "./resource-type";
import { resourceType } from "./resource-types";
import { normalizedPath } from "./scope";
import { resourceTypeUnknown, routeUnknown } from "../errors/emulator-errors";
import { ServiceError } from "../errors/service-error";

/** The target of a path: a resource, a list of resources, or an action on a resource. */
export interface Target {
  readonly type: ResourceType;
  /** The scope with the client's letter case: a subscription, a resource group or a resource; empty for the tenant. */
  readonly scope: string;
  /** The id of the parent, if the resource is a child. */
  readonly parent: string | undefined;
  /** The id of the resource; for a list, the prefix of its ids. */
  readonly id: string;
  /** Undefined for a list. */
  readonly name: string | undefined;
  /** The last segment of the path of a POST. */
  readonly action: string | undefined;
}

/**
 * Parses the path of a request.
 * @throws ServiceError if it has no provider, or the emulator does not know the provider or the resource type
 */
export function targetOf(method: string, url: string): Target {
  const path = normalizedPath(url);
  const start = path.toLowerCase().lastIndexOf("/providers/");
  if (start < 0) throw routeUnknown(method, path);
  const scope = path.slice(0, start);
  const [namespace = "", ...segments] = path.slice(start + "/providers/".length).split("/");
  const isAction = method === "POST" && segments.length % 2 === 1 && segments.length > 1;
  const action = isAction ? segments.pop() : undefined;
  const type = resourceType(namespace, segments);
  if (!type) throw unknownType(method, path, namespace, segments);

  const [provider, ...typeSegments] = type.name.split("/");
  const canonical = segments.map((segment, index) => (index % 2 === 0 ? (typeSegments[index / 2] ?? segment) : segment));
  const id = [`${scope}/providers/${provider ?? namespace}`, ...canonical].join("/");
  const parent =
    segments.length > 2
      ? id
          .split("/")
          .slice(0, segments.length % 2 === 0 ? -2 : -1)
          .join("/")
      : undefined;
  return { type, scope, parent, id, name: segments.length % 2 === 0 ? segments.at(-1) : undefined, action };
}

function unknownType(method: string, path: string, namespace: string, segments: readonly string[]): ServiceError {
  const types = segments.filter((_, index) => index % 2 === 0).join("/");
  return resourceTypeUnknown(types, namespace, `${method} ${path}`);
}
