import { caseFold } from "./case-fold";

/** The name of a region, whichever way it is written: `West Europe` and `westeurope` are one. */
export function regionName(region: string): string {
  return caseFold(region).replace(/ /g, "");
}

/** Whether two ways of writing a region name the same one. */
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

/** The regions of all clouds, and those of public previews that the list above leaves out. Azure adds to them. */
const REGIONS = new Set([
  ...PUBLIC_REGIONS,
  ..."centraluseuap eastus2euap jioindiacentral jioindiawest".split(" "),
  ..."usdodcentral usdodeast usgovarizona usgovtexas usgovvirginia".split(" "),
  ..."chinaeast chinaeast2 chinaeast3 chinanorth chinanorth2 chinanorth3".split(" "),
]);

/** Whether a region is one that is known here. */
export function isKnownRegion(region: string): boolean {
  return REGIONS.has(regionName(region));
}

/** The known region whose name is nearest to a text, if it is one or two letters away. */
export function nearestRegion(text: string): string | undefined {
  const name = regionName(text);
  const distances = [...REGIONS].map((region) => ({ region, distance: distanceBetween(name, region) }));
  const [nearest] = distances.sort((one, other) => one.distance - other.distance);
  return nearest && nearest.distance <= 2 ? nearest.region : undefined;
}

/** How many letters have to be put in, left out or changed to make one text of another. */
function distanceBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [at, letter] of Array.from(one).entries()) {
    const next = [at + 1];
    for (const [index, own] of Array.from(other).entries()) {
      const changed = (row[index] ?? 0) + (letter === own ? 0 : 1);
      next.push(Math.min(changed, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
