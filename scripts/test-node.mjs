// Runs the README's two commands on other versions of Node, each in a copy of this checkout in a temporary folder:
// `npm run test:node -- 22 24`, or without a version all of `node-versions.json`. `--short` leaves out what hardly depends on Node, and
// `--npm 12` takes another npm than the one that comes with that Node.
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
  'npx jest --testPathPatterns "/test/(?!e2e/)|/examples/|/test/e2e/(package|commands|template)"',
];

const { values, positionals } = parseArgs({
  options: { short: { type: "boolean" }, npm: { type: "string" } },
  allowPositionals: true,
});

// An interrupt reaches the command that runs; then the folder is removed.
process.on("SIGINT", () => undefined);

const failed = (positionals.length > 0 ? positionals : VERSIONS).flatMap(failuresOn);
for (const failure of failed) console.error(failure);
process.exitCode = failed.length > 0 ? 1 : 0;

/** What fails on a version of Node: nothing, or the first command. */
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

/** Copies what a commit of everything would hold, so that what was installed and built here is not found there. */
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
