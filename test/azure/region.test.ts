import { isKnownRegion, nearestRegion } from "../../lib/azure/region";

test.each(["westeurope", "West Europe", "usgovvirginia", "chinanorth3"])("%s is known", (region) => {
  expect(isKnownRegion(region)).toBe(true);
});

test.each([
  ["westeurop", "westeurope"],
  ["West Eurpoe", "westeurope"],
  ["northeurop", "northeurope"],
  ["marsnorth", undefined],
])("the known region most similar to %s is %s", (text, region) => {
  expect(isKnownRegion(text)).toBe(false);
  expect(nearestRegion(text)).toBe(region);
});
