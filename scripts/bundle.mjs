// Bundles what runs without node_modules: the hook, which travels with a stack, the emulator, and the request's schema,
// so that the constructs depend on nothing but their peers.
import { build } from "esbuild";
import { existsSync } from "node:fs";

const common = { bundle: true, platform: "node", target: "node20.9", format: "cjs", logLevel: "warning", legalComments: "none" };

await build({
  ...common,
  entryPoints: ["lib/hook/main.ts"],
  outfile: "bundle/azure-vm-backup.cjs",
  minify: true,
  banner: { js: "#!/usr/bin/env node" },
});
await build({ ...common, entryPoints: ["lib/emulator/index.ts"], outfile: "bundle/emulator.cjs", minify: true });
if (existsSync("dist/initial-backup/request.js")) {
  await build({
    ...common,
    entryPoints: ["dist/initial-backup/request.js"],
    outfile: "dist/initial-backup/request.js",
    allowOverwrite: true,
  });
}
