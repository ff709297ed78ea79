// The emulator's page is made of files that it reads. In the bundle, which has no files beside it, they are strings.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const READ = /\bread\("([\w.]+)"\)/g;

/** A plugin of esbuild, for lib/emulator/admin/page/files.ts. */
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
