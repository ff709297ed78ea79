/** @type {import("jest").Config} */
const common = {
  testEnvironment: "<rootDir>/test/support/jest-environment.ts",
  cacheDirectory: "<rootDir>/node_modules/.cache/jest",
  transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: "tsconfig.json" }] },
  moduleNameMapper: {
    "^cdktf-azure-vm-backup$": "<rootDir>/lib/index.ts",
    "^cdktf-azure-vm-backup/emulator$": "<rootDir>/lib/emulator/index.ts",
    "/stack-trace$": "<rootDir>/test/support/no-stack-trace.ts",
  },
  modulePathIgnorePatterns: ["<rootDir>/dist", "<rootDir>/cdktf.out"],
};

module.exports = {
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts", "<rootDir>/examples/*.test.ts"],
      testPathIgnorePatterns: ["<rootDir>/test/e2e/", "<rootDir>/examples/deploy.test.ts"],
    },
    {
      ...common,
      displayName: "e2e",
      testMatch: ["<rootDir>/test/e2e/**/*.test.ts", "<rootDir>/examples/deploy.test.ts"],
    },
  ],
  testTimeout: 120_000,
  testSequencer: "<rootDir>/test/support/sequencer.cjs",
  // The default leaves a core to the developer, which is half of a CI machine.
  maxWorkers: "100%",
};
