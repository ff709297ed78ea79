// Generates the sources for Python, Java, C# and Go with jsii-pacmak, of the package that `npm run build` and `npm run jsii` have made.
// It fails if a language lacks a type or has two files whose names differ only in case. `--out FOLDER` keeps the sources.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const { out } = parseArgs({ options: { out: { type: "string" } } }).values;
const directory = out ?? mkdtempSync(join(tmpdir(), "jsii-languages-"));

/** How each language writes a type of the assembly: a file of its own, or a class in its one file. */
const WRITES = {
  python: ({ name }, files) =>
    files.some(
      (file) => basename(file) === "__init__.py" && new RegExp(`^class ${name}[(:]`, "m").test(readFileSync(file, "utf8")),
    ),
  java: ({ name }, files) => files.some((file) => basename(file) === `${name}.java`),
  dotnet: ({ name }, files) => files.some((file) => basename(file) === `${name}.cs`),
  go: ({ name }, files) => files.some((file) => basename(file) === `${name}.go`),
};

try {
  generate();
  const { types } = JSON.parse(readFileSync(join(root, ".jsii"), "utf8"));
  for (const [language, writes] of Object.entries(WRITES)) check(language, writes, Object.values(types));
} finally {
  if (out === undefined) rmSync(directory, { recursive: true, force: true });
}

function generate() {
  const pacmak = join(root, "node_modules/jsii-pacmak/bin/jsii-pacmak");
  const targets = Object.keys(WRITES).flatMap((language) => ["--targets", language]);
  const { status } = spawnSync(
    process.execPath,
    [pacmak, "--code-only", "--no-npmignore", ...targets, "--outdir", directory, "."],
    {
      cwd: root,
      env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: "20" },
      stdio: "inherit",
    },
  );
  if (status !== 0) throw new Error(`jsii-pacmak must generate ${Object.keys(WRITES).join(", ")}, got exit code ${status}`);
}

function check(language, writes, types) {
  const files = readdirSync(join(directory, language), { recursive: true }).map((file) => join(directory, language, file));
  const missing = types.filter((type) => !writes(type, files)).map(({ name }) => name);
  const lower = files.map((file) => file.toLowerCase());
  const collisions = files.filter((_, index) => lower.indexOf(lower[index]) !== index);
  console.log(`${language}: ${types.length - missing.length} of ${types.length} types in ${files.length} files and folders`);
  if (missing.length > 0) console.error(`${language}: every type must be generated, got none of ${missing.join(", ")}`);
  if (collisions.length > 0) console.error(`${language}: names must differ in more than case, got ${collisions.join(", ")}`);
  if (missing.length + collisions.length > 0) process.exitCode = 1;
}
