// The hook is one file in the assets of a stack, and Node parses a whole file before it runs any of it. Modules that few runs need are
// therefore in the file as text, which Node parses only when they are imported.
import { build } from "esbuild";
import { basename } from "node:path";

/** Modules that are imported statically, with the exports that are used of them. */
const ON_FIRST_USE = {
  "windows-iana": ["findIana", "findWindows", "WINDOWS_TO_IANA_MAP"],
  "./page/pages": ["runPage", "restorePage", "drillPage", "coveragePage"],
};

/** The dynamic imports that this is done to: signing in by libraries, PFX files, drawing and shell completion. */
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
      esbuild.onResolve(
        { filter: new RegExp(`^(${Object.keys(ON_FIRST_USE).join("|")})$`) },
        async ({ path, kind, resolveDir, pluginData }) => {
          if (pluginData === "resolved") return undefined;
          const found = await esbuild.resolve(path, { kind, resolveDir, pluginData: "resolved" });
          return {
            ...found,
            path: `${path}.cjs`,
            pluginData: { path: found.path, names: ON_FIRST_USE[path] },
            namespace: "on-first-use",
          };
        },
      );
      esbuild.onLoad({ filter: /.*/, namespace: "on-first-use" }, async ({ pluginData: { path, names } }) => {
        const define = { "process.env.NODE_ENV": '"production"' };
        const { outputFiles, metafile } = await build({ ...options, define, entryPoints: [path], write: false });
        metafiles.push(metafile);
        const kept = keptText(outputFiles[0].text, `azure-vm-backup/${basename(path)}`);
        const load = `let loaded; const load = () => { if (!loaded) { ${kept} loaded = kept.exports; } return loaded; };`;
        const getters = names.map((name) => `get ${name}() { return load().${name}; }`);
        const contents = `${load} module.exports = { ${getters.join(", ")} };`;
        return { contents, loader: "js" };
      });
      esbuild.onLoad({ filter: /.*/, namespace: "kept-as-text" }, async ({ pluginData: path }) => {
        const supported = { "dynamic-import": false };
        const { outputFiles, metafile } = await build({ ...options, supported, entryPoints: [path], write: false });
        metafiles.push(metafile);
        const filename = `azure-vm-backup/${basename(path)}`;
        return { contents: `${keptText(outputFiles[0].text, filename)} module.exports = kept.exports;`, loader: "js" };
      });
    },
  };
}

/** Statements that compile a module out of its text. */
function keptText(text, filename) {
  return `
    const kept = { exports: {} };
    require("node:vm").compileFunction(${JSON.stringify(text)}, ["module", "exports", "require"], {
      filename: ${JSON.stringify(filename)},
    })(kept, kept.exports, require);`;
}
