import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The text of a file of this folder. In the bundles, scripts/page-files.mjs replaces each call with the text itself. */
function read(name: string): string {
  return readFileSync(join(__dirname, name), "utf8");
}

/** The style that every page has: colours, text, tables, and the timeline. */
export const SHARED_STYLE = read("shared.css") + read("timeline.css");
