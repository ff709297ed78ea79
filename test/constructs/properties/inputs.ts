import fc from "fast-check";
import type { TerraformStack } from "cdktf";
import { randomPolicy } from "../../e2e/azurerm/support/random/policies";
import { randomProtection } from "../../e2e/azurerm/support/random/protections";
import { randomVault } from "../../e2e/azurerm/support/random/vaults";
import { decisions } from "../../support/drawn-random";
import { synth, type Synthesized, testStack } from "../../support/synth";
import { optionalPathsOf } from "../undefined/interfaces";
import { optionsIn, without, withValue } from "../undefined/option-paths";
import { STACK_SAMPLES } from "../undefined/samples";

/** Inputs of every construct, some of which are refused. */
export interface Input {
  /** Builds the input in a new stack and synthesizes it. @throws the refusal */
  readonly make: () => Synthesized;
  /** The last part of the name of the option that has a random value. */
  readonly changed?: string;
}

export interface StackInput {
  readonly buildIn: (stack: TerraformStack, change?: (options: Bag) => Bag) => void;
}

type Bag = Record<string, unknown>;

/** Builds in a new stack and synthesizes it. */
export function stackOf(build: (stack: TerraformStack) => void): Synthesized {
  const stack = testStack();
  build(stack);
  return synth(stack);
}

/** Vaults, policies and protected VMs with values near the limits of azurerm. */
const NEAR_LIMITS: fc.Arbitrary<Input> = fc
  .tuple(fc.constantFrom(randomVault, randomPolicy, randomProtection), decisions())
  .map(([make, random]) => ({ make: () => make(random()) }));

const sampleArbitrary = fc.constantFrom(...STACK_SAMPLES);

/** Every construct, without some of its optional properties. */
const SUBSETS = sampleArbitrary.chain((sample) =>
  fc.subarray(optionalPathsOf(sample.type)).map((left) => ({
    buildIn: (stack: TerraformStack, change = (options: Bag) => options) => {
      sample.buildIn(stack, (options) => change(without(options, left, false) as Bag));
    },
    make() {
      return stackOf((stack) => {
        this.buildIn(stack);
      });
    },
    toString: () => `${sample.type} without ${left.join(", ")}`,
  })),
);

/** Constructs in a given stack. */
export const STACK_INPUT: fc.Arbitrary<StackInput> = SUBSETS;

/** Texts that Terraform, a shell, a terminal or a URL could read as something else. */
const TEXT = fc.oneof(
  fc.string({ unit: "binary", maxLength: 100 }),
  fc.string({
    unit: fc.constantFrom("${", "%{", "}", '"', "\\", "\n", "/", "$", "%", "{", "'", "`", "a", "é", "\u202e", "\0", " "),
    maxLength: 12,
  }),
);
const VALUE = fc.oneof(TEXT, fc.integer(), fc.double(), fc.constantFrom(null, true, false), fc.array(TEXT, { maxLength: 3 }));

/** The paths of the options of each sample. */
const PATHS = STACK_SAMPLES.map((sample) => {
  let paths: string[] = [];
  sample.buildIn(testStack(), (options) => {
    paths = optionsIn(options).map(([path]) => path);
    return options;
  });
  return { sample, paths };
});

/** Every construct, with a random value for one of its properties. */
const CHANGED: fc.Arbitrary<Input> = fc
  .constantFrom(...PATHS)
  .chain(({ sample, paths }) => fc.tuple(fc.constant(sample), fc.constantFrom(...paths), VALUE))
  .map(([sample, path, value]) => ({
    make: () =>
      stackOf((stack) => {
        sample.buildIn(stack, (options) => withValue(options, path.split("."), value));
      }),
    changed:
      path
        .split(".")
        .filter((name) => !/^\d+$/.test(name))
        .at(-1) ?? path,
    toString: () => `${sample.type}: ${path} = ${JSON.stringify(value)}`,
  }));

export const INPUT: fc.Arbitrary<Input> = fc.oneof(NEAR_LIMITS, SUBSETS, CHANGED);

/** What comes of an input: its JSON, or its refusal. */
export function outcomeOf(input: Input): { readonly json?: Synthesized["json"]; readonly refusal?: Error } {
  try {
    return { json: input.make().json };
  } catch (error) {
    return { refusal: error as Error };
  }
}
