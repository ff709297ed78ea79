import { AzurermProviderVersion, InitialBackup, RecoveryPointRetention, TagRule } from "../../lib";
import { refusal, synth, testStack } from "../support/synth";
import { STACK_SAMPLES } from "./undefined/samples";

/**
 * What a caller in JavaScript, or a cast, may give for any option: it is refused by an error that names the option, or it is of the
 * option's own type. None ends in a TypeError, and none is written to the output as another type.
 */
const VALUES: readonly unknown[] = [null, NaN, "", "x", 5, [], {}, true, new Date(0), () => 1];

type Bag = Record<string, unknown>;
type StackSample = (typeof STACK_SAMPLES)[number];

/** The options that a person wrote, by path: no look is taken into constructs and value classes. */
function optionsIn(options: Bag, prefix = ""): [path: string, value: unknown][] {
  return Object.entries(options).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    return [[path, value], ...(value?.constructor === Object ? optionsIn(value as Bag, `${path}.`) : [])];
  });
}

function withValue(options: Bag, [name = "", ...rest]: readonly string[], value: unknown): Bag {
  return { ...options, [name]: rest.length === 0 ? value : withValue(options[name] as Bag, rest, value) };
}

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
  const name = path.split(".").at(-1) ?? "";
  for (const value of VALUES) {
    // A boolean is right wherever another one is.
    if (typeof own === "boolean" && typeof value === "boolean") continue;
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

const retention = RecoveryPointRetention.days(30);

test.each<[string, (value: never) => unknown]>([
  ["protectedVms", (protectedVms) => new InitialBackup(testStack(), "Backup", { protectedVms, retention })],
  ["rules", (rules) => TagRule.allOf(rules)],
  ["rules", (rules) => TagRule.noneOf(rules)],
  ["values", (values) => TagRule.tagged("team", values)],
  [
    "constraint",
    (constraint) => {
      AzurermProviderVersion.require(testStack(), constraint);
    },
  ],
])("throws if an argument is no %s, and names it", (name, build) => {
  for (const value of VALUES) {
    expect(refusal(() => build(value as never))).toMatch(new RegExp(`\\b${name}\\b.* must be `));
  }
});
