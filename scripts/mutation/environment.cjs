// The test environment of a mutation run. A mutant is killed by the first test that fails, so the tests after it are skipped.
const process = require("node:process");
const { TestEnvironment } = require("jest-environment-node");

const run = { failed: false };

class MutationEnvironment extends TestEnvironment {
  handleTestEvent({ name, test }) {
    if (name === "test_done" && test.errors.length > 0) run.failed = true;
    if (name === "test_start" && run.failed && process.env.__STRYKER_ACTIVE_MUTANT__) test.mode = "skip";
  }
}

module.exports = MutationEnvironment;
module.exports.run = run;
