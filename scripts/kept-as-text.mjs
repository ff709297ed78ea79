// The hook travels with a stack as one file, and Node reads all of a file before it runs any of it. What few runs need is therefore
// in the file as text, which costs nothing until it is imported.
import { build } from "esbuild";
import { basename } from "node:path";

/** The dynamic imports that this is done to: signing in by libraries, PFX files, drawing and shell completion. */
const SELDOM = /\/(library-credential|pfx)\.js$|^(log-update|@bomb\.sh\/tab\/commander)$/;

/** A plugin of esbuild; the metafiles of what it bundles are added to those given. */
export function keptAsText(options, metafiles) {
  return {
    name: "kept-as-text",
    setup(esbuild) {
      esbuild.onResolve({ filter: SELDOM }, async ({ path, kind, resolveDir, importer, pluginData }) => {
        if (kind !== "dynamic-import" || pluginData === "resolved") return undefined;
        const found = await esbuild.resolve(path, { kind, resolveDir, importer, pluginData: "resolved" });
        // By its extension, esbuild knows that what is made below is a CommonJS module.
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
