import { JsonOverLimit, parseForeignJson } from "../../../lib/hook/arm/foreign-json";

test("returns the value of a JSON text with harmless texts, also behind a byte order mark", () => {
  const json = '\uFEFF{"a":["x\\n##vso[y]",{"b\\"[{":"\\\\"}],"c":null}';
  expect(parseForeignJson(json)).toEqual({ a: ["x # #vso[y]", { 'b"[{': "\\" }], c: null });
});

test.each([
  ["5,000 levels deep", `${"[".repeat(5_000)}${"]".repeat(5_000)}`, "more than 100 levels deep"],
  ["5,000 levels deep in objects", `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`, "more than 100 levels deep"],
  ["deep and cut", "[".repeat(5_000), "more than 100 levels deep"],
  ["of many small values", `[${"[],".repeat(1_100_000)}1]`, "more than 1000000 values"],
])("throws before it parses JSON that is %s", (_, json, message) => {
  expect(() => parseForeignJson(json)).toThrow(JsonOverLimit);
  expect(() => parseForeignJson(json)).toThrow(message);
});

test("takes brackets and commas in a text for text", () => {
  const text = `${"[".repeat(200)}\\",${",".repeat(1_100_000)}`;
  expect(parseForeignJson(JSON.stringify({ text }))).toEqual({ text });
});

test.each(['{"a":', "<html>", '["x', ""])("throws if %j is no JSON", (json) => {
  expect(() => parseForeignJson(json)).toThrow(SyntaxError);
});
