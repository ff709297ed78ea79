import { allows } from "../../lib/azure/permission";

test.each([
  ["*", "a/b/read", true],
  ["a/*/read", "a/b/c/read", true],
  ["A/B/Read", "a/b/read", true],
  ["a/b", "a/b/read", false],
  ["*/read", "a/b/write", false],
  ["a.b/read", "aXb/read", false],
  ["a.b/read", "A.B/read", true],
])("the pattern %s matches %s: %p", (pattern, action, expected) => {
  expect(allows([{ actions: [pattern], notActions: [] }], action)).toBe(expected);
});

test("allows an action in notActions of one assignment if another assignment has it", () => {
  const without = { actions: ["*"], notActions: ["a/write"] };
  expect(allows([without], "a/write")).toBe(false);
  expect(allows([without, { actions: ["a/write"], notActions: [] }], "a/write")).toBe(true);
  expect(allows([], "a/write")).toBe(false);
});
