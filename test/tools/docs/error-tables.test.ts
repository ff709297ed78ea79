import { readFileSync } from "node:fs";
import { ERROR_CATALOGUE } from "../../../lib/emulator/errors/catalogue";
import { withErrorTables } from "../../../tools/docs/error-tables";

const page = readFileSync("docs/emulator-fidelity.md", "utf8");

test("the fidelity page has the tables of today's errors: run `npm run docs`", () => {
  expect(page).toBe(withErrorTables(page));
});

test("throws if the page has no place for the tables", () => {
  expect(() => withErrorTables("# Fidelity")).toThrow("the page has no");
});

test("writes a row for each error, with its provenance", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  const errors = ERROR_CATALOGUE.flatMap((section) => section.errors);
  for (const { code } of errors) expect(rows.some((row) => row.startsWith(`| \`${code}\` |`))).toBe(true);
  expect(errors.filter(({ known }) => !/^20\d\d-(0[1-9]|1[0-2])$/.test(known.date))).toEqual([]);
});
