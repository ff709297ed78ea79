import { isSameName } from "../../azure/case-fold";
import type { Tags } from "./rows";

/** A tag that a VM must have. */
export interface TagFilter {
  readonly name: string;
  /** @default - any value */
  readonly value?: string;
}

/** Whether a VM has a tag. Azure ignores the case of names, and not that of values. */
export function hasTag(tags: Tags, { name, value }: TagFilter): boolean {
  const found = tagValue(tags, name);
  return found !== undefined && (value === undefined || found === value);
}

/** Returns the value of a tag. */
export function tagValue(tags: Tags, name: string): string | undefined {
  return Object.entries(tags).find(([key]) => isSameName(key, name))?.[1];
}
