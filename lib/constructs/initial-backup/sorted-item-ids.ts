import { Fn } from "cdktf";
import { expression } from "../private/expression";
import type { IProtectedVms } from "../protection/protected-vms-props";

/** The ids of every item that is backed up, in an order that depends on nothing but themselves and in a type that does not depend on who knows them. */
export function sortedItemIds(protectedVms: readonly IProtectedVms[]): string {
  const [first, ...others] = protectedVms.map((vms) => vms.activeItemIds);
  return expression`sort(${others.length === 0 ? first : Fn.concat([first, ...others])})`;
}
