// The test runner of Stryker for `npm run mutate`. It runs the unit tests in its own process, where the modules of node_modules stay
// loaded: a mutant costs the evaluation of lib and the test file, and the tests that reach it, the fastest first, to the first failure.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { declareFactoryPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import { determineHitLimitReached, DryRunStatus, TestStatus, toMutantRunResult } from "@stryker-mutator/api/test-runner";

const require = createRequire(import.meta.url);

/** What the dry run learned: for each test file its time to load, the mutants that its load reaches, and the time of each test. */
const KNOWN = join(tmpdir(), "known-tests.json");

/** Tests that read the sources or the build, which a mutated copy of lib tells nothing, and one that replaces a module by `jest.mock`. */
const LEFT_OUT = [
  "test/architecture/",
  "test/constructs/docstrings",
  "test/constructs/published-types",
  "test/constructs/initial-backup/bundled-app",
  "test/hook/arm/connect.test.ts",
  "test/jest/",
  "test/e2e/",
];

/** A test that took this long in the dry run may take ten times as long, and five seconds more. */
const limitOf = (ms) => 10 * ms + 5_000;

function testFiles() {
  const paths = process.env.MUTATION_TESTS.split(",");
  const files = paths.flatMap((path) =>
    statSync(path).isDirectory() ? readdirSync(path, { recursive: true }).map((name) => join(path, name)) : [path],
  );
  const tests = files.filter((file) => file.endsWith(".test.ts") && !LEFT_OUT.some((start) => file.startsWith(start)));
  return [...new Set(tests)].map((file) => resolve(file));
}

class MutationTestRunner {
  #space = (globalThis.__stryker__ ??= {});
  #known;
  #runTestFile;

  capabilities() {
    return { reloadEnvironment: true };
  }

  /** Stryker has changed to the folder of the mutated copy when it calls this. */
  async init() {
    const { compile, runTestFile } = require("./test-file.cjs");
    await compile();
    this.#runTestFile = runTestFile;
  }

  async dryRun() {
    const mutantCoverage = (this.#space.mutantCoverage = { static: {}, perTest: {} });
    const known = {};
    const tests = [];
    for (const file of testFiles()) {
      const before = { ...mutantCoverage.static };
      const start = performance.now();
      const entry = { load: 0, reaches: [], tests: {} };
      const loaded = () => (entry.load = performance.now() - start);
      const { errors, tests: ofFile } = await this.#run(file, { limitOf: () => 120_000, bail: false, loaded });
      if (errors.length > 0) return { status: DryRunStatus.Error, errorMessage: `${file}: ${errors.map(textOf).join("\n")}` };
      entry.reaches = Object.keys(mutantCoverage.static).filter((id) => mutantCoverage.static[id] !== before[id]);
      entry.tests = Object.fromEntries(ofFile.map(({ id, ms }) => [id, ms]));
      known[file] = entry;
      tests.push(...ofFile.map((test) => resultOf(test, file)));
    }
    writeFileSync(KNOWN, JSON.stringify(known));
    return { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation, disableBail }) {
    Object.assign(this.#space, { hitCount: hitLimit === undefined ? undefined : 0, hitLimit, mutantCoverage: undefined });
    const activate = () => (this.#space.activeMutant = activeMutant.id);
    if (mutantActivation === "static") activate();
    const tests = [];
    try {
      for (const { file, limits } of this.#selected(activeMutant.id, testFilter)) {
        const { errors, tests: ofFile } = await this.#run(file, { limitOf: (id) => limits[id], bail: true, loaded: activate });
        if (errors.length > 0) ofFile[0].errors.push(...errors);
        tests.push(...ofFile.map((test) => resultOf(test, file)));
        if (mutantActivation === "runtime") this.#space.activeMutant = undefined;
        if (tests.some(({ status }) => status === TestStatus.Failed)) break;
      }
    } catch (error) {
      // A mutant with which a file cannot be loaded is noticed by it.
      tests.push({ id: "load", name: "load", timeSpentMs: 0, status: TestStatus.Failed, failureMessage: textOf(error) });
    } finally {
      this.#space.activeMutant = undefined;
    }
    const { hitCount } = this.#space;
    return toMutantRunResult(
      determineHitLimitReached(hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests },
      disableBail,
    );
  }

  #run(file, options) {
    return this.#runTestFile(file, { ...options, started: (id) => (this.#space.currentTestId = id) });
  }

  /** The test files that reach a mutant, the fastest first, with the limits of the tests to run. */
  #selected(mutant, testFilter) {
    this.#known ??= Object.entries(JSON.parse(readFileSync(KNOWN, "utf8")));
    const wanted = testFilter && new Set(testFilter);
    return this.#known
      .filter(([, { reaches }]) => wanted || reaches.includes(mutant))
      .map(([file, { load, tests }]) => {
        const selected = Object.entries(tests).filter(([id]) => !wanted || wanted.has(id));
        const limits = Object.fromEntries(selected.map(([id, ms]) => [id, limitOf(ms)]));
        return { file, limits, count: selected.length, ms: selected.reduce((sum, [, ms]) => sum + ms, load) };
      })
      .filter(({ count }) => count > 0)
      .sort((a, b) => a.ms - b.ms);
  }
}

function textOf(error) {
  const [first] = Array.isArray(error) ? error : [error];
  return first instanceof Error ? (first.stack ?? first.message) : String(first);
}

function resultOf({ id, name, status, ms, errors }, file) {
  const result = { id, name, fileName: file, timeSpentMs: ms };
  if (errors.length > 0) return { ...result, status: TestStatus.Failed, failureMessage: errors.map(textOf).join("\n") };
  return { ...result, status: status === "done" ? TestStatus.Success : TestStatus.Skipped };
}

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, "in-process", () => new MutationTestRunner())];
