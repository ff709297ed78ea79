// Runs the unit tests at other times than the current one: `npm run test:hours` uses each instant below, an argument such as T18 only
// the instants that contain it, and --short only the short suites, at the first instant. libfaketime sets the time of the whole process:
// a module preloaded into Node would not reach the contexts in which jest runs tests.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Each even hour of a day, in UTC. */
const INSTANTS = [
  { at: "2027-03-28T00:59:30Z", zone: "Europe/Berlin", what: "the night in which an hour is skipped" },
  { at: "2027-01-01T02:00:00Z", zone: "Asia/Kathmandu", what: "New Year's Day" },
  { at: "2027-11-07T04:29:30Z", zone: "America/St_Johns", what: "the night in which an hour is repeated" },
  { at: "2027-10-31T06:00:00Z", zone: "Europe/Berlin", what: "the morning after an hour was repeated" },
  { at: "2028-02-29T08:00:00Z", zone: "Asia/Kathmandu", what: "a leap day" },
  { at: "2026-12-31T10:00:00Z", zone: "Pacific/Kiritimati", what: "New Year's Day there, New Year's Eve in UTC" },
  { at: "2027-06-15T12:00:00Z", zone: "UTC", what: "midday" },
  { at: "2027-04-30T14:00:00Z", zone: "Pacific/Kiritimati", what: "the first of May there" },
  { at: "2027-09-26T16:00:00Z", zone: "America/St_Johns", what: "before the daily backup at 19:30" },
  { at: "2027-07-31T18:15:00Z", zone: "Asia/Kathmandu", what: "midnight there, and the daily backup is near" },
  { at: "2027-03-28T20:00:00Z", zone: "UTC", what: "after the daily backup" },
  { at: "2028-02-29T22:59:30Z", zone: "Europe/Berlin", what: "the last minute of February" },
];

/** Long suites that --short leaves out: random cases, and storms of emulated time. The project's own patterns are repeated. */
const LONG = [
  "/test/e2e/",
  "/examples/deploy",
  "/constructs/(properties|undefined|wrong-)",
  "/test/simulation/",
  "storm.test",
  "/drill/drill",
];

/** The path of libfaketime, in a library folder or in its folder for the machine's architecture; undefined if it is not installed. */
function libfaketime() {
  const folders = ["/usr/lib", "/usr/local/lib", "/usr/lib64"].filter((folder) => existsSync(folder));
  const places = folders.flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))]);
  return places.map((place) => join(place, "faketime/libfaketime.so.1")).find((path) => existsSync(path));
}

/** Runs the unit tests at an instant, or at the current time without a library. Prints their count, and their output if one fails. */
function runAt({ at, zone, what }, library) {
  const folder = mkdtempSync(join(tmpdir(), "test-hours-"));
  const results = join(folder, "results.json");
  const started = performance.now();
  const offset = Math.round((Date.parse(at) - Date.now()) / 1000);
  const fewer = short ? ["--testPathIgnorePatterns", ...LONG] : [];
  const args = ["--selectProjects", "unit", "--maxWorkers=100%", "--silent", "--json", `--outputFile=${results}`, ...fewer];
  const faked = {
    LD_PRELOAD: library,
    FAKETIME: `${offset < 0 ? "" : "+"}${offset}`,
    // Measurements and waits use real time.
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
    NO_FAKE_STAT: "1",
  };
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, "node_modules/jest/bin/jest.js"), ...args], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: Infinity,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...(library && faked), TZ: zone, PROPERTY_FACTOR: "0.1" },
  });
  if (status !== 0) console.error(stderr);
  const { numPassedTests, numFailedTests, numPassedTestSuites, numFailedTestSuites } = JSON.parse(readFileSync(results, "utf8"));
  rmSync(folder, { recursive: true });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const counts = `${numPassedTests} passed, ${numFailedTests} failed`;
  const suites = `${numPassedTestSuites + numFailedTestSuites} suites, ${numFailedTestSuites} failed`;
  console.log(`${at} ${zone.padEnd(18)} ${counts} (${suites}) in ${seconds} s: ${what}`);
  return status === 0 && numPassedTests > 0;
}

const short = process.argv.includes("--short");
const named = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const library = libfaketime();
const chosen = INSTANTS.filter(({ at }) => named.length === 0 || named.some((name) => at.includes(name)));
if (!library) {
  console.error("libfaketime is not installed: install it, on Debian and Ubuntu by apt-get install faketime");
  if (!short) process.exit(1);
}
const now = { at: new Date().toISOString(), zone: process.env.TZ ?? "UTC", what: "the current time" };
const instants = library ? chosen : [now];
const failed = instants.slice(0, short ? 1 : undefined).filter((instant) => !runAt(instant, library));
if (failed.length > 0) {
  console.log(`failed at ${failed.map(({ at, zone }) => `${at} in ${zone}`).join(", ")}`);
  process.exitCode = 1;
}
