import { PUBLIC_REGIONS } from "../../azure/region";
import { regionName } from "../../azure/region";
import { locationRequired, locationUnknown } from "../errors/arm-errors";

/** The public regions of Azure, as Azure Resource Manager names them. */
export const LOCATIONS = PUBLIC_REGIONS;

const KNOWN = new Set(LOCATIONS);

/**
 * Returns the name of a region, `westeurope` for `West Europe`.
 * @throws ServiceError if Azure has no such region
 */
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
