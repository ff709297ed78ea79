import { pairedRegionOf } from "../../lib/azure/paired-region";
import { isKnownRegion, PUBLIC_REGIONS } from "../../lib/azure/region";

test.each([
  ["westeurope", "northeurope"],
  ["North Europe", "westeurope"],
  ["brazilsouth", "southcentralus"],
  ["southcentralus", "northcentralus"],
  ["polandcentral", undefined],
])("pairedRegionOf(%s) is %s", (region, paired) => {
  expect(pairedRegionOf(region)).toBe(paired);
  expect(paired === undefined || isKnownRegion(paired)).toBe(true);
});

test("the pairs of all public regions", () => {
  expect(Object.fromEntries(PUBLIC_REGIONS.map((region) => [region, pairedRegionOf(region)]))).toMatchSnapshot();
});

test.each([
  ["usgovtexas", "usgovvirginia"],
  ["chinaeast", "chinanorth"],
  ["chinanorth2", "chinaeast2"],
])("%s of another cloud has the pair %s", (region, paired) => {
  expect(pairedRegionOf(region)).toBe(paired);
  expect(pairedRegionOf(paired)).toBe(region);
});
