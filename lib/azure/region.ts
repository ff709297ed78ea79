import { caseFold } from "./case-fold";
import { distanceBetween } from "./edit-distance";

/** The normalized name of a region: `West Europe` becomes `westeurope`. */
export function regionName(region: string): string {
  return caseFold(region).split(" ").join("");
}

/** Whether two texts name the same region. */
export function isSameRegion(one: string, other: string): boolean {
  return regionName(one) === regionName(other);
}

/** The public regions of Azure, as Azure Resource Manager names them. */
export const PUBLIC_REGIONS = [
  "australiacentral australiacentral2 australiaeast australiasoutheast austriaeast belgiumcentral brazilsouth brazilsoutheast",
  "canadacentral canadaeast centralindia centralus chilecentral eastasia eastus eastus2 francecentral francesouth",
  "germanynorth germanywestcentral indonesiacentral israelcentral italynorth japaneast japanwest koreacentral koreasouth",
  "malaysiawest mexicocentral newzealandnorth northcentralus northeurope norwayeast norwaywest polandcentral qatarcentral",
  "southafricanorth southafricawest southcentralus southeastasia southindia spaincentral swedencentral swedensouth",
  "switzerlandnorth switzerlandwest uaecentral uaenorth uksouth ukwest westcentralus westeurope westindia westus westus2 westus3",
].flatMap((line) => line.split(" "));

/** The public regions, preview regions and the regions of the other clouds. Azure adds regions, so the list is never complete. */
const REGIONS = new Set([
  ...PUBLIC_REGIONS,
  ..."centraluseuap eastus2euap jioindiacentral jioindiawest".split(" "),
  ..."usdodcentral usdodeast usgovarizona usgovtexas usgovvirginia".split(" "),
  ..."chinaeast chinaeast2 chinaeast3 chinanorth chinanorth2 chinanorth3".split(" "),
]);

/** Whether a region is in the list of known regions. */
export function isKnownRegion(region: string): boolean {
  return REGIONS.has(regionName(region));
}

/** The known region with the most similar name, if at most two letters differ. */
export function nearestRegion(text: string): string | undefined {
  const name = regionName(text);
  const distances = [...REGIONS].map((region) => ({ region, distance: distanceBetween(name, region) }));
  const [nearest] = distances.sort((one, other) => one.distance - other.distance);
  return nearest && nearest.distance <= 2 ? nearest.region : undefined;
}
