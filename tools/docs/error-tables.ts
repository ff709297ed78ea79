import { ERROR_CATALOGUE, type CataloguedError } from "../../lib/emulator/errors/catalogue";
import type { Provenance } from "../../lib/emulator/errors/define-error";

const BEGIN = "<!-- errors: written by `npm run docs` -->";
const END = "<!-- /errors -->";

/**
 * A fidelity page with the tables of the emulator's errors as they are now.
 * @throws Error if the page has no place for them
 */
export function withErrorTables(page: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the page has no "${BEGIN}" before "${END}": add both`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${errorTables()}\n${page.slice(end)}`;
}

function errorTables(): string {
  return ERROR_CATALOGUE.map(
    ({ title, errors }) =>
      `### ${title}\n\n| Code | Status | When | Known from |\n|---|---|---|---|\n${errors.map(row).join("")}`,
  ).join("\n");
}

function row({ code, status, when, known }: CataloguedError): string {
  return `| \`${code}\` | ${status ?? "–"} | ${when} | ${provenance(known)} |\n`;
}

/** Such as `code seen, text ours, 2026-03; any request of the guard will do`. */
function provenance({ code, text = code, date, note }: Provenance): string {
  const sources = text === code ? code : `code ${code}, text ${text}`;
  return `${sources}, ${date}${note ? `; ${note}` : ""}`;
}
