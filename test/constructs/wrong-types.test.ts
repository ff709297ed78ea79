import { synth, testStack } from "../support/synth";
import { optionalPathsOf } from "./undefined/interfaces";
import { optionsIn, withValue } from "./undefined/option-paths";
import { STACK_SAMPLES } from "./undefined/samples";
import { WRONG_VALUES } from "./wrong-values";

/**
 * What a caller in JavaScript, or a cast, may give for any option: it is refused by an error that names the option, or it is of the
 * option's own type. None ends in a TypeError, and none is written to the output as another type.
 */
type StackSample = (typeof STACK_SAMPLES)[number];

function optionsOf(sample: StackSample): [path: string, value: unknown][] {
  let found: [string, unknown][] = [];
  sample.buildIn(testStack(), (options) => {
    found = optionsIn(options);
    return options;
  });
  return found;
}

function isOfType(value: unknown, own: unknown): boolean {
  if (typeof own === "object")
    return value?.constructor === own?.constructor && [Array, Object].includes(value?.constructor as never);
  return typeof value === typeof own && !Number.isNaN(value);
}

/** The error that a value ends in; undefined if it is accepted. */
function errorOf(sample: StackSample, path: string, value: unknown): Error | undefined {
  const stack = testStack();
  try {
    sample.buildIn(stack, (options) => withValue(options, path.split("."), value));
    synth(stack);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

const cases = STACK_SAMPLES.flatMap((sample) =>
  optionsOf(sample).map(([path, own]) => [sample.type, path, own, sample] as const),
);

test("the samples have options of every type", () => {
  expect(cases.length).toBeGreaterThan(300);
  expect(new Set(cases.map(([, , own]) => typeof own))).toEqual(new Set(["string", "number", "boolean", "object"]));
});

test.each(cases)("%s: a wrong %s is refused by its name", (_type, path, own, sample) => {
  const names = path.split(".");
  // An element of a list is told by the name of the list.
  const name = names.filter((one) => !/^\d+$/.test(one)).at(-1) ?? "";
  // A member of a map that is undefined is one that is left out.
  const isRequired = !optionalPathsOf(sample.type).includes(path) && !/\b(tags|overrides|tiers)\./.test(path);
  for (const value of [...WRONG_VALUES, ...(isRequired ? [undefined] : [])]) {
    // A boolean is right wherever another one is, and as a condition.
    if ((typeof own === "boolean" || name === "condition") && typeof value === "boolean") continue;
    const error = errorOf(sample, path, value);
    const given = `${path} = ${typeof value} ${JSON.stringify(value)}`;
    if (error === undefined) expect([given, isOfType(value, own)]).toEqual([given, true]);
    else
      expect([given, error.message]).toEqual([
        given,
        expect.stringMatching(new RegExp(`\\b${name}\\b[^]* must |must [^]*\\b${name}\\b`)),
      ]);
  }
});

test.each(cases)("%s: a template for %s is passed on, or is refused by its name", (_type, path, _own, sample) => {
  const name =
    path
      .split(".")
      .filter((one) => !/^\d+$/.test(one))
      .at(-1) ?? "";
  const error = errorOf(sample, path, "${var.unknown}");
  if (error) expect([error.name, error.message]).toEqual(["Error", expect.stringMatching(new RegExp(`\\b${name}\\b`))]);
});
