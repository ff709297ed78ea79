// Bundles the constructs with their dependencies, except for the peers, into one file: Node loads one file faster than a hundred. The
// file loads at once only the bindings that every backup needs; it loads the others on demand.
import { build } from "esbuild";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { compileAtImport } from "./compiled-at-import.mjs";

/** Packages that few stacks need, each in its own file: the names of all time zones, and the parser of CSV. */
const OWN_FILES = { "windows-iana": "windows-iana", "csv-parse/sync": "csv-parse" };

const OF_EVERY_BACKUP = ["recovery-services-vault", "backup-policy-vm", "backup-protected-vm"].map(
  (resource) => `@cdktf/provider-azurerm/lib/${resource}`,
);

const INDEX = "dist/index.js";

const PEERS = ["cdktf", "constructs"];

const { name: PACKAGE, version: VERSION } = JSON.parse(readFileSync("package.json", "utf8"));

/** Writes the JavaScript of `dist`, and returns esbuild's metafile. */
export async function bundleConstructs(options) {
  const { metafile } = await build({
    ...options,
    entryPoints: {
      index: "lib/index.ts",
      ...Object.fromEntries(Object.entries(OWN_FILES).map(([name, file]) => [file, name])),
    },
    outdir: "dist",
    external: [...PEERS, "@cdktf/provider-azurerm/*"],
    plugins: [ownFiles],
    // windows-iana has all its code twice, once for development.
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const steps = [withoutComments, withPeersLoadedOnce, withOthersOnDemand, withPlainExports];
  writeFileSync(
    INDEX,
    steps.reduce((source, step) => step(source), readFileSync(INDEX, "utf8")),
  );
  await compileAtImport(INDEX);
  removeAllBut(Object.keys(metafile.outputs).map((file) => relative("dist", file)));
  return metafile;
}

const ownFiles = {
  name: "own-files",
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^(${Object.keys(OWN_FILES).join("|")})$`) }, ({ path, kind }) =>
      kind === "entry-point" ? undefined : { path: `./${OWN_FILES[path]}.js`, external: true },
    );
  },
};

/** Removes the comments of class members, which esbuild keeps. cdktf's stack traces have Node scan the whole file. */
function withoutComments(source) {
  return source.replace(/^ *\/\*\*\n?(?:(?!\*\/)[^])*\*\/\n/gm, "");
}

/** Loads each peer once: esbuild writes a `require` for each source file, and each of them has Node look up the module. */
function withPeersLoadedOnce(source) {
  const loads = PEERS.map((peer) => `const ${peer} = require("${peer}");\n`).join("");
  const others = PEERS.reduce((text, peer) => text.replaceAll(` = require("${peer}");`, ` = ${peer};`), source);
  return others.replace('"use strict";\n', (directive) => directive + loads);
}

/** Loads a module that not every backup needs at the first use of one of its names. */
function withOthersOnDemand(source) {
  return source.replace(/^var (import_\w+) = require\("([@.][^"]+)"\);$/gm, (load, variable, path) => {
    if (OF_EVERY_BACKUP.includes(path)) return load;
    const uses = source.matchAll(new RegExp(`\\b${variable}\\.(\\w+)`, "g"));
    const getters = [...new Set(Array.from(uses, ([, name]) => name))].map(
      (name) => `get ${name}() { return require("${path}").${name}; }`,
    );
    return `var ${variable} = { ${getters.join(", ")} };`;
  });
}

/**
 * Exports values, in place of esbuild's getters, which take longer to define. Gives each class its name, which messages show and esbuild
 * changes (it could keep them, but those of all functions with them), and what jsii's compiler adds to classes: without it, other languages
 * see an object as one of its base.
 */
function withPlainExports(source) {
  const definition =
    /^var lib_exports = \{\};\n__export\(lib_exports, \{\n([^}]+)\}\);\nmodule\.exports = __toCommonJS\(lib_exports\);\n/m;
  const [, members] = definition.exec(source);
  const values = members.replaceAll("() => ", "");
  return `${source.replace(definition, "")}
module.exports = {
${values}};
Object.defineProperty(module.exports, "__esModule", { value: true });
for (const [name, value] of Object.entries(module.exports)) {
  if (typeof value !== "function") continue;
  if (value.name !== name) Object.defineProperty(value, "name", { value: name });
  Object.defineProperty(value, Symbol.for("jsii.rtti"), { value: { fqn: "${PACKAGE}." + name, version: "${VERSION}" } });
}
`;
}

/** Removes files of earlier builds, which would be published: other JavaScript, and declarations of deleted sources. */
function removeAllBut(outputs) {
  const isLeft = (file) =>
    file.endsWith(".js")
      ? !outputs.includes(file)
      : /\/.*\.d\.ts$/.test(file) && !existsSync(join("lib", file.replace(/\.d\.ts$/, ".ts")));
  for (const file of readdirSync("dist", { recursive: true }).filter(isLeft)) rmSync(join("dist", file));
}
