// Mutation testing: `npm run mutate [folder or file ...]` changes one expression of lib at a time and runs the unit tests that reach it.
// A mutant that no test notices survives, and is printed. Without a path it runs the folders of the table below.
//
//   --changed [commit]  mutates the lines that were changed since the commit, HEAD~1 by default
//   --survivors [file]  mutates again what no test noticed in the run of that report, the last one by default
//   --static            also mutates what runs when a module is loaded, such as tables; each such mutant runs every test of the files that load it
//   --workers N         the number of test processes, 1 by default
//
// The tests of a file are those of the same folder below test, and those that the table adds. So a figure is a lower bound.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const REPORT = join(ROOT, "reports/mutation.json");
const SURVIVED = ["Survived", "NoCoverage"];

/** Tests of what all constructs have in common, without those that take seconds for each change. */
const ALL_CONSTRUCTS = ["addresses", "first-use", "two-vaults", "unique-names", "value-classes", "vm-backup"].map(
  (name) => `test/constructs/${name}.test.ts`,
);

/** Tests of Azure Backup in the emulator, without those that send their requests through HTTPS: a survivor would wait for all of them. */
const EMULATED_BACKUP = ["filter", "policy-rules", "schedule", "command/seed-file", "restores/restore-access"].map(
  (name) => `test/emulator/${name}.test.ts`,
);

/** The folders of docs/trust.md, and the tests that judge each besides those of the folder of the same name below test. */
const FOLDERS = {
  "lib/constructs/policy": [],
  "lib/constructs/protection": [...ALL_CONSTRUCTS, "test/constructs/fleet"],
  "lib/constructs/initial-backup": [],
  "lib/azure": [],
  "lib/hook/backup-now": [],
  "lib/hook/vault": ["test/hook/backup-now"],
  "lib/emulator/recovery-services": EMULATED_BACKUP,
};

const { values, positionals } = parseArgs({
  options: {
    changed: { type: "boolean" },
    survivors: { type: "boolean" },
    static: { type: "boolean" },
    workers: { type: "string", default: "1" },
  },
  allowPositionals: true,
});

const targets = targetsOf(positionals);
if (targets.length === 0) console.log("there is nothing to mutate");
else process.exitCode = mutate(targets);

function targetsOf(paths) {
  if (values.changed) return changedLines(paths[0] ?? "HEAD~1");
  if (values.survivors) return survivorsOf(JSON.parse(readFileSync(paths[0] ?? REPORT, "utf8")));
  return pathsOf(paths.length > 0 ? paths : Object.keys(FOLDERS));
}

/** The places of the mutants that survived, as `file:line:column-line:column`. */
function survivorsOf({ files }) {
  const places = Object.entries(files).flatMap(([path, { mutants }]) =>
    mutants
      .filter(({ status }) => SURVIVED.includes(status))
      .map(({ location: { start, end } }) => `${path}:${start.line}:${start.column - 1}-${end.line}:${end.column}`),
  );
  return [...new Set(places)];
}

/** The patterns of Stryker for files and folders. */
function pathsOf(paths) {
  return paths.map((path) => (statSync(join(ROOT, path)).isDirectory() ? `${path.replace(/\/$/, "")}/**/*.ts` : path));
}

/** The lines of lib that were added or changed since a commit, as `file:first-last`. */
function changedLines(commit) {
  const { status, stdout, stderr } = spawnSync("git", ["diff", "--unified=0", "--no-ext-diff", commit, "--", "lib/**/*.ts"], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`git could not compare with ${commit}: ${stderr}`);
  let file = "";
  return stdout.split("\n").flatMap((line) => {
    file = /^\+\+\+ b\/(.+)$/.exec(line)?.[1] ?? file;
    const [, first, count = "1"] = /^@@ \S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    return first === undefined || count === "0" ? [] : [`${file}:${first}-${Number(first) + Number(count) - 1}`];
  });
}

function mutate(patterns) {
  const folder = mkdtempSync(join(tmpdir(), "mutation-"));
  try {
    const args = ["run", "scripts/mutation/config.mjs", "--mutate", patterns.join(","), "--concurrency", values.workers];
    if (!values.static) args.push("--ignoreStatic");
    const { status } = spawnSync(join(ROOT, "node_modules/.bin/stryker"), args, {
      cwd: ROOT,
      stdio: "inherit",
      env: { ...process.env, MUTATION_TESTS: testsOf(patterns).join(), MUTATION_FOLDER: join(folder, "copies"), TMPDIR: folder },
    });
    if (status === 0) report(JSON.parse(readFileSync(REPORT, "utf8")));
    return status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The folders and files of the tests that judge the given patterns of lib. */
function testsOf(patterns) {
  const files = [...new Set(patterns.map((pattern) => pattern.replace(/(\/\*\*)?\/[^/]+$/, "")))];
  const more = Object.entries(FOLDERS).flatMap(([folder, tests]) => (files.some((file) => inFolder(file, folder)) ? tests : []));
  return [...new Set([...files.map(testFolderOf), ...more])];
}

/** The folder of test with the name of a folder of lib, or of the nearest folder above it that test has. */
function testFolderOf(folder) {
  const same = folder.replace(/^lib/, "test");
  return existsSync(join(ROOT, same)) ? same : testFolderOf(dirname(folder));
}

function inFolder(path, folder) {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Prints each survivor, and a line with the counts of each folder. */
function report({ files }) {
  const folders = new Map();
  for (const [path, { mutants, source }] of Object.entries(files)) {
    const lines = source.split("\n");
    const counts = folders.get(folderOf(path)) ?? { killed: 0, all: 0 };
    folders.set(folderOf(path), counts);
    for (const { status, location, mutatorName, replacement } of mutants) {
      if (status === "Ignored" || status === "CompileError") continue;
      counts.all++;
      if (status === "Killed" || status === "Timeout" || status === "RuntimeError") counts.killed++;
      else {
        const { start } = location;
        console.log(
          `${path}:${start.line}:${start.column} ${status} ${mutatorName}: ${lines[start.line - 1].trim()} -> ${replacement}`,
        );
      }
    }
  }
  for (const [folder, { killed, all }] of folders)
    console.log(`${folder}: ${killed} of ${all} killed (${((100 * killed) / all).toFixed(1)} %)`);
}

function folderOf(path) {
  return Object.keys(FOLDERS).find((folder) => inFolder(path, folder)) ?? path;
}
