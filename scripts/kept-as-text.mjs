// The hook is one file in the assets of a stack, and Node parses a whole file before it runs any of it. Modules that few runs need are
// therefore in the file as text, which Node parses only when they are imported.
import { build } from "esbuild";
import { basename } from "node:path";

/** The dynamic imports to keep as text: sign-in by libraries, PFX files, live progress and shell completion. */
const SELDOM = /\/(library-credential|pfx)\.js$|^(log-update|@bomb\.sh\/tab\/commander)$/;

/** An esbuild plugin; it adds the metafiles of its bundles to `metafiles`. */
export function keptAsText(options, metafiles) {
  return {
    name: "kept-as-text",
    setup(esbuild) {
      esbuild.onResolve({ filter: SELDOM }, async ({ path, kind, resolveDir, importer, pluginData }) => {
        if (kind !== "dynamic-import" || pluginData === "resolved") return undefined;
        const found = await esbuild.resolve(path, { kind, resolveDir, importer, pluginData: "resolved" });
        // The extension tells esbuild that the module below is CommonJS.
        return { ...found, path: `${found.path}.cjs`, pluginData: found.path, namespace: "kept-as-text" };
      });
      esbuild.onLoad({ filter: /.*/, namespace: "kept-as-text" }, async ({ pluginData: path }) => {
        const supported = { "dynamic-import": false };
        const { outputFiles, metafile } = await build({ ...options, supported, entryPoints: [path], write: false });
        metafiles.push(metafile);
        const filename = `azure-vm-backup/${basename(path)}`;
        return { contents: moduleOf(outputFiles[0].text, filename), loader: "js" };
      });
    },
  };
}

function moduleOf(text, filename) {
  return `
    const kept = { exports: {} };
    require("node:vm").compileFunction(${JSON.stringify(text)}, ["module", "exports", "require"], {
      filename: ${JSON.stringify(filename)},
    })(kept, kept.exports, require);
    module.exports = kept.exports;`;
}
