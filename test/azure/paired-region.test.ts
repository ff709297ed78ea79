import { pairedRegionOf } from "../../lib/azure/paired-region";
import { isKnownRegion } from "../../lib/azure/region";

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
