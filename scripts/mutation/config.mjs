// The configuration of Stryker for `npm run mutate`, which sets what to mutate.
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

export default {
  testRunner: "in-process",
  plugins: ["runner.mjs", "ignorer.mjs"].map((file) => fileURLToPath(new URL(file, import.meta.url))),
  ignorers: ["option-names"],
  coverageAnalysis: "perTest",
  ignorePatterns: ["dist", "dist-cdktn", "cdktf.out", "reports", "site"],
  tempDirName: process.env.MUTATION_FOLDER ?? join(tmpdir(), "mutation"),
  reporters: ["json", "progress-append-only"],
  jsonReporter: { fileName: "reports/mutation.json" },
  checkers: [],
  allowEmpty: true,
  disableTypeChecks: "lib/**/*.ts",
  // The tokens of cdktf hold the stacks of all tests that one process ran.
  maxTestRunnerReuse: 150,
  dryRunTimeoutMinutes: 20,
  timeoutMS: 10_000,
  timeoutFactor: 1.5,
};
