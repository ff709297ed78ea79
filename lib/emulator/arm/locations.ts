import { regionName } from "../../azure/region";
import { locationRequired, locationUnknown } from "../errors/arm-errors";

/** The public regions of Azure, as Azure Resource Manager names them. */
export const LOCATIONS = [
  "australiacentral australiacentral2 australiaeast australiasoutheast austriaeast belgiumcentral brazilsouth brazilsoutheast",
  "canadacentral canadaeast centralindia centralus chilecentral eastasia eastus eastus2 francecentral francesouth",
  "germanynorth germanywestcentral indonesiacentral israelcentral italynorth japaneast japanwest koreacentral koreasouth",
  "malaysiawest mexicocentral newzealandnorth northcentralus northeurope norwayeast norwaywest polandcentral qatarcentral",
  "southafricanorth southafricawest southcentralus southeastasia southindia spaincentral swedencentral swedensouth",
  "switzerlandnorth switzerlandwest uaecentral uaenorth uksouth ukwest westcentralus westeurope westindia westus westus2 westus3",
].flatMap((line) => line.split(" "));

const KNOWN = new Set(LOCATIONS);

/** The name of a location in whatever spelling, such as `West Europe`; refused where Azure has no such region. */
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
