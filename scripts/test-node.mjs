// Runs the README's two commands on other versions of Node, each in a copy of this checkout in a temporary folder:
// `npm run test:node -- 22 24`; without a version, it runs all of `node-versions.json`. `--short` skips tests that hardly depend on
// Node, and runs the others at another time than the current one. `--npm 12` uses another npm than the one of that Node version.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { nodeFromNpm } from "./node-from-npm.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const VERSIONS = JSON.parse(readFileSync(new URL("node-versions.json", import.meta.url), "utf8"));

const README = ["npm ci", "npm start", "npm test"];
const SHORT = [
  "npm ci",
  "npm start",
  "npm run jsii",
  "node scripts/test-hours.mjs --short",
  'npx jest --testPathPatterns "/test/e2e/(package|commands|template)"',
];

const { values, positionals } = parseArgs({
  options: { short: { type: "boolean" }, npm: { type: "string" } },
  allowPositionals: true,
});

// An interrupt ends the running command; after that, the folder is removed.
process.on("SIGINT", () => undefined);

const failed = (positionals.length > 0 ? positionals : VERSIONS).flatMap(failuresOn);
for (const failure of failed) console.error(failure);
process.exitCode = failed.length > 0 ? 1 : 0;

/** The first command that fails on a version of Node, in a list; an empty list if all pass. */
function failuresOn(version) {
  const folder = mkdtempSync(join(tmpdir(), `node-${version}-`));
  try {
    const bin = nodeFromNpm(version, join(folder, "node"), values.npm);
    const run = runner(copyCheckout(join(folder, "checkout")), bin);
    run("node --version && npm --version");
    const failure = (values.short ? SHORT : README).find((command) => run(command) !== 0);
    return failure ? [`${failure} failed on Node ${version}`] : [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Copies the tracked and new files of this checkout, without installed packages and build output. */
function copyCheckout(target) {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { status, stdout, stderr } = spawnSync("git", list, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`git could not list the files of this checkout\n${stderr}`);
  for (const file of stdout.split("\0").filter((one) => one !== "" && existsSync(join(root, one)))) {
    cpSync(join(root, file), join(target, file));
  }
  return target;
}

function runner(cwd, bin) {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  return (command) => {
    console.log(`> ${command}`);
    const started = performance.now();
    const { status } = spawnSync(command, { cwd, env, shell: true, stdio: "inherit" });
    console.log(`> ended with ${status} after ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
    return status;
  };
}
