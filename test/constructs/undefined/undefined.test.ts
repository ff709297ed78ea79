import { AnnotationMetadataEntryType } from "cdktf";
import fc from "fast-check";
import { synth, testStack } from "../../support/synth";
import { exportedInterfaces, hasOwnOptionals, optionalPathsOf, partsOf } from "./interfaces";
import { isSet, without } from "./option-paths";
import { type Sample, SampleContext } from "./sample-parts";
import { SAMPLES } from "./samples";

/** An option that is `undefined` is one that is left out, for every construct and every optional property, at every depth. */

const SEED = 12;
const RUNS = 4;

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
