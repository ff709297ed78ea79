// Bundles the constructs with what they use besides their peers. They are one file, since Node takes longer to find a hundred files than
// to read them, and that file loads what every backup needs: what only some stacks use is loaded when they use it.
import { build } from "esbuild";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";

const require = createRequire(import.meta.url);

/** It finds the hook from its own place, so it lies where its source does. */
const HOOK_ASSET = "constructs/initial-backup/hook-asset";

/** The names of all time zones, in a file beside the constructs. */
const TIME_ZONES = "windows-iana";

const OF_EVERY_BACKUP = ["recovery-services-vault", "backup-policy-vm", "backup-protected-vm"].map(
  (resource) => `@cdktf/provider-azurerm/lib/${resource}`,
);

/** Writes the JavaScript of `dist`, and answers what it is made of. */
export async function bundleConstructs(options) {
  const { metafile } = await build({
    ...options,
    entryPoints: { index: "lib/index.ts", [HOOK_ASSET]: `lib/${HOOK_ASSET}.ts`, [TIME_ZONES]: TIME_ZONES },
    outdir: "dist",
    external: ["cdktf", "constructs"],
    plugins: [hookAsset, onDemand],
    // windows-iana has all of itself twice, once for development.
    define: { "process.env.NODE_ENV": '"production"' },
    // cdktf's messages and stack traces show the names of classes.
    keepNames: true,
  });
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
      // The class of the resource is all that the constructs use of a module of the bindings.
      const names = Object.keys(module).filter((name) => path === TIME_ZONES || "tfResourceType" in module[name]);
      const getters = names.map((name) => `get ${name}() { return require("${path}").${name}; }`);
      return { contents: `module.exports = { ${getters.join(", ")} };` };
    });
  },
};

/** What an earlier build has left would be published with this one: other JavaScript, and declarations of sources that are gone. */
function removeAllBut(outputs) {
  const isLeft = (file) =>
    file.endsWith(".js")
      ? !outputs.includes(file)
      : /\/.*\.d\.ts$/.test(file) && !existsSync(join("lib", file.replace(/\.d\.ts$/, ".ts")));
  for (const file of readdirSync("dist", { recursive: true }).filter(isLeft)) rmSync(join("dist", file));
}
