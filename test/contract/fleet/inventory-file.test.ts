import { InventoryError, parseInventory } from "../../../lib/contract/fleet/inventory-file";

const ID = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm";
const ROW = { id: ID, location: "westeurope", tags: { tier: "gold" }, tier: undefined };

test.each<[string, string, string]>([
  ["a list", "vms.json", JSON.stringify([{ id: ID, location: "westeurope", tags: { tier: "gold" } }])],
  ["a map by id", "vms.json", JSON.stringify({ [ID]: { location: "westeurope", tags: { tier: "gold" } } })],
  ["a map by name", "vms.json", JSON.stringify({ web: { id: ID, location: "westeurope", tags: { tier: "gold" } } })],
  [
    "az graph query",
    "vms.json",
    JSON.stringify({
      count: 1,
      data: [{ id: ID, location: "westeurope", tags: { tier: "gold" } }],
      skip_token: null,
      total_records: 1,
    }),
  ],
  ["CSV with tags as JSON", "vms.csv", `\uFEFFID,LOCATION,TAGS\r\n${ID},westeurope,"{""tier"":""gold""}"\r\n`],
  ["CSV with a column for a tag", "VMS.CSV", `location;id;tag:tier;note\nwesteurope;${ID};gold;"a; b"\n\n`],
])("reads %s", (_, name, text) => {
  expect(parseInventory(name, text)).toEqual([ROW]);
});

test("takes a tag whose value is null, and empty cells, as absent", () => {
  expect(parseInventory("a.json", JSON.stringify([{ id: ID, location: null, tags: { a: null } }]))).toEqual([
    { id: ID, location: undefined, tags: {}, tier: undefined },
  ]);
  expect(parseInventory("a.csv", `id,location,tier,tags,tag:a\n${ID},,,,\n`)).toEqual([
    { id: ID, location: undefined, tags: {}, tier: undefined },
  ]);
});

test.each([
  ["az", { data: [{ id: ID }], skip_token: "next", total_records: 2 }],
  ["the REST API", { data: [{ id: ID }], count: 1, totalRecords: 5_230 }],
  ["a cut answer", { data: [{ id: ID }], resultTruncated: "true" }],
  ["a page with its token", { data: [{ id: ID }], $skipToken: "next" }],
])("throws if an export of %s is one page of a longer one", (_, answer) => {
  expect(() => parseInventory("a.json", JSON.stringify(answer))).toThrow(/must have every VM, got one page of an export with 1/);
});

test.each([
  ["no JSON", "a.json", "id,location\n"],
  ["a number", "a.json", "1"],
  ["null", "a.json", "null"],
  ["a row without an id", "a.json", '[{"name":"vm"}]'],
  ["tags that are a list", "a.json", JSON.stringify([{ id: ID, tags: ["a"] }])],
  ["a location that is a number", "a.json", JSON.stringify([{ id: ID, location: 1 }])],
  ["CSV without the column id", "a.csv", "name,location\nvm,westeurope\n"],
  ["CSV with a row that is too short", "a.csv", `id,location\n${ID}\n`],
  ["CSV with an open quote", "a.csv", `id,location\n"${ID},westeurope\n`],
  ["CSV with tags that are not JSON", "a.csv", `id,tags\n${ID},tier=gold\n`],
])("throws if the file is %s", (_, name, text) => {
  expect(() => parseInventory(name, text)).toThrow(InventoryError);
});
