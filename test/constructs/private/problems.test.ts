import { Token } from "cdktf";
import {
  checkKnownList,
  checkLength,
  checkList,
  checkMember,
  checkMembers,
  checkNonEmptyUnique,
  checkOptionalWholeNumber,
  checkText,
  checkTextList,
  checkWholeNumber,
  formatValue,
  isLiteral,
  literalText,
  memberPath,
  prefixed,
  throwIfInvalid,
} from "../../../lib/constructs/private/problems";
import { refusal } from "../../support/synth";

const RULE = { allowed: "so", remedy: "do it" };
const told = (value: string, remedy = "do it") => [`name must be so, got ${value}; ${remedy}`];
const circular: Record<string, unknown> = {};
circular["self"] = circular;
class Agent {}
class Window {}

test.each<[unknown, string]>([
  [undefined, "nothing"],
  [null, "null"],
  ["a", "'a'"],
  ["a\u200bb", "'a<U+200B>b'"],
  [Number.NaN, "NaN"],
  [true, "true"],
  [() => 1, "a function"],
  [{ days: 5 }, '{"days":5}'],
  [["a", 1], '["a",1]'],
  [new Agent(), "an Agent"],
  [[new Window(), "a"], "[a Window, 'a']"],
  [Object.create(null), "{}"],
  [{ constructor: { name: "" } }, '{"constructor":{"name":""}}'],
  [{ constructor: { name: 1 } }, '{"constructor":{"name":1}}'],
  [circular, "a value that is not JSON"],
])("shows %p as %s", (value, text) => {
  expect(formatValue(value)).toBe(text);
});

test.each<[unknown, boolean]>([
  ["plain $ { % {", true],
  ["${var.x}", false],
  ["%{ if x }", false],
  [1, true],
  [Token.asNumber({ resolve: () => 1 }), false],
  [Token.asList("${var.list}"), false],
  [undefined, true],
])("isLiteral(%p) returns %p", (value, expected) => {
  expect(isLiteral(value)).toBe(expected);
  expect(literalText(value)).toBe(expected && typeof value === "string" ? value : undefined);
});

test("throws nothing, one problem, or a list of problems", () => {
  expect(() => {
    throwIfInvalid("Subject", []);
  }).not.toThrow();
  expect(
    refusal(() => {
      throwIfInvalid("Subject", ["one"]);
    }),
  ).toBe("Subject: one");
  expect(
    refusal(() => {
      throwIfInvalid("Subject", ["one", "two"]);
    }),
  ).toBe("Subject: 2 problems\n  - one\n  - two");
});

test("names a part of an option by its path", () => {
  expect(prefixed("vault", ["name must be"])).toEqual(["vault.name must be"]);
  expect(["web", "_a1", "1a", "a-b", "a.b", ""].map((key) => memberPath("vms", key))).toEqual([
    "vms.web",
    "vms._a1",
    "vms['1a']",
    "vms['a-b']",
    "vms['a.b']",
    "vms['']",
  ]);
});

test.each<[unknown, string[]]>([
  ["abc", []],
  ["${var.x}", []],
  ["ab1", told("'ab1'")],
  ["abc ", told("'abc '", "remove the spaces around it")],
  ["a\u00a0c", told("'a<U+00A0>c'", "remove U+00A0")],
  [5, told("5", "put it in quotes")],
  [undefined, told("nothing", "set it, or the environment variable that it comes from")],
])("checks the text %p", (value, problems) => {
  expect(checkText("name", value as never, /^[a-z]+$/, RULE)).toEqual(problems);
});

test.each<[unknown, boolean]>([
  ["", false],
  ["a", true],
  ["abc", true],
  ["abcd", false],
  ["${var.abcdef}", true],
  [1, false],
])("checks the length of %p", (value, isValid) => {
  const problems = checkLength("name", value as never, 1, 3, "shorten it");
  expect(problems).toEqual(isValid ? [] : [`name must be 1 to 3 characters, got ${formatValue(value)}; shorten it`]);
});

test.each<[unknown, string[]]>([
  [1, []],
  [3, []],
  [Token.asNumber({ resolve: () => 9 }), []],
  [0, told("0")],
  [4, told("4")],
  [1.5, told("1.5")],
  ["2", told("'2'", "write it without quotes")],
  ["two", told("'two'")],
])("checks the whole number %p", (value, problems) => {
  expect(checkWholeNumber("name", value as never, 1, 3, RULE)).toEqual(problems);
  expect(checkOptionalWholeNumber("name", value as never, 1, 3, RULE)).toEqual(problems);
});

test("accepts no number only if it is optional", () => {
  expect(checkOptionalWholeNumber("name", undefined, 1, 3, RULE)).toEqual([]);
  expect(checkWholeNumber("name", undefined, 1, 3, RULE)).toEqual(told("nothing"));
});

const Level = { LOW: "low", HIGH: "high" };
const notMember = (value: string) => `level must be one of low, high, got ${value}; use a member of Level`;

test.each<[unknown, string[]]>([
  [undefined, []],
  ["high", []],
  ["${var.x}", []],
  ["HIGH", [notMember("'HIGH'")]],
  [1, [notMember("1")]],
])("checks the member %p", (value, problems) => {
  expect(checkMember("level", value as never, Level, "Level")).toEqual(problems);
});

test.each<[unknown, string[]]>([
  [[], []],
  [["low", "${var.x}"], []],
  [Token.asList("${var.list}"), []],
  [
    ["low", "mid", "top"],
    [notMember("'mid'"), notMember("'top'")],
  ],
  ["low", ["level must be a list of members of Level, got 'low'; put the values in brackets"]],
])("checks the members %p", (value, problems) => {
  expect(checkMembers("level", value as never, Level, "Level")).toEqual(problems);
});

test("checks that a value is a list", () => {
  const problems = (given: string) => [`ids must be a list of ids, got ${given}; put the values in brackets`];
  expect(checkList("ids", ["${var.x}"], "ids")).toEqual([]);
  expect(checkList("ids", "${var.x}", "ids")).toEqual([]);
  expect(checkList("ids", "a", "ids")).toEqual(problems("'a'"));
  expect(checkKnownList("ids", ["${var.x}"], "ids")).toEqual([]);
  expect(checkKnownList("ids", "${var.x}", "ids")).toEqual(problems("'${var.x}'"));
  expect(checkTextList("ids", "a", "ids")).toEqual(problems("'a'"));
});

test("checks that a list has only texts that are known at synth", () => {
  const problems = (given: string) => [
    `names must be names, known while the stack is synthesized, got ${given}; write each of them out`,
  ];
  expect(checkTextList("names", ["a", "b"], "names")).toEqual([]);
  expect(checkTextList("names", ["a", "${var.x}"], "names")).toEqual(problems('["a","${var.x}"]'));
  expect(checkTextList("names", ["a", 1], "names")).toEqual(problems('["a",1]'));
});

test.each<[unknown, boolean]>([
  [["a", "b"], true],
  [["a", "${var.x}", "${var.x}"], true],
  [Token.asList("${var.list}"), true],
  [[], false],
  [["a", "b", "a"], false],
  ["a", false],
])("checks that the list %p has a value, and none twice", (value, isValid) => {
  expect(checkNonEmptyUnique("name", value as never, RULE)).toEqual(isValid ? [] : told(formatValue(value)));
});
