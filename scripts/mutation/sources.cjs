// Loads the TypeScript files of a mutation run in this process. A file is compiled once. Each load evaluates it again, so that no module
// of lib or test keeps what the mutant before left in it. The modules of node_modules are loaded once: this is what makes a mutant cheap.
const { existsSync, readdirSync, readFileSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { tmpdir } = require("node:os");
const { dirname, join, sep } = require("node:path");
const process = require("node:process");
const vm = require("node:vm");
const esbuild = require("esbuild");

const ROOT = process.cwd();

/** The modules that the sources name as the package does. */
const OWN = new Map([
  ["cdktf-azure-vm-backup", join(ROOT, "lib/index.ts")],
  ["cdktf-azure-vm-backup/emulator", join(ROOT, "lib/emulator/index.ts")],
]);

let texts = {};
const compiled = new Map();
const resolved = new Map();

/** What esbuild wrote. Every process of the run reads it. */
const COMPILED = join(tmpdir(), "compiled.json");

/** Compiles all TypeScript files. */
async function compile() {
  if (existsSync(COMPILED)) return (texts = JSON.parse(readFileSync(COMPILED, "utf8")));
  const entryPoints = ["lib", "test", "examples", "tools", "bench"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true })
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
      .map((name) => join(ROOT, folder, name)),
  );
  const { outputFiles } = await esbuild.build({
    entryPoints,
    outbase: ROOT,
    outdir: ROOT,
    write: false,
    format: "cjs",
    platform: "node",
    target: "node20",
    charset: "utf8",
    logLevel: "error",
  });
  texts = Object.fromEntries(outputFiles.map(({ path, text }) => [path.replace(/\.js$/, ".ts"), text]));
  writeFileSync(COMPILED, JSON.stringify(texts));
}

Module._extensions[".ts"] = (module, file) => {
  if (!(file in texts)) throw new Error(`${file} was not compiled`);
  if (!compiled.has(file)) compiled.set(file, vm.runInThisContext(Module.wrap(texts[file]), { filename: file }));
  const requireFrom = Object.assign((name) => module.require(name), { resolve: Module.createRequire(file).resolve });
  asLoad(() => compiled.get(file).call(module.exports, module.exports, requireFrom, module, file, dirname(file)));
};

/** Runs what a load runs, which is no part of a test that happens to load a second copy of a module. */
function asLoad(run) {
  const space = (globalThis.__stryker__ ??= {});
  const { currentTestId } = space;
  space.currentTestId = undefined;
  try {
    run();
  } finally {
    space.currentTestId = currentTestId;
  }
}

const resolve = Module._resolveFilename;
Module._resolveFilename = (name, parent, ...rest) => {
  if (!parent?.filename?.endsWith(".ts") || rest[1] !== undefined) return resolve(name, parent, ...rest);
  const key = `${dirname(parent.filename)}\0${name}`;
  if (!resolved.has(key)) resolved.set(key, OWN.get(name) ?? resolve(name, parent, ...rest));
  return resolved.get(key);
};

const isSource = (file) => file.startsWith(ROOT + sep) && !file.includes(`${sep}node_modules${sep}`);

/** Evaluates a test file and all files of lib and test that it imports. */
function load(file) {
  for (const name of Object.keys(Module._cache)) if (isSource(name) && name.endsWith(".ts")) delete Module._cache[name];
  // A parent of its own, so that no list of children keeps the modules.
  return new Module(join(ROOT, "mutation-run")).require(file);
}

const once = new Map();

/** A module of the unmutated part of the repository, evaluated once for all mutants. */
function loadOnce(path) {
  if (!once.has(path)) once.set(path, load(join(ROOT, path)));
  return once.get(path);
}

/** Runs a function that sees no module of lib and test that was loaded before. */
function isolated(run) {
  const before = Object.entries(Module._cache).filter(([name]) => isSource(name));
  for (const [name] of before) delete Module._cache[name];
  try {
    run();
  } finally {
    for (const [name, module] of before) Module._cache[name] = module;
  }
}

module.exports = { compile, load, loadOnce, isolated };
