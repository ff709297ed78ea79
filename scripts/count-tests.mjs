// Prints jest's result as one plain line, `N passed, N failed, N skipped`.
import { readFileSync } from "node:fs";

const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(
  readFileSync(process.argv[2], "utf8"),
);
const failed = Math.max(numFailedTests, numFailedTestSuites);
console.log(`${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped`);
if (failed > 0 || numPassedTests === 0) process.exitCode = 1;
