import { readFileSync } from "node:fs";
import { join } from "node:path";
import { STYLE as REPORT_STYLE } from "../../report/page/files";

/** The text of a file of this folder. In the bundle, scripts/page-files.mjs replaces each call with the text itself. */
function read(name: string): string {
  return readFileSync(join(__dirname, name), "utf8");
}

export const STYLE = REPORT_STYLE + read("preview.css");
export const SCRIPT = read("preview.js");
