import { expression } from "../private/expression";
import type { IProtectedVms } from "../protection/protected-vms-props";

/** Returns the ids of the items that are backed up, sorted, with the same type whether synthesis knows them or not. */
export function sortedItemIds(protectedVms: readonly IProtectedVms[]): string {
  const [first, ...others] = protectedVms.map((vms) => vms.activeItemIds);
  if (others.length === 0) return expression`sort(${first})`;
  return expression(["sort(concat(", ...others.map(() => ", "), "))"], first, ...others);
}
