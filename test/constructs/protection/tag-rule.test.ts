import { TagRule } from "../../../lib";
import { unknownText } from "../../support/azure";
import { refusal, testStack } from "../../support/synth";

const gold = () => TagRule.tagged("tier", ["gold"]);
const dev = () => TagRule.tagged("env", ["dev", "test"]);

test.each<[string, () => TagRule, Record<string, string>, boolean]>([
  ["a tag of this value", gold, { tier: "gold" }, true],
  ["a tag of another value", gold, { tier: "silver" }, false],
  ["no such tag", gold, {}, false],
  ["a tag whose name differs in case", gold, { Tier: "gold" }, true],
  ["a tag whose value differs in case", gold, { tier: "Gold" }, false],
  ["one of several values", dev, { env: "test" }, true],
  ["any value", () => TagRule.tagged("tier"), { tier: "" }, true],
  ["any value, and no such tag", () => TagRule.tagged("tier"), { env: "" }, false],
  ["all of two, both true", () => TagRule.allOf([gold(), dev()]), { tier: "gold", env: "dev" }, true],
  ["all of two, one true", () => TagRule.allOf([gold(), dev()]), { tier: "gold" }, false],
  ["any of two, one true", () => TagRule.anyOf([gold(), dev()]), { env: "dev" }, true],
  ["any of two, none true", () => TagRule.anyOf([gold(), dev()]), { env: "prod" }, false],
  ["none of two, none true", () => TagRule.noneOf([gold(), dev()]), { env: "prod" }, true],
  ["none of two, one true", () => TagRule.noneOf([gold(), dev()]), { env: "dev" }, false],
  ["nested", () => TagRule.allOf([gold(), TagRule.noneOf([dev()])]), { tier: "gold", env: "prod" }, true],
])("selects by %s", (_, rule, tags, taken) => {
  expect(rule()._takes(tags)).toBe(taken);
});

test("throws if a rule is not valid", () => {
  const unknown = unknownText(testStack(), "value");
  expect(refusal(() => TagRule.tagged(""))).toContain("TagRule.tagged: name must be the name of a tag");
  expect(refusal(() => TagRule.tagged(unknown))).toContain("TagRule.tagged: name must be the name of a tag");
  expect(refusal(() => TagRule.tagged("tier", []))).toContain("TagRule.tagged: values must be at least one value");
  expect(refusal(() => TagRule.tagged("tier", ["gold", unknown]))).toContain("known while the stack is synthesized");
  for (const factory of ["allOf", "anyOf", "noneOf"] as const) {
    expect(refusal(() => TagRule[factory]([]))).toBe(`TagRule.${factory}: rules must be at least one rule, got []; name a rule`);
  }
});
