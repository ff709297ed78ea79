import { caseFold } from "./case-fold";

/** The name of a region, whichever way it is written: `West Europe` and `westeurope` are one. */
export function regionName(region: string): string {
  return caseFold(region).replace(/ /g, "");
}

/** Whether two ways of writing a region name the same one. */
export function isSameRegion(one: string, other: string): boolean {
  return regionName(one) === regionName(other);
}
