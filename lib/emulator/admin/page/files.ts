import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SHARED_STYLE } from "../../../page/files";

/** The text of a file of this folder. In the bundle, scripts/page-files.mjs replaces each call with the text itself. */
function read(name: string): string {
  return readFileSync(join(__dirname, name), "utf8");
}

/** The text of a file of a package, likewise. */
function readPackage(name: string): string {
  return readFileSync(require.resolve(name), "utf8");
}

export const PAGE = read("page.html");
export const STYLE = SHARED_STYLE + read("style.css");
/** Changes the page into a new one, and leaves what has not changed, such as the focus, as it is. */
export const MORPH = readPackage("idiomorph/dist/idiomorph.min.js");
export const SCRIPT = read("script.js");
