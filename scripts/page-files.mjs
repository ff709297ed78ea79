// The pages of the hook and of the emulator are files that these read. A bundle is a single file, so this plugin inlines them as strings.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const READ = /\bread\("([\w.]+)"\)/g;

/** An esbuild plugin for lib/page/files.ts, and for the files.ts of each page. */
export const pageFiles = {
  name: "page-files",
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]page[\\/]files\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(READ, (_, name) =>
        JSON.stringify(readFileSync(join(dirname(path), name), "utf8")),
      ),
      loader: "ts",
    })),
};
