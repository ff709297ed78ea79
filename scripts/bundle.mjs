// Bundles what runs without node_modules: the hook, which travels with a stack, and the emulator; and the constructs, which depend on
// nothing but their peers.
import { build } from "esbuild";
import { writeFileSync } from "node:fs";
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

// So low that a Node which is too old can read the file, and say which one is needed.
const target = "node12.22";
await bundle({
  entryPoints: ["lib/hook/main.ts"],
  outfile: "bundle/azure-vm-backup.cjs",
  minify: true,
  target,
  banner: { js: "#!/usr/bin/env node" },
  plugins: [keptAsText({ ...common, minify: true, target }, metafiles)],
});
// What a shell starts is a small file of its own: Node reads all of a file before it runs any of it.
const hookBundle = {
  name: "hook-bundle",
  setup: ({ onResolve }) => onResolve({ filter: /^\.\/main\.js$/ }, () => ({ path: "./azure-vm-backup.cjs", external: true })),
};
await bundle({
  entryPoints: ["lib/hook/bin.ts"],
  outfile: "bundle/cli.cjs",
  minify: true,
  // By require: what imports a CommonJS module has Node look through all of it for its exports first.
  supported: { "dynamic-import": false },
  target,
  banner: { js: "#!/usr/bin/env node" },
  plugins: [hookBundle],
});
await bundle({ entryPoints: ["lib/emulator/index.ts"], outfile: "bundle/emulator.cjs", minify: true, plugins: [pageFiles] });
// The bin starts it by path, so that a stack's hook does not carry an emulator along.
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
metafiles.push(await bundleConstructs(common));
writeFileSync("bundle/THIRD-PARTY-LICENSES.txt", `${thirdPartyLicenses(metafiles).join("\n\n\n")}\n`);
