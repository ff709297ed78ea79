import type { FastifyRequest } from "fastify";
import type { GenericResource } from "../arm/generic-resources";
import type { Context } from "../context";

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** What a resource type does, beside storing the body as it was sent. */
export interface ResourceBehaviour {
  /** Refuses a body that the service would refuse. */
  readonly check?: (context: Context, resource: GenericResource, existing: GenericResource | undefined) => void;
  /** Returns the resource to store, with the properties that the service itself sets. */
  readonly beforeStore?: (context: Context, resource: GenericResource, existing: GenericResource | undefined) => GenericResource;
  /** Stores other resources that belong to the resource, after it is stored. */
  readonly afterStore?: (context: Context, resource: GenericResource) => void;
  /** Refuses a deletion, or deletes other resources that belong to the resource. */
  readonly beforeDelete?: (context: Context, resource: GenericResource) => void;
  /** Returns properties that an answer adds to the stored ones. */
  readonly properties?: (context: Context, resource: GenericResource, request?: FastifyRequest) => Json;
  /** Returns members that an answer has beside `properties`. */
  readonly view?: (context: Context, resource: GenericResource) => Json;
  /** Finds the resource of an id, if it is not stored under that id. */
  readonly find?: (context: Context, id: string) => GenericResource | undefined;
  /** Returns the resources of a list at a scope, if they are not just those below the scope. */
  readonly listed?: (context: Context, scope: string, filter: string | undefined) => readonly GenericResource[];
  /** The actions of POST requests, by the last segment of the path in lower case. */
  readonly actions?: Readonly<Record<string, (context: Context, resource: GenericResource, body: Json) => Json>>;
}

/** A resource type of the emulator. */
export interface ResourceType extends ResourceBehaviour {
  /** Azure's name, such as `Microsoft.Network/virtualNetworks`. */
  readonly name: string;
  /** The api-versions that the service has. */
  readonly apiVersions: readonly string[];
  /**
   * Where such a resource can exist: in a resource group; in a subscription or a resource group; or on any resource, like a lock.
   * A child exists only if its parent exists.
   */
  readonly scope: "group" | "subscription" | "anything";
  /** Whether it has a location, and is therefore in the lists of resources of a group and a subscription. */
  readonly tracked: boolean;
  /** The status of a PUT that creates one. */
  readonly created: 200 | 201;
  /** The status of a PUT that replaces one. */
  readonly replaced: 200 | 201;
  /** Whether a PUT starts an operation. */
  readonly asynchronous: boolean;
  /** Whether answers have `provisioningState`. */
  readonly provisions: boolean;
}

/** Defines a resource type with a location, in resource groups. */
export function tracked(name: string, apiVersions: readonly string[], more: Partial<ResourceType> = {}): ResourceType {
  return { ...BASE, name, apiVersions, scope: "group", tracked: true, ...more };
}

/** Defines the type of a child resource. */
export function child(name: string, apiVersions: readonly string[], more: Partial<ResourceType> = {}): ResourceType {
  return { ...BASE, name, apiVersions, scope: "group", ...more };
}

/** Defines the type of a resource that can be added to any resource, resource group or subscription. */
export function extension(name: string, apiVersions: readonly string[], more: Partial<ResourceType> = {}): ResourceType {
  return { ...BASE, name, apiVersions, scope: "anything", provisions: false, ...more };
}

const BASE = { tracked: false, created: 201, replaced: 200, asynchronous: false, provisions: true } as const;
