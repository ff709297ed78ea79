// Bundles the constructs with their dependencies, except for the peers, into one file: Node loads one file faster than a hundred. The
// file loads at once only the bindings that every backup needs; it loads the others on demand.
import { build } from "esbuild";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";

const require = createRequire(import.meta.url);

/** This module finds the hook by a relative path, so it has its own file at the path of its source. */
const HOOK_ASSET = "constructs/initial-backup/hook-asset";

/** The names of all time zones, in their own file. */
const TIME_ZONES = "windows-iana";

const OF_EVERY_BACKUP = ["recovery-services-vault", "backup-policy-vm", "backup-protected-vm"].map(
  (resource) => `@cdktf/provider-azurerm/lib/${resource}`,
);

const INDEX = "dist/index.js";

const { name: PACKAGE, version: VERSION } = JSON.parse(readFileSync("package.json", "utf8"));

/** Gives each class its name, and what jsii's compiler adds to classes: without it, other languages see an object as one of its base. */
const CLASS_NAMES = `for (const [name, value] of Object.entries(module.exports)) {
  if (typeof value !== "function") continue;
  Object.defineProperty(value, "name", { value: name, configurable: true });
  Object.defineProperty(value, Symbol.for("jsii.rtti"), { value: { fqn: "${PACKAGE}." + name, version: "${VERSION}" } });
}`;

/** Writes the JavaScript of `dist`, and returns esbuild's metafile. */
export async function bundleConstructs(options) {
  const { metafile } = await build({
    ...options,
    entryPoints: { index: "lib/index.ts", [HOOK_ASSET]: `lib/${HOOK_ASSET}.ts`, [TIME_ZONES]: TIME_ZONES },
    outdir: "dist",
    external: ["cdktf", "constructs"],
    plugins: [hookAsset, onDemand],
    // windows-iana has all its code twice, once for development.
    define: { "process.env.NODE_ENV": '"production"' },
    // Messages show the names of classes, which esbuild changes. It could keep them, but those of all functions with them.
    footer: { js: CLASS_NAMES },
  });
  withoutComments(INDEX);
  removeAllBut(Object.keys(metafile.outputs).map((file) => relative("dist", file)));
  return metafile;
}

const hookAsset = {
  name: "hook-asset",
  setup: ({ onResolve }) => onResolve({ filter: /^\.\/hook-asset$/ }, () => ({ path: `./${HOOK_ASSET}.js`, external: true })),
};

const onDemand = {
  name: "on-demand",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${TIME_ZONES}$|@cdktf/provider-azurerm/)`) }, ({ path, kind, namespace }) => {
      if (kind === "entry-point") return undefined;
      if (OF_EVERY_BACKUP.includes(path)) return { path, external: true };
      if (namespace !== "on-demand") return { path, namespace: "on-demand" };
      return { path: path === TIME_ZONES ? `./${TIME_ZONES}.js` : path, external: true };
    });
    onLoad({ filter: /^/, namespace: "on-demand" }, ({ path }) => {
      const module = require(path);
      // The constructs use only the resource class of a module of the bindings.
      const names = Object.keys(module).filter((name) => path === TIME_ZONES || "tfResourceType" in module[name]);
      const getters = names.map((name) => `get ${name}() { return require("${path}").${name}; }`);
      return { contents: `module.exports = { ${getters.join(", ")} };` };
    });
  },
};

/** Removes the comments of class members, which esbuild keeps. cdktf's stack traces have Node scan the whole file. */
function withoutComments(file) {
  writeFileSync(file, readFileSync(file, "utf8").replace(/^ *\/\*\*\n?(?:(?!\*\/)[^])*\*\/\n/gm, ""));
}

/** Removes files of earlier builds, which would be published: other JavaScript, and declarations of deleted sources. */
function removeAllBut(outputs) {
  const isLeft = (file) =>
    file.endsWith(".js")
      ? !outputs.includes(file)
      : /\/.*\.d\.ts$/.test(file) && !existsSync(join("lib", file.replace(/\.d\.ts$/, ".ts")));
  for (const file of readdirSync("dist", { recursive: true }).filter(isLeft)) rmSync(join("dist", file));
}
