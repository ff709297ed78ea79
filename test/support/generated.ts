import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");
const END = "<!-- end of generated -->";

/** Set by `npm run docs`, which writes the pages that the tests otherwise compare. */
const WRITE = process.env["DOCS_WRITE"] === "true";

/**
 * Expects the generated part `name` of a page to have these lines; `npm run docs` writes them instead.
 * A part starts with `<!-- generated: NAME -->`.
 */
export function expectGenerated(page: string, name: string, lines: readonly string[]): void {
  const path = join(ROOT, page);
  const text = readFileSync(path, "utf8");
  const begin = `<!-- generated: ${name} -->\n`;
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf(END, from);
  if (from < begin.length || to === -1) {
    throw new Error(`${page} must have a part from '${begin.trim()}' to '${END}', got none; add the two lines`);
  }
  const wanted = `\n${lines.join("\n")}\n\n`;
  const current = text.slice(from, to);
  if (current === wanted) return;
  if (!WRITE) expect({ page, name, text: current, hint: "run 'npm run docs'" }).toEqual({ page, name, text: wanted, hint: "" });
  writeFileSync(path, text.slice(0, from) + wanted + text.slice(to));
}

/** Expects a file to be this picture; `npm run docs` writes it instead. */
export function expectPicture(path: string, svg: string): void {
  if (WRITE) writeFileSync(join(ROOT, path), svg);
  if (readFileSync(join(ROOT, path), "utf8") !== svg) throw new Error(`${path} must be what its test draws; run 'npm run docs'`);
}

/** A Markdown table. */
export function tableLines(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}
