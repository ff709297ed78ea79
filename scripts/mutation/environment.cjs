// The test environment of a mutation run. A mutant is killed by the first test that fails, so the tests after it are skipped.
const process = require("node:process");
const { TestEnvironment } = require("jest-environment-node");

/** The last mutant that a test noticed. */
let killed;

class MutationEnvironment extends TestEnvironment {
  handleTestEvent({ name, test }) {
    const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
    if (mutant === undefined) return;
    if (name === "test_done" && test.errors.length > 0) killed = mutant;
    if (name === "test_start" && killed === mutant) test.mode = "skip";
  }
}

module.exports = MutationEnvironment;
