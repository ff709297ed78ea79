import { catalogueEntryOf, ERROR_CATALOGUE } from "../../lib/azure/error-catalogue";

const entries = Object.entries(ERROR_CATALOGUE);

test("the catalogue has at least 55 errors, with a cause and a remedy that fit into a sentence", () => {
  expect(entries.length).toBeGreaterThanOrEqual(55);
  for (const [code, { cause, remedy }] of entries) {
    expect(`${code}: ${cause}`).toMatch(/: \S.*[^.;]$/);
    expect(`${code}: ${remedy}`).toMatch(/: \S.*[^.;]$/);
  }
});

test("finds an error by its code in any case, or by its number if the code is unknown", () => {
  expect(catalogueEntryOf("usererrorguestagentstatusunavailable")).toBe(ERROR_CATALOGUE["UserErrorGuestAgentStatusUnavailable"]);
  expect(catalogueEntryOf("AzureVmOffline", 130001)).toBe(ERROR_CATALOGUE["AzureVmOffline"]);
  expect(catalogueEntryOf("SomethingNew", 130001)).toBe(ERROR_CATALOGUE["CloudInternalError"]);
  expect(catalogueEntryOf(undefined, 400249)).toBe(ERROR_CATALOGUE["UserErrorBackupOperationInProgress"]);
});

test("returns undefined for an unknown error", () => {
  expect(catalogueEntryOf("SomethingNew", 1)).toBeUndefined();
  expect(catalogueEntryOf(undefined)).toBeUndefined();
  expect(catalogueEntryOf("SomethingNew")).toBeUndefined();
});

test.each([
  ["UserErrorBackupOperationInProgress", "afterOtherBackup"],
  ["SystemBackupOperationInProgress", "afterOtherBackup"],
  ["CloudInternalError", "later"],
  ["VMCreationTimeOutStorageErrorV2", "later"],
  ["BMSUserErrorObjectLocked", "later"],
  ["UserErrorGuestAgentStatusUnavailable", undefined],
  ["UserErrorKeyvaultPermissionsNotConfigured", undefined],
  ["UserErrorJobSuccessfullyCancelled", undefined],
  ["UserErrorVmNotFoundV2", undefined],
])("the retry of %s is %s", (code, retry) => {
  expect(catalogueEntryOf(code)?.retry).toBe(retry);
});

test("only the errors of a VM that was deleted or moved say that it is gone", () => {
  const gone = entries.filter(([, { vmIsGone }]) => vmIsGone);
  expect(gone.map(([code]) => code)).toEqual(["UserErrorVmNotFoundV2", "BCMV2VMNotFound", "ResourceNotFound"]);
  for (const [, { cause, remedy }] of gone) {
    expect(cause).toBe("the VM was deleted or moved");
    expect(remedy).toBe("stop its protection, or create the VM again with the same name and resource group");
  }
});

test("the numbers of the errors, by which an error without a known code is found", () => {
  const numbers = entries.flatMap(([code, { number }]) => (number === undefined ? [] : [[code, number] as const]));
  expect(Object.fromEntries(numbers)).toMatchSnapshot();
  for (const [code, number] of numbers) expect(catalogueEntryOf(undefined, number)).toBe(ERROR_CATALOGUE[code]);
});
