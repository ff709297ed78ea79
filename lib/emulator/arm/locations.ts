import { PUBLIC_REGIONS } from "../../azure/region";
import { regionName } from "../../azure/region";
import { locationRequired, locationUnknown } from "../errors/arm-errors";

/** The public regions of Azure, as Azure Resource Manager names them. */
export const LOCATIONS = PUBLIC_REGIONS;

const KNOWN = new Set(LOCATIONS);

/** The name of a location in whatever spelling, such as `West Europe`; refused if Azure has no such region. */
export function locationOf(value: unknown, resourceType: string): string {
  if (typeof value !== "string" || value === "") {
    throw locationRequired();
  }
  const location = regionName(value);
  if (!KNOWN.has(location)) {
    throw locationUnknown(value, resourceType, LOCATIONS);
  }
  return location;
}
