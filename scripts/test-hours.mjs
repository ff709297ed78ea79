// Runs the unit tests at other times than the current one: `npm run test:hours` uses each instant below, an argument such as T18 only
// the instants that contain it, and --short only the short suites that use the time, at the instants with `short`. libfaketime sets the time
// of the whole process: a module preloaded into Node would not reach the contexts in which jest runs tests.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Each even hour of a day, in UTC. */
const INSTANTS = [
  { at: "2027-03-28T00:59:30Z", zone: "Europe/Berlin", what: "the night in which an hour is skipped", short: true },
  { at: "2027-01-01T02:00:00Z", zone: "Asia/Kathmandu", what: "New Year's Day" },
  { at: "2027-11-07T04:29:30Z", zone: "America/St_Johns", what: "the night in which an hour is repeated" },
  { at: "2027-10-31T06:00:00Z", zone: "Europe/Berlin", what: "the morning after an hour was repeated" },
  { at: "2028-02-29T08:00:00Z", zone: "Asia/Kathmandu", what: "a leap day" },
  { at: "2026-12-31T10:00:00Z", zone: "Pacific/Kiritimati", what: "New Year's Day there, New Year's Eve in UTC" },
  { at: "2027-06-15T12:00:00Z", zone: "UTC", what: "midday" },
  { at: "2027-04-30T14:00:00Z", zone: "Pacific/Kiritimati", what: "the first of May there" },
  { at: "2027-09-26T16:00:00Z", zone: "America/St_Johns", what: "before the daily backup at 19:30" },
  { at: "2027-07-31T18:15:00Z", zone: "Asia/Kathmandu", what: "midnight there, and the daily backup is near", short: true },
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

/** The time limit of --short. */
const SHORT_LIMIT_SECONDS = 120;

/** Code that depends on the machine's time or time zone. */
const TOUCHES_TIME =
  /\bDate\.now\(|\bnew Date\(\)|\bDate\(\)|\.(get|set)(FullYear|Month|Date|Day|Hours)\(|\bDateTimeFormat\b|@date-fns\/tz/;

function sourcesThatTouchTime() {
  return ["lib", "test", "tools", "examples"]
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true }).map((name) => join(folder, name)))
    .filter((path) => path.endsWith(".ts") && TOUCHES_TIME.test(readFileSync(join(ROOT, path), "utf8")));
}

/** The path of libfaketime, in a library folder or in its folder for the machine's architecture. */
function libfaketime() {
  const folders = ["/usr/lib", "/usr/local/lib", "/usr/lib64"].filter((folder) => existsSync(folder));
  const places = folders.flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))]);
  const found = places.map((place) => join(place, "faketime/libfaketime.so.1")).find((path) => existsSync(path));
  if (found) return found;
  console.error("libfaketime is not installed: install it, on Debian and Ubuntu by apt-get install faketime");
  process.exit(process.argv.includes("--if-installed") ? 0 : 1);
}

/** Runs the unit tests, or those that depend on the given files, at an instant. Prints their count, and their output if one fails. */
function runAt({ at, zone, what }, library, dependedOn) {
  const folder = mkdtempSync(join(tmpdir(), "test-hours-"));
  const results = join(folder, "results.json");
  const started = performance.now();
  const offset = Math.round((Date.parse(at) - Date.now()) / 1000);
  const related = dependedOn ? ["--testPathIgnorePatterns", ...LONG, "--findRelatedTests", ...dependedOn] : [];
  const args = ["--selectProjects", "unit", "--maxWorkers=100%", "--silent", "--json", `--outputFile=${results}`, ...related];
  const faked = {
    TZ: zone,
    LD_PRELOAD: library,
    FAKETIME: `${offset < 0 ? "" : "+"}${offset}`,
    // Measurements and waits use real time.
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
    NO_FAKE_STAT: "1",
    PROPERTY_FACTOR: "0.1",
  };
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, "node_modules/jest/bin/jest.js"), ...args], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: Infinity,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...faked },
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
const library = libfaketime();
const dependedOn = short ? sourcesThatTouchTime() : undefined;
const named = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const chosen = INSTANTS.filter(({ at }) => named.length === 0 || named.some((name) => at.includes(name)));
const failed = [];
for (const instant of chosen.filter((one) => !short || one.short)) {
  const left = SHORT_LIMIT_SECONDS - performance.now() / 1000;
  if (short && left < SHORT_LIMIT_SECONDS / 2)
    console.log(`${instant.at} is left out: this machine is too slow for it in two minutes`);
  else if (!runAt(instant, library, dependedOn)) failed.push(instant);
}
if (failed.length > 0) {
  console.log(`failed at ${failed.map(({ at, zone }) => `${at} in ${zone}`).join(", ")}`);
  process.exitCode = 1;
}
