import { allowsVersion } from "../../../lib/constructs/provider/version-constraint";

test.each([
  ["4.55.0", true],
  ["= 4.63.9", true],
  ["=4.64.0", false],
  [">= 4.55", true],
  [">= 4.63.9", true],
  [">= 4.64", false],
  ["> 4.63.9", true],
  ["> 4.64.0", false],
  ["< 5", true],
  ["<= 4.64.0", true],
  ["!= 4.55.0", true],
  ["~> 4.63", true],
  ["~> 4.63.0", true],
  ["~> 4.64", false],
  ["~> 4.64.0", false],
  ["~> 3", true],
  ["~> 5", false],
  [">= 4.64.0, < 5.0.0", false],
  [">= 4.60.0, <= 4.60.1, != 4.60.0, != 4.60.1", false],
  [">= 4.60.0, <= 4.60.2, != 4.60.0, != 4.60.1", true],
  [">= 4.60.0, ~> 4.77", false],
  [">= 5.0.0-beta1", false],
  ["> 4.60, < 4.60.1", false],
])("whether '%s' allows a version before 4.64.0 is %s", (constraint, expected) => {
  expect(allowsVersion(constraint, { below: "4.64.0" })).toBe(expected);
});

test.each([
  ["4.79.0", false],
  ["5.2.0", true],
  [">= 4.77", true],
  [">= 4.77, < 5", false],
  ["~> 4.77", false],
  ["~> 5.0", true],
  ["<= 5.0.0", true],
  ["<= 5.0.0, != 5.0.0", false],
])("whether '%s' allows a version from 5.0.0 is %s", (constraint, expected) => {
  expect(allowsVersion(constraint, { from: "5.0.0" })).toBe(expected);
});

test.each([
  ["4.63.9", false],
  ["~> 4.63.0", false],
  ["~> 4.63", true],
  ["~> 4.64.0", true],
  ["> 5.0.0", true],
  ["< 4.64.0", false],
])("whether '%s' allows a version from 4.64.0 is %s", (constraint, expected) => {
  expect(allowsVersion(constraint, { from: "4.64.0" })).toBe(expected);
});
