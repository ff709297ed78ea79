// Selects the test files of one run, the fastest first. Stryker gives jest the names of the tests that reach a mutant, not their files.
const Sequencer = require("@jest/test-sequencer").default;
const { readFileSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const process = require("node:process");

/** The test files that the dry run ran: the names of their tests and the time they took. Every process of the run reads it. */
const KNOWN = join(tmpdir(), "known-tests.json");

class MutationSequencer extends Sequencer {
  constructor({ globalConfig, ...rest }) {
    super({ globalConfig, ...rest });
    this.names = globalConfig.testNamePattern && new RegExp(globalConfig.testNamePattern, "i");
  }

  sort(tests) {
    if (!process.env.__STRYKER_ACTIVE_MUTANT__) return tests;
    const known = JSON.parse(readFileSync(KNOWN, "utf8"));
    const reaches = ({ path }) => !this.names || known[path].names.some((name) => this.names.test(name));
    return tests.filter(reaches).sort((a, b) => known[a.path].ms - known[b.path].ms);
  }

  cacheResults(tests, { testResults }) {
    if (process.env.__STRYKER_ACTIVE_MUTANT__) return;
    const entries = testResults.map(({ testFilePath, testResults: ofFile, perfStats: { start, end } }) => [
      testFilePath,
      { names: ofFile.map(({ fullName }) => fullName), ms: end - start },
    ]);
    writeFileSync(KNOWN, JSON.stringify(Object.fromEntries(entries)));
  }
}

module.exports = MutationSequencer;
