import type { ResourceReader, StorageAccount } from "../../../lib/hook/restore/resources";
import { findStaging, stagingProblem } from "../../../lib/hook/restore/staging-account";

const GROUP = "/subscriptions/s/resourceGroups/rg-target";
const PLACE = { subscriptionId: "s", groupId: GROUP, region: "westeurope" };

function account(name: string, overrides: Partial<StorageAccount> & { readonly group?: string } = {}): StorageAccount {
  const { group = "rg-target", ...more } = overrides;
  const id = `/subscriptions/s/resourceGroups/${group}/providers/Microsoft.Storage/storageAccounts/${name}`;
  return { id, name, location: "West Europe", sku: "Standard_LRS", kind: "StorageV2", hasNetworkRules: false, ...more };
}

function find(named: string | undefined, ...accounts: StorageAccount[]) {
  const resources = {
    storageAccounts: () => Promise.resolve(accounts),
    storageAccount: (id: string) => Promise.resolve(accounts.find((one) => one.id === id)),
  } as Partial<ResourceReader> as ResourceReader;
  return findStaging(named, PLACE, resources);
}

test.each<[string, Partial<StorageAccount>, RegExp | undefined]>([
  ["another region", { location: "northeurope" }, /in northeurope/],
  ["zone redundancy", { sku: "Standard_ZRS" }, /zone-redundant/],
  ["geo-zone redundancy", { sku: "Standard_RAGZRS" }, /zone-redundant/],
  ["blobs alone", { kind: "BlobStorage" }, /of kind BlobStorage/],
  ["files alone", { sku: "Premium_LRS", kind: "FileStorage" }, /of kind FileStorage/],
  ["network rules of a premium account", { sku: "Premium_LRS", hasNetworkRules: true }, /network rules/],
  ["network rules of a standard account", { hasNetworkRules: true }, undefined],
  ["geo redundancy", { sku: "Standard_RAGRS" }, undefined],
])("judges %s", (_, overrides, problem) => {
  const found = stagingProblem(account("st", overrides), "westeurope");
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(problem);
});

test("returns the only usable account of the target group, or of the subscription", async () => {
  const accounts = [account("stzonal", { sku: "Standard_ZRS" }), account("st"), account("stother", { group: "rg-other" })];
  expect((await find(undefined, ...accounts)).account.name).toBe("st");
  expect((await find(undefined, account("stother", { group: "rg-other" }))).why).toMatch(/in the subscription/);
});

test("throws if several accounts or none are usable", async () => {
  await expect(find(undefined, account("st1"), account("st2"))).rejects.toThrow(
    /Azure accepts 2 accounts of the target group; choose one, such as 'st1', 'st2'/,
  );
  await expect(find(undefined, account("st", { sku: "Standard_ZRS" }))).rejects.toThrow(
    /Azure accepts no storage account of the subscription/,
  );
});

test("returns the named account, by name or id; throws if Azure does not accept it", async () => {
  expect((await find("ST1", account("st1"), account("st2"))).why).toBeUndefined();
  expect((await find(account("st2").id, account("st1"), account("st2"))).account.name).toBe("st2");
  await expect(find("stzonal", account("stzonal", { sku: "Standard_ZRS" }))).rejects.toThrow(
    /got 'stzonal': it is zone-redundant/,
  );
  await expect(find("/subscriptions/s/x", account("st"))).rejects.toThrow(/name or the id of a storage account/);
});
