// Tests dist-cdktn: installs it in a temporary folder as its README says, type-checks and synthesizes the README's stack and the quickstart
// with it, then type-checks the sources and runs the unit tests of the constructs with cdktn. `--short` leaves out the unit tests.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsc = join(root, "node_modules/typescript/bin/tsc");
const consumer = mkdtempSync(join(tmpdir(), "cdktn-consumer-"));
const modules = join(consumer, "node_modules");
const typeRoots = [join(root, "node_modules/@types")];

// Tests that pass only if the bindings pin an azurerm as old as that of cdktf's bindings.
const OF_CDKTF = [
  "onlyCrashConsistent throws if azurerm may be too old: undefined",
  "crash-consistent-needs-azurerm throws if a literal breaks it",
];
const OF_BOTH = `^(?!.*(${OF_CDKTF.join("|")}))`;

try {
  install();
  stacks();
  types();
  if (!process.argv.includes("--short"))
    run(consumer, join(root, "node_modules/jest/bin/jest.js"), ["--config", unitTests(), "--testNamePattern", OF_BOTH]);
} finally {
  rmSync(consumer, { recursive: true, force: true });
}

/** Runs the README's commands in an empty project, with the tarball for the name of the package. */
function install() {
  const pack = ["pack", "--silent", "--ignore-scripts", "--pack-destination", consumer];
  const tarball = npm(join(root, "dist-cdktn"), pack).trim();
  write("package.json", { name: "consumer", private: true });
  for (const line of codeOf("sh").trim().split("\n")) {
    const [, ...args] = line.replace("cdktn-azure-vm-backup", `./${tarball}`).replaceAll("'", "").split(" ");
    npm(consumer, [
      ...args,
      ...(args[0] === "install" ? ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"] : []),
    ]);
  }
}

/** Type-checks and runs the README's stack and the quickstart. */
function stacks() {
  const files = {
    "readme.ts": codeOf("ts"),
    "quickstart.ts": readFileSync(join(root, "dist-cdktn/examples/quickstart.ts"), "utf8"),
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const compilerOptions = { target: "ES2022", module: "node16", strict: true, types: ["node"], typeRoots };
  write("tsconfig.json", { compilerOptions, files: Object.keys(files) });
  run(consumer, tsc);
  for (const name of Object.keys(files)) run(consumer, name.replace(".ts", ".js"));
}

/** The first code of a language in the README. */
function codeOf(language) {
  const [, code] =
    new RegExp("```" + language + "\\n([^]*?)```").exec(readFileSync(join(root, "dist-cdktn/README.md"), "utf8")) ?? [];
  if (code === undefined) throw new Error(`the README must have code of ${language}, got none`);
  return code;
}

/** Type-checks the sources of the constructs with the types of cdktn. */
function types() {
  const paths = {
    cdktf: [join(modules, "cdktn")],
    "cdktf/*": [join(modules, "cdktn/*")],
    "@cdktf/provider-azurerm/*": [join(modules, "@cdktn/provider-azurerm/*")],
    constructs: [join(modules, "constructs")],
  };
  write("tsconfig.sources.json", {
    extends: join(root, "lib/tsconfig.root.json"),
    compilerOptions: { composite: false, emitDeclarationOnly: false, noEmit: true, typeRoots, paths },
    files: [join(root, "lib/index.ts")],
    include: [],
  });
  run(consumer, tsc, ["-p", "tsconfig.sources.json"]);
}

function unitTests() {
  write("jest.config.json", {
    rootDir: root,
    testMatch: [`${root}test/constructs/**/*.test.ts`],
    modulePathIgnorePatterns: ["<rootDir>/dist", "<rootDir>/cdktf.out"],
    testTimeout: 120_000,
    transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: join(root, "tsconfig.json"), diagnostics: false }] },
    moduleNameMapper: {
      "^cdktf-azure-vm-backup$": "<rootDir>/lib/index.ts",
      "^cdktf$": join(modules, "cdktn"),
      "^cdktf/(.*)$": join(modules, "cdktn/$1"),
      "^@cdktf/provider-azurerm/(.*)$": join(modules, "@cdktn/provider-azurerm/$1"),
      "^constructs$": join(modules, "constructs"),
    },
  });
  return join(consumer, "jest.config.json");
}

function write(name, value) {
  writeFileSync(join(consumer, name), typeof value === "string" ? value : JSON.stringify(value));
}

function npm(cwd, args) {
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm ${args[0]} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}

function run(cwd, program, args = []) {
  const { status } = spawnSync(process.execPath, [program, ...args], { cwd, stdio: "inherit" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}`);
}
