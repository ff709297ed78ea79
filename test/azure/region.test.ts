import { isKnownRegion, isSameRegion, nearestRegion } from "../../lib/azure/region";

test.each(["westeurope", "West Europe", "usgovvirginia", "chinanorth3", "eastus2euap", "jioindiawest"])(
  "%s is known",
  (region) => {
    expect(isKnownRegion(region)).toBe(true);
  },
);

test.each([
  ["westeurop", "westeurope"],
  ["West Eurpoe", "westeurope"],
  ["northeurop", "northeurope"],
  ["marsnorth", undefined],
])("the known region most similar to %s is %s", (text, region) => {
  expect(isKnownRegion(text)).toBe(false);
  expect(nearestRegion(text)).toBe(region);
});

test("two texts name the same region if they differ in case and spaces only", () => {
  expect(isSameRegion("West Europe", "westeurope")).toBe(true);
  expect(isSameRegion("westeurope", "northeurope")).toBe(false);
});
