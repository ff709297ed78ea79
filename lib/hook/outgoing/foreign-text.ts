import { redacted } from "./secrets";

/** Control characters, line separators, and marks that change the text direction. */
const CONTROL = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;
/** A terminal colour sequence, as this program writes it. */
// eslint-disable-next-line no-control-regex -- the escape character is part of it
const COLOUR = /(\u001b\[[\d;]*m)/;

/**
 * Makes a text from outside the program safe to print: on one line, without control characters, and without pipeline commands. GitHub
 * Actions reads `::` at the start of a line and `##[` anywhere, Azure Pipelines reads `##vso[` anywhere.
 */
export function harmless(text: string): string {
  return oneLine(text)
    .replace(/##(?=\w*\[)/g, "# #")
    .replace(/^(\s*):(?=:)/, "$1: ");
}

/** Returns the start of a text from outside the program. Secrets are removed before the text is cut. */
export function excerptOf(text: string, length: number): string {
  const whole = harmless(redacted(text.trim()).replace(/\s+/g, " "));
  return whole.length > length ? `${whole.slice(0, length)}…` : whole;
}

/** Prepares a text for a stream or a file: each line is made harmless, and secrets are removed. */
export function outgoing(text: string, { coloured = false } = {}): string {
  const lines = redacted(text).split("\n");
  return lines.map((line) => (coloured ? colouredLine(line) : harmless(line))).join("\n");
}

/** Returns a value whose strings are all harmless and without secrets, for any output format. */
export function withCleanTexts<T>(value: T): T {
  const clean = (part: unknown): unknown => {
    if (typeof part === "string") return harmless(redacted(part));
    if (Array.isArray(part)) return part.map(clean);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, clean(one)]));
  };
  return clean(value) as T;
}

/** Prepares a pipeline command: the only text that a pipeline may read as a command. */
export function pipelineCommand(line: string): string {
  return oneLine(redacted(line));
}

function oneLine(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD").replace(CONTROL, " ");
}

function colouredLine(line: string): string {
  const parts = line.split(COLOUR);
  return parts.map((part, index) => (index % 2 === 1 ? part : harmless(part))).join("");
}
