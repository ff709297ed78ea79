import { Construct } from "constructs";
import { withDefaults, withoutUndefined } from "../../../lib/constructs/private/defaults";
import { SynthIndex } from "../../../lib/constructs/private/synth-index";
import { testStack } from "../../support/synth";

test("searches a stack once for all that ask, and anew for one that asks again or is newer", () => {
  const stack = testStack();
  const [one, two] = ["One", "Two"].map((id) => new Construct(stack, id)) as [Construct, Construct];
  const searched: number[] = [];
  const index = new SynthIndex((all) => searched.push(all.length));
  expect([index.of(stack, one), index.of(stack, two)]).toEqual([1, 1]);
  expect(index.of(stack, one)).toBe(2);
  expect(index.of(stack, two)).toBe(2);
  const newer = new Construct(stack, "Newer");
  expect(index.of(stack, newer)).toBe(3);
  expect(searched).toEqual([stack.node.findAll().length - 1, stack.node.findAll().length - 1, stack.node.findAll().length]);
  const other = testStack();
  expect(index.of(other, new Construct(other, "One"))).toBe(4);
});

test("applies defaults to options that are missing or undefined", () => {
  expect(withDefaults<{ a?: number; b?: number }>({ a: undefined, b: 0 }, { a: 1, b: 2 })).toEqual({ a: 1, b: 0 });
  expect(withDefaults<{ a?: number }>(undefined, { a: 1 })).toEqual({ a: 1 });
  expect(Object.keys(withoutUndefined({ a: undefined, b: null, c: false }))).toEqual(["b", "c"]);
});
