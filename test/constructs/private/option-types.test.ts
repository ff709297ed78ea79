import { TerraformLocal, TerraformVariable, Token } from "cdktf";
import { checkInstance, checkOptionalInstance } from "../../../lib/constructs/private/instances";
import {
  checkFlags,
  checkOptionalText,
  checkOptions,
  checkTexts,
  isMap,
  isObject,
  requireOptions,
} from "../../../lib/constructs/private/option-types";
import { typeRemedy } from "../../../lib/constructs/private/type-remedy";
import { refusal, testStack } from "../../support/synth";

class Empty {}
class Full {
  readonly value = 1;
}

test.each<[string, unknown, boolean, boolean]>([
  ["options", { a: 1 }, true, true],
  ["no options", {}, true, true],
  ["an object without a class", Object.create(null), true, true],
  ["an object of a class with properties", new Full(), true, false],
  ["an object of a class without properties", new Empty(), false, false],
  ["a Map", new Map([["a", 1]]), false, false],
  ["a list", [{}], false, false],
  ["null", null, false, false],
  ["nothing", undefined, false, false],
  ["a text", "a", false, false],
  ["a function", () => 1, false, false],
  ["a token", Token.asAny("${var.x}"), false, false],
  ["a construct", new TerraformLocal(testStack(), "local", 1), false, false],
])("takes options from %s: %#", (_, value, isOptions, isMapOfValues) => {
  expect(isObject(value)).toBe(isOptions);
  expect(isMap(value)).toBe(isMapOfValues);
  const shown = isOptions
    ? []
    : [expect.stringMatching(/^lock must be an object such as \{ level \}, got .+; write it in braces, or leave it out$/)];
  expect(checkOptions("lock", value as never, "{ level }")).toEqual(value === undefined ? [] : shown);
});

test("checks what is in options only if there are some", () => {
  expect(checkOptions("lock", { level: 1 }, "{ level }", ({ level }) => [`level ${level}`])).toEqual(["level 1"]);
  expect(checkOptions("lock", undefined as { level: number } | undefined, "{ level }", () => ["told"])).toEqual([]);
});

test("throws if there are no options, and shows some", () => {
  expect(
    refusal(() => {
      requireOptions("Lock 'stack/Lock'", "props", "a", "{ level }");
    }),
  ).toBe("Lock 'stack/Lock': props must be an object such as { level }, got 'a'; write the options in braces");
  expect(() => {
    requireOptions("Lock", "props", {}, "{ level }");
  }).not.toThrow();
});

test("checks flags", () => {
  const stack = testStack();
  const variable = new TerraformVariable(stack, "flag", {});
  const given = { on: true, off: false, unset: undefined, token: variable.booleanValue, text: "true", word: "yes", variable };
  expect(checkFlags(given as never, "on", "off", "unset", "token", "text", "word", "variable")).toEqual([
    "text must be true or false, got 'true'; write it without quotes",
    "word must be true or false, got 'yes'; set one of them, or leave it out",
    "variable must be true or false, got a TerraformVariable; pass its booleanValue",
  ]);
});

test("checks texts that may be left out", () => {
  const problem = (path: string, given: string) => `${path} must be a text, got ${given}; put it in quotes, or leave it out`;
  expect(checkOptionalText("notes", undefined)).toEqual([]);
  expect(checkOptionalText("notes", "")).toEqual([]);
  expect(checkOptionalText("notes", Token.asAny("${var.x}"))).toEqual([]);
  expect(checkOptionalText("notes", 1)).toEqual([problem("notes", "1")]);
  expect(checkTexts("tags", { owner: "me", cost: 1, "a b": null })).toEqual([
    problem("tags.cost", "1"),
    problem("tags['a b']", "null"),
  ]);
});

test.each<[string, unknown, Parameters<typeof typeRemedy>[1], string | undefined]>([
  ["a number for a text", 1, "stringValue", "put it in quotes"],
  ["nothing for a text", undefined, "stringValue", "set it, or the environment variable that it comes from"],
  ["a list for a text", [], "stringValue", undefined],
  ["a number in quotes", "12", "numberValue", "write it without quotes"],
  ["a fraction in quotes", "1.5", "numberValue", undefined],
  ["digits with other letters", "a1", "numberValue", undefined],
  ["a flag in quotes", "false", "booleanValue", "write it without quotes"],
  ["a flag within a text", "untrue", "booleanValue", undefined],
  ["a flag at the start of a text", "trueish", "booleanValue", undefined],
  ["a number for a flag", 1, "booleanValue", undefined],
  ["a promise", Promise.resolve(1), "numberValue", "await it before"],
  ["a variable", new TerraformVariable(testStack(), "x", {}), "numberValue", "pass its numberValue"],
  ["another construct", new TerraformLocal(testStack(), "local", 1), "stringValue", "pass its id, and not the construct"],
])("has a remedy for %s", (_, value, attribute, remedy) => {
  expect(typeRemedy(value, attribute, "id")).toBe(remedy);
});

test("checks for an instance of a class, also of another installed copy", () => {
  const OtherCopy = { Full: class Full {} }.Full;
  expect(checkInstance("window", new Full(), Full, "use Full")).toEqual([]);
  expect(checkInstance("window", 4, Full, "use Full")).toEqual(["window must be a Full, got 4; use Full"]);
  expect(checkInstance("window", undefined, Empty, "use Empty")).toEqual(["window must be an Empty, got nothing; use Empty"]);
  expect(checkInstance("window", new OtherCopy(), Full, "use Full")).toEqual([
    "window must be a Full of this copy of cdktf-azure-vm-backup, got one of another installed copy; " +
      "see 'npm ls cdktf-azure-vm-backup', and install one version for all packages of the app",
  ]);
  expect(checkOptionalInstance("window", undefined, Full, "use Full")).toEqual([]);
  expect(checkOptionalInstance("window", null, Full, "use Full")).toEqual(["window must be a Full, got null; use Full"]);
});
