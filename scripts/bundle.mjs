// Bundles the hook and the emulator, which run without node_modules, and the constructs, which depend only on their peers. The hook is
// part of the assets of a stack.
import { build } from "esbuild";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { bundleConstructs } from "./bundle-constructs.mjs";
import { pageFiles } from "./page-files.mjs";
import { keptAsText } from "./kept-as-text.mjs";
import { thirdPartyLicenses } from "./third-party-licenses.mjs";

const common = {
  bundle: true,
  platform: "node",
  target: "node20.9",
  format: "cjs",
  logLevel: "warning",
  legalComments: "none",
  metafile: true,
};
const metafiles = [];
const bundle = async (options) => metafiles.push((await build({ ...common, ...options })).metafile);

// The charts of a preview are larger than the hook, which travels with every stack; the writer of code is of no use there either.
const OWN_BUNDLES = { preview: "preview/drawing", adopt: "adopt/code-writer" };
const ownBundles = {
  name: "own-bundles",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.{1,2}\/.*\.js$/ }, ({ path, resolveDir }) => {
      const module = resolve(resolveDir, path);
      const [bundle] = Object.entries(OWN_BUNDLES).find(([, name]) => module === resolve("lib/hook", `${name}.js`)) ?? [];
      return bundle && { path: `./${bundle}.cjs`, external: true };
    }),
};

// A low target, so that a Node that is too old can parse the file and print which version is needed.
const target = "node12.22";
const alias = { debug: "./scripts/no-debug.cjs" };
await bundle({
  entryPoints: ["lib/hook/main.ts"],
  outfile: "bundle/azure-vm-backup.cjs",
  minify: true,
  target,
  alias,
  banner: { js: "#!/usr/bin/env node" },
  plugins: [keptAsText({ ...common, minify: true, target, alias, plugins: [pageFiles(metafiles)] }, metafiles), ownBundles],
});
for (const [name, module] of Object.entries(OWN_BUNDLES)) {
  await bundle({
    entryPoints: [`lib/hook/${module}.ts`],
    outfile: `bundle/${name}.cjs`,
    minify: true,
    alias,
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: [pageFiles(metafiles)],
  });
}
// The command is a separate small file: Node parses a whole file before it runs any of it.
const hookBundle = {
  name: "hook-bundle",
  setup: ({ onResolve }) => onResolve({ filter: /^\.\/main\.js$/ }, () => ({ path: "./azure-vm-backup.cjs", external: true })),
};
await bundle({
  entryPoints: ["lib/hook/bin.ts"],
  outfile: "bundle/cli.cjs",
  minify: true,
  // With require: for an import of a CommonJS module, Node first scans the whole module for its exports.
  supported: { "dynamic-import": false },
  target,
  banner: { js: "#!/usr/bin/env node" },
  plugins: [hookBundle],
});
await bundle({
  entryPoints: ["lib/emulator/index.ts"],
  outfile: "bundle/emulator.cjs",
  minify: true,
  plugins: [pageFiles(metafiles)],
});
// The command starts the emulator by its path, so that the hook's bundle does not contain it.
const emulatorBundle = {
  name: "emulator-bundle",
  setup: ({ onResolve }) => onResolve({ filter: /^\.\.\/index$/ }, () => ({ path: "./emulator.cjs", external: true })),
};
await bundle({
  entryPoints: ["lib/emulator/command/run.ts"],
  outfile: "bundle/emulator-command.cjs",
  minify: true,
  plugins: [emulatorBundle],
});
// The stack of the command live-check, which loads the package and its peers as an app of a user does.
await bundle({
  entryPoints: ["examples/live-check.ts"],
  outfile: "bundle/live-check-stack.cjs",
  bundle: false,
});
metafiles.push(await bundleConstructs(common));
writeFileSync("bundle/THIRD-PARTY-LICENSES.txt", `${thirdPartyLicenses(metafiles).join("\n\n\n")}\n`);
