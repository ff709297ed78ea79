import { differencesOf } from "../../../tools/local/stand-in/planning-arm";

const ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm";

test.each([
  ["an answer has more", { a: 1 }, { a: 1, b: 2 }],
  ["an id differs in case", { id: ID }, { id: ID.toUpperCase() }],
  ["an id that is a key differs in case", { ids: { [ID]: {} } }, { ids: { [ID.toLowerCase()]: { principalId: "p" } } }],
  ["a time has no date", { time: "22:00:00Z" }, { time: "2027-01-15T22:00:00Z" }],
  ["an empty value is left out", { a: "", b: {}, c: null, d: false, type: "None" }, {}],
])("finds no difference if %s", (_what, sent, received) => {
  expect(differencesOf(sent, received)).toEqual([]);
});

test.each([
  ["a value is another one", { a: { b: 1 } }, { a: { b: 2 } }, "/a/b: sent 1, got 2"],
  ["a value is missing", { a: [{ b: "x" }] }, { a: [] }, '/a/0/b: sent "x", got undefined'],
  ["a time is another one", { time: "22:00:00Z" }, { time: "2027-01-15T21:00:00Z" }, "/time: "],
  ["an id is another one", { id: ID }, { id: `${ID}2` }, "/id: "],
  ["something is turned off", { a: false }, { a: true }, "/a: "],
])("finds a difference if %s", (_what, sent, received, difference) => {
  expect(differencesOf(sent, received)).toEqual([expect.stringContaining(difference)]);
});
