import { refusal, synth, testStack } from "../support/synth";
import { STACK_SAMPLES } from "./undefined/samples";

/** What a caller in JavaScript, or a cast, may give for a list: an error says which prop it is, and none is a TypeError. */
const VALUES: readonly unknown[] = ["one", 42, NaN, {}, new Date(0), () => [], null];

type Bag = Record<string, unknown>;

/** The paths of lists in options that a person wrote: no look is taken into constructs and value classes. */
function listsIn(options: Bag, prefix = ""): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (Array.isArray(value)) return [`${prefix}${name}`];
    return value?.constructor === Object ? listsIn(value as Bag, `${prefix}${name}.`) : [];
  });
}

function withValue(options: Bag, [name = "", ...rest]: readonly string[], value: unknown): Bag {
  return { ...options, [name]: rest.length === 0 ? value : withValue(options[name] as Bag, rest, value) };
}

function pathsOf(sample: (typeof STACK_SAMPLES)[number]): string[] {
  let paths: string[] = [];
  sample.buildIn(testStack(), (options) => {
    paths = listsIn(options);
    return options;
  });
  return paths;
}

const cases = STACK_SAMPLES.flatMap((sample) => pathsOf(sample).map((path) => [sample.type, path, sample] as const));

test("the samples have lists", () => {
  expect(cases.length).toBeGreaterThan(60);
});

test.each(cases)("%s throws if %s is no list, and names it", (_type, path, sample) => {
  const name = path.split(".").at(-1) ?? "";
  for (const value of VALUES) {
    const stack = testStack();
    const message = refusal(() => {
      sample.buildIn(stack, (options) => withValue(options, path.split("."), value));
      synth(stack);
    });
    expect(message).toMatch(new RegExp(`\\b${name}\\b.* must be `));
  }
});
