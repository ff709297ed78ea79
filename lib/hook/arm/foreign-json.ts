import { harmless } from "../outgoing/foreign-text";

/** Azure's answers have about ten levels, and a page of a list has about ten thousand values. */
const MAX_DEPTH = 100;
const MAX_VALUES = 1_000_000;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** Thrown if a JSON text exceeds the limits of depth or number of values. */
export class JsonOverLimit extends Error {}

/**
 * Parses a JSON text from outside the program. Every string in the result is passed through `clean`.
 * @throws JsonOverLimit before parsing, if it is too deep or has too many values
 * @throws SyntaxError if it is not JSON
 */
export function parseForeignJson(json: string, maxValues = MAX_VALUES, clean = harmless): unknown {
  const text = json.replace(/^\uFEFF/, "");
  requireWithinLimits(text, maxValues);
  return JSON.parse(text, (_key, value: unknown) => (typeof value === "string" ? clean(value) : value)) as unknown;
}

function requireWithinLimits(json: string, maxValues: number): void {
  let [depth, values] = [0, 0];
  for (let index = 0; index < json.length; index++) {
    const code = json.charCodeAt(index);
    if (code === QUOTE) index = endOfString(json, index);
    else if (code === COMMA) values++;
    else if (OPENING.has(code)) {
      values++;
      depth++;
    } else if (CLOSING.has(code)) depth--;
    if (depth > MAX_DEPTH) throw new JsonOverLimit(`JSON that is more than ${MAX_DEPTH} levels deep`);
    if (values > maxValues) throw new JsonOverLimit(`JSON of more than ${maxValues} values`);
  }
}

function endOfString(json: string, start: number): number {
  for (let index = start + 1; index < json.length; index++) {
    const code = json.charCodeAt(index);
    if (code === QUOTE) return index;
    if (code === BACKSLASH) index++;
  }
  return json.length;
}
