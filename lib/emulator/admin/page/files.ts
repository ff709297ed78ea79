import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The text of one of the page's files. In the bundle, scripts/page-files.mjs replaces each call with the text itself. */
function read(name: string): string {
  return readFileSync(join(__dirname, name), "utf8");
}

export const PAGE = read("page.html");
export const STYLE = read("style.css");
export const SCRIPT = read("script.js");
