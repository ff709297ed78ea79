// The configuration of Stryker for `npm run mutate`, which sets what to mutate.
import { tmpdir } from "node:os";
import { join } from "node:path";
import jest from "../../jest.config.js";

const unit = jest.projects.find(({ displayName }) => displayName === "unit");

/** Tests that read the sources or the build: a mutated copy of lib tells them nothing. */
const READS_SOURCES = [
  "architecture/",
  "constructs/docstrings",
  "constructs/published-types",
  "constructs/initial-backup/bundled-app",
];

const tests = (process.env.MUTATION_TESTS ?? "test").split(",");

export default {
  testRunner: "jest",
  plugins: ["@stryker-mutator/jest-runner"],
  coverageAnalysis: "perTest",
  jest: {
    config: {
      ...unit,
      projects: undefined,
      displayName: undefined,
      testTimeout: jest.testTimeout,
      testEnvironment: "./scripts/mutation/environment.cjs",
      testSequencer: "<rootDir>/scripts/mutation/sequencer.cjs",
      testMatch: tests.map((path) => `<rootDir>/${path.endsWith(".ts") ? path : `${path}/**/*.test.ts`}`),
      testPathIgnorePatterns: [...unit.testPathIgnorePatterns, ...READS_SOURCES.map((name) => `<rootDir>/test/${name}`)],
    },
  },
  ignorePatterns: ["dist", "dist-cdktn", "cdktf.out", "reports"],
  tempDirName: process.env.MUTATION_FOLDER ?? join(tmpdir(), "mutation"),
  reporters: ["json", "progress-append-only"],
  jsonReporter: { fileName: "reports/mutation.json" },
  checkers: [],
  allowEmpty: true,
  disableTypeChecks: true,
  timeoutMS: 20_000,
};
