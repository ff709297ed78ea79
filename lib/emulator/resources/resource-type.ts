import type { FastifyRequest } from "fastify";
import type { GenericResource } from "../arm/generic-resources";
import type { Context } from "../context";

/** JSON as a client sends it. */
export type Json = Readonly<Record<string, unknown>>;

/** What a type of resource does besides being kept as it was sent. */
export interface ResourceBehaviour {
  /** Refuses a body that the service would refuse. */
  readonly check?: (context: Context, resource: GenericResource, existing: GenericResource | undefined) => void;
  /** Returns what is stored: the body with what the service itself decides when the resource is made. */
  readonly beforeStore?: (context: Context, resource: GenericResource, existing: GenericResource | undefined) => GenericResource;
  /** Stores what belongs to the resource elsewhere, once it is stored. */
  readonly afterStore?: (context: Context, resource: GenericResource) => void;
  /** Refuses a deletion, or removes what goes with the resource. */
  readonly beforeDelete?: (context: Context, resource: GenericResource) => void;
  /** What an answer adds to the stored properties. */
  readonly properties?: (context: Context, resource: GenericResource, request?: FastifyRequest) => Json;
  /** What an answer adds beside the properties. */
  readonly view?: (context: Context, resource: GenericResource) => Json;
  /** Finds the resource of an id, if ids do not tell. */
  readonly find?: (context: Context, id: string) => GenericResource | undefined;
  /** The resources that a list at a scope shows, if that is not simply what lies below. */
  readonly listed?: (context: Context, scope: string, filter: string | undefined) => readonly GenericResource[];
  /** What a POST to the resource does, by the last segment of its path in lower case. */
  readonly actions?: Readonly<Record<string, (context: Context, resource: GenericResource, body: Json) => Json>>;
}

/** A type of resource that the emulator keeps. */
export interface ResourceType extends ResourceBehaviour {
  /** Such as `Microsoft.Network/virtualNetworks`, spelled as Azure does. */
  readonly name: string;
  /** The api-versions that the service has. */
  readonly apiVersions: readonly string[];
  /**
   * Where it exists: in a resource group; at a subscription or a resource group; or on any resource, as a lock does. A child
   * exists if its parent does.
   */
  readonly scope: "group" | "subscription" | "anything";
  /** Whether it has a location, and so stands in the lists of a group's and a subscription's resources. */
  readonly tracked: boolean;
  /** The status of a PUT that makes one. */
  readonly created: 200 | 201;
  /** The status of a PUT that replaces one. */
  readonly replaced: 200 | 201;
  /** Whether a PUT goes on as an operation. */
  readonly asynchronous: boolean;
  /** Whether answers hold `provisioningState`. */
  readonly provisions: boolean;
}

/** A resource of a group, with a location. */
export function tracked(name: string, apiVersions: readonly string[], more: Partial<ResourceType> = {}): ResourceType {
  return { ...BASE, name, apiVersions, scope: "group", tracked: true, ...more };
}

/** A resource that is a child of another one. */
export function child(name: string, apiVersions: readonly string[], more: Partial<ResourceType> = {}): ResourceType {
  return { ...BASE, name, apiVersions, scope: "group", ...more };
}

/** A resource that can be put on any other one, on a group and on the subscription. */
export function extension(name: string, apiVersions: readonly string[], more: Partial<ResourceType> = {}): ResourceType {
  return { ...BASE, name, apiVersions, scope: "anything", provisions: false, ...more };
}

const BASE = { tracked: false, created: 201, replaced: 200, asynchronous: false, provisions: true } as const;
