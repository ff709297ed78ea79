import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const PAGE = resolve(__dirname, "../docs/benchmarks.md");

/** Writes one section of docs/benchmarks.md and keeps the others. */
export function writeSection(heading: string, body: string): void {
  writeFileSync(PAGE, withSection(readFileSync(PAGE, "utf8"), heading, body));
}

/** Replaces the section with this heading, or adds it at the end. */
export function withSection(page: string, heading: string, body: string): string {
  const [title = "", ...sections] = page.split(/^(?=## )/m).map((part) => part.trim());
  const section = `## ${heading}\n\n${body.trim()}`;
  const index = sections.findIndex((one) => one.startsWith(`## ${heading}\n`));
  const all = index === -1 ? [...sections, section] : sections.map((one, at) => (at === index ? section : one));
  return `${[title, ...all].join("\n\n")}\n`;
}
