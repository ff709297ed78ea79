import { AnnotationMetadataEntryType } from "cdktf";
import fc from "fast-check";
import { synth, testStack } from "../../support/synth";
import { exportedInterfaces, hasOwnOptionals, optionalPathsOf, partsOf } from "./interfaces";
import { type Sample, SampleContext } from "./sample-parts";
import { SAMPLES } from "./samples";

/** An option that is `undefined` is one that is left out, for every construct and every optional property, at every depth. */

const SEED = 12;
const RUNS = 4;

type Bag = Record<string, unknown>;

/** A copy of options in which some paths are gone, or there and undefined. */
function without(options: object, paths: readonly string[], isUndefined: boolean): object {
  return paths.reduce((copy: object, path) => change(copy as Bag, path.split("."), isUndefined), options);
}

function change(options: Bag, [name = "", ...rest]: readonly string[], isUndefined: boolean): Bag {
  if (rest.length > 0) {
    const inner = options[name];
    return inner === undefined ? options : { ...options, [name]: change(inner as Bag, rest, isUndefined) };
  }
  const { [name]: _removed, ...others } = options;
  return isUndefined ? { ...others, [name]: undefined } : others;
}

/** What comes of options: the synthesized stack with its annotations, or the error. */
function outcome({ full, build }: Sample, paths: readonly string[], isUndefined: boolean): unknown {
  const stack = testStack();
  const context = new SampleContext(stack);
  try {
    build(without(full(context), paths, isUndefined) as never, context);
    const { json } = synth(stack);
    const kinds = Object.values(AnnotationMetadataEntryType) as string[];
    const notes = stack.node.findAll().flatMap(({ node }) => node.metadata.filter(({ type }) => kinds.includes(type)));
    return { json, notes: notes.map(({ type, data }) => [type, data as unknown]) };
  } catch (error) {
    return (error as Error).message;
  }
}

function isSet(options: object, path: string): boolean {
  return path.split(".").reduce<unknown>((value, name) => (value as Bag | undefined)?.[name], options) !== undefined;
}

const title = ({ type }: Sample, index: number): [string, Sample] => [`${String(index)} ${type}`, SAMPLES[index] as Sample];

describe.each(SAMPLES.map(title))("%s", (_, sample) => {
  const paths = optionalPathsOf(sample.type).filter((path) => isSet(sample.full(new SampleContext(testStack())), path));

  test.each(paths)("%s: undefined equals absence", (path) => {
    expect(outcome(sample, [path], true)).toEqual(outcome(sample, [path], false));
  });

  test("any of them together: undefined equals absence", () => {
    const property = fc.property(fc.subarray(paths), (chosen) => {
      expect(outcome(sample, chosen, true)).toEqual(outcome(sample, chosen, false));
    });
    fc.assert(property, { seed: SEED, numRuns: RUNS });
  });
});

test("the samples set every optional property that the API has", () => {
  const types = [...new Set(SAMPLES.map(({ type }) => type))];
  const missing = types.flatMap((type) => {
    const options = SAMPLES.filter((one) => one.type === type).map(({ full }) => full(new SampleContext(testStack())));
    return optionalPathsOf(type)
      .filter((path) => !options.some((one) => isSet(one, path)))
      .map((path) => `${type}.${path}`);
  });
  expect(missing).toEqual([]);

  const covered = new Set(types.flatMap(partsOf));
  const uncovered = exportedInterfaces().filter((name) => !covered.has(name) && hasOwnOptionals(name));
  expect(uncovered).toEqual([]);
});
