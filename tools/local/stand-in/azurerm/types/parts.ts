import type { Arguments } from "../declared-types";

/** The path of a resource in the resource group that its arguments name. */
export function inGroup(type: string) {
  return ({ resource_group_name: group, name }: Arguments, { subscription }: { readonly subscription: string }): string =>
    `${subscription}/resourceGroups/${String(group)}/providers/${type}/${String(name)}`;
}

/** A block that may occur once. */
export function one(block: unknown): Arguments | undefined {
  return (Array.isArray(block) ? block[0] : block) as Arguments | undefined;
}

export const tracked = ({ location, tags = {} }: Arguments): object => ({ location: location as unknown, tags: tags as unknown });
export const TRACKED = ["name", "resource_group_name", "location", "tags"];
