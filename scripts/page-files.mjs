// The emulator reads the files of its page. The bundle is a single file, so this plugin inlines them as strings.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const READ = /\bread\("([\w.]+)"\)/g;

/** An esbuild plugin for lib/emulator/admin/page/files.ts. */
export const pageFiles = {
  name: "page-files",
  setup: ({ onLoad }) =>
    onLoad({ filter: /emulator\/admin\/page\/files\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(READ, (_, name) =>
        JSON.stringify(readFileSync(join(dirname(path), name), "utf8")),
      ),
      loader: "ts",
    })),
};
