import { ERROR_CATALOGUE, type CataloguedError } from "../../lib/emulator/errors/catalogue";
import type { Provenance } from "../../lib/emulator/errors/define-error";
import { expectGenerated, tableLines } from "../support/generated";

const HEAD = ["Code", "Status", "When", "Known from"];

/** Such as `code seen, text ours, 2026-03; any request of the guard will do`. */
function provenanceOf({ code, text = code, date, note }: Provenance): string {
  const sources = text === code ? code : `code ${code}, text ${text}`;
  return `${sources}, ${date}${note ? `; ${note}` : ""}`;
}

const rowOf = ({ code, status, when, known }: CataloguedError): string[] => [
  `\`${code}\``,
  String(status ?? "–"),
  when,
  provenanceOf(known),
];

test("the fidelity page lists every error of the emulator", () => {
  const lines = ERROR_CATALOGUE.flatMap(({ title, errors }) => [`### ${title}`, "", ...tableLines(HEAD, errors.map(rowOf)), ""]);
  expectGenerated("docs/emulator-fidelity.md", "errors", lines.slice(0, -1));
});

test("every error has the month of its source", () => {
  const errors = ERROR_CATALOGUE.flatMap((section) => section.errors);
  expect(errors.length).toBeGreaterThan(80);
  expect(errors.filter(({ known }) => !/^20\d\d-(0[1-9]|1[0-2])$/.test(known.date))).toEqual([]);
});
