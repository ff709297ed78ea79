import { redacted } from "./secrets";

/** Control characters, line separators, and marks that turn the direction of a text. */
const CONTROL = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;
/** What sets the colour of a text on a terminal, as this program writes it. */
// eslint-disable-next-line no-control-regex -- the escape character is part of it
const COLOUR = /(\u001b\[[\d;]*m)/;

/**
 * A text that somebody else wrote, as it may be printed: on one line, without control characters, and without anything that a pipeline
 * takes for a command. GitHub Actions reads `::` at the start of a line and `##[` anywhere, Azure Pipelines `##vso[` anywhere.
 */
export function harmless(text: string): string {
  return oneLine(text)
    .replace(/##(?=\w*\[)/g, "# #")
    .replace(/^(\s*):(?=:)/, "$1: ");
}

/** The start of a text that somebody else wrote. What is a secret is left out before the text is cut. */
export function excerptOf(text: string, length: number): string {
  const whole = harmless(redacted(text.trim()).replace(/\s+/g, " "));
  return whole.length > length ? `${whole.slice(0, length)}…` : whole;
}

/** A text on its way out, to a stream or to a file: each of its lines is harmless, and no secret is in it. */
export function outgoing(text: string, { coloured = false } = {}): string {
  const lines = redacted(text).split("\n");
  return lines.map((line) => (coloured ? colouredLine(line) : harmless(line))).join("\n");
}

/** A value whose texts are all harmless and without secrets, however they will be written. */
export function withCleanTexts<T>(value: T): T {
  const clean = (part: unknown): unknown => {
    if (typeof part === "string") return harmless(redacted(part));
    if (Array.isArray(part)) return part.map(clean);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, clean(one)]));
  };
  return clean(value) as T;
}

/** A line by which a pipeline is told something: the one text that it may take for a command. */
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
