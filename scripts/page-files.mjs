// The pages of the hook and of the emulator are files that these read. A bundle is a single file, so this plugin inlines them as strings.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

const READ = /\bread(Package)?\("([\w./-]+)"\)/g;

/** An esbuild plugin for lib/page/files.ts, and for the files.ts of each page; it adds the packages that they read to `metafiles`. */
export function pageFiles(metafiles) {
  return {
    name: "page-files",
    setup: ({ onLoad }) =>
      onLoad({ filter: /[\\/]page[\\/]files\.ts$/ }, ({ path }) => {
        const contents = readFileSync(path, "utf8").replace(READ, (_, ofPackage, name) => {
          const file = ofPackage ? createRequire(path).resolve(name) : join(dirname(path), name);
          if (ofPackage) metafiles.push({ outputs: { [path]: { inputs: { [relative(process.cwd(), file)]: {} } } } });
          return JSON.stringify(readFileSync(file, "utf8"));
        });
        return { contents, loader: "ts" };
      }),
  };
}
