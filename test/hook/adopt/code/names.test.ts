import { camelCase, pascalCase, uniqueNames, variableName } from "../../../../lib/hook/adopt/code/names";

test.each([
  ["vm-web", "vmWeb"],
  ["VM_WEB-01", "vmWeb01"],
  ["default-policy", "defaultPolicy"],
  ["DefaultPolicy", "defaultPolicy"],
  ["SQLServer", "sqlServer"],
  ["Übung", "ubung"],
  ["01-web", "vm01Web"],
  ["日本", "vm"],
  ["__proto__", "proto"],
])("names %s %s", (name, expected) => {
  expect(camelCase(name, "vm")).toBe(expected);
});

test.each([
  ["default", "defaultPolicy"],
  ["vault", "vaultPolicy"],
  ["daily", "daily"],
])("names the variable of the policy %s %s", (name, expected) => {
  expect(variableName(name, "Policy")).toBe(expected);
});

test("leaves capitals inside a word", () => {
  expect(pascalCase("myApp-prod")).toBe("MyAppProd");
});

test("gives names that differ at most in case their longer names, and then numbers", () => {
  const elements = ["a/web", "b/Web", "B/web", "c/db"];
  const short = (element: string): string => element.slice(2);
  const long = (element: string): string => `${element.slice(2)}${element.charAt(0).toUpperCase()}`;
  expect(uniqueNames(elements, short, long)).toEqual(["webA", "WebB", "webB2", "db"]);
});

test("gives no longer name that another element has already", () => {
  const long = (element: string): string => `${element}B`;
  const names = uniqueNames(["web", "web", "webB"], (element) => element, long);
  expect(names).toEqual(["webB2", "webB3", "webB"]);
});
