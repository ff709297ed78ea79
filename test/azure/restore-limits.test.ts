import { isZoneRedundant, maxVmNameLength, REHYDRATION_DAYS, UNSUPPORTED_STAGING_KINDS } from "../../lib/azure/restore-limits";

test.each([
  ["Standard_ZRS", true],
  ["premium_zrs", true],
  ["Standard_GZRS", true],
  ["Standard_LRS", false],
  ["Standard_GRS", false],
])("%s is zone-redundant: %s", (sku, expected) => {
  expect(isZoneRedundant(sku)).toBe(expected);
});

test("a name of a Windows VM has at most 15 characters, another one 64", () => {
  expect(["Windows", "Linux", undefined].map(maxVmNameLength)).toEqual([15, 64, 64]);
});

test("returns the documented limits", () => {
  expect(REHYDRATION_DAYS).toEqual({ min: 10, max: 30 });
  expect(UNSUPPORTED_STAGING_KINDS).toEqual(["BlobStorage", "BlockBlobStorage", "FileStorage"]);
});
