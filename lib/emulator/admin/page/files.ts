import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The text of one of the page's files. scripts/page-files.mjs puts the texts into the bundle, which has no files beside it. */
function read(name: string): string {
  return readFileSync(join(__dirname, name), "utf8");
}

export const PAGE = read("page.html");
export const STYLE = read("style.css");
export const SCRIPT = read("script.js");
