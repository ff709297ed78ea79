import { regionName } from "./region";

/**
 * Regions, and the paired regions to which Azure copies their geo-redundant vaults. Most pairs apply in both directions.
 * @see https://learn.microsoft.com/azure/reliability/regions-paired
 */
const MUTUAL = [
  "australiacentral australiacentral2, australiaeast australiasoutheast, canadacentral canadaeast, centralindia southindia",
  "centralus eastus2, eastasia southeastasia, eastus westus, francecentral francesouth, germanywestcentral germanynorth",
  "japaneast japanwest, koreacentral koreasouth, northcentralus southcentralus, northeurope westeurope, norwayeast norwaywest",
  "southafricanorth southafricawest, swedencentral swedensouth, switzerlandnorth switzerlandwest, uaenorth uaecentral",
  "uksouth ukwest, westus2 westcentralus, usgovvirginia usgovtexas, chinanorth chinaeast, chinanorth2 chinaeast2",
].flatMap((line) => line.split(", "));
const ONE_WAY = ["brazilsouth southcentralus", "brazilsoutheast brazilsouth", "westindia southindia", "westus3 eastus"];

const PAIRS = new Map([...MUTUAL, ...ONE_WAY].map((pair) => pair.split(" ") as [string, string]));
for (const [one, other] of MUTUAL.map((pair) => pair.split(" ") as [string, string])) PAIRS.set(other, one);

/** The paired region of a region; undefined if none is known. */
export function pairedRegionOf(region: string): string | undefined {
  return PAIRS.get(regionName(region));
}
