import type { ResourceType } from "./resource-type";
import { COMPUTE } from "./types/compute";
import { GOVERNANCE } from "./types/governance";
import { MONITORING } from "./types/monitoring";
import { NETWORK_TYPES } from "./types/network";
import { ROLES } from "./types/roles";
import { STORAGE } from "./types/storage";

/** The resource types of the emulator, except vaults and their child resources. */
export const RESOURCE_TYPES: readonly ResourceType[] = [
  ...COMPUTE,
  ...STORAGE,
  ...NETWORK_TYPES,
  ...MONITORING,
  ...GOVERNANCE,
  ...ROLES,
];

const BY_NAME = new Map(RESOURCE_TYPES.map((type) => [type.name.toLowerCase(), type]));

/** Returns the resource type of a path below a provider, such as `virtualNetworks/vnet/subnets/default`. */
export function resourceType(namespace: string, segments: readonly string[]): ResourceType | undefined {
  const types = segments.filter((_, index) => index % 2 === 0);
  return resourceTypeNamed([namespace, ...types].join("/"));
}

export function resourceTypeNamed(name: string): ResourceType | undefined {
  return BY_NAME.get(name.toLowerCase());
}
