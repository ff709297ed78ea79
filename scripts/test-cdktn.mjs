// Tests dist-cdktn: installs it with its peers in a temporary folder, type-checks and synthesizes the quickstart with it, then
// type-checks the sources and runs the unit tests of the constructs with cdktn.
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
  quickstart();
  types();
  run(consumer, join(root, "node_modules/jest/bin/jest.js"), ["--config", unitTests(), "--testNamePattern", OF_BOTH]);
} finally {
  rmSync(consumer, { recursive: true, force: true });
}

function install() {
  const pack = ["pack", "--silent", "--ignore-scripts", "--pack-destination", consumer];
  const tarball = npm(join(root, "dist-cdktn"), pack).trim();
  // The bindings require an older cdktn than the one tested here.
  write("package.json", {
    name: "consumer",
    private: true,
    dependencies: {
      "cdktn-azure-vm-backup": `file:./${tarball}`,
      "@cdktn/provider-azurerm": "16.1.0",
      cdktn: "0.24.0",
      constructs: "10.7.2",
    },
    overrides: { cdktn: "$cdktn" },
  });
  npm(consumer, ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"]);
}

/** Runs the quickstart, with the imports of cdktn. */
function quickstart() {
  const text = readFileSync(join(root, "examples/quickstart.ts"), "utf8");
  write("quickstart.ts", text.replace(/(from "@?)cdktf/g, "$1cdktn"));
  const compilerOptions = { target: "ES2022", module: "node16", strict: true, types: ["node"], typeRoots };
  write("tsconfig.json", { compilerOptions, files: ["quickstart.ts"] });
  run(consumer, tsc);
  run(consumer, "quickstart.js");
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
