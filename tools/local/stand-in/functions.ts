import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** The Terraform functions that the constructs of this library use. */
export const functions: ReadonlyMap<string, (...args: never[]) => unknown> = new Map<string, (...args: never[]) => unknown>([
  ["base64gzip", (text: string) => gzipSync(text).toString("base64")],
  ["jsonencode", jsonencode],
  ["element", (list: unknown[], index: number) => list[index % list.length]],
  ["lower", (text: string) => text.toLowerCase()],
  ["sort", (list: string[]) => [...list].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))],
  ["concat", (...lists: unknown[][]) => lists.flat()],
  ["distinct", (list: unknown[]) => [...new Set(list)]],
  ["contains", (list: unknown[], value: unknown) => list.includes(value)],
  ["lookup", (map: Record<string, unknown>, key: string, otherwise: unknown) => (Object.hasOwn(map, key) ? map[key] : otherwise)],
  ["merge", (...maps: object[]) => Object.assign({}, ...maps) as unknown],
  ["keys", (map: object) => Object.keys(map).sort()],
  [
    "values",
    (map: Record<string, unknown>) =>
      Object.keys(map)
        .sort()
        .map((key) => map[key]),
  ],
  ["length", (value: object) => Object.keys(value).length],
  ["split", (separator: string, text: string) => text.split(separator)],
  ["sha256", (text: string) => createHash("sha256").update(text).digest("hex")],
  ["substr", (text: string, start: number, length: number) => text.slice(start, start + length)],
  ["slice", (list: unknown[], start: number, end: number) => list.slice(start, end)],
  ["join", (separator: string, list: string[]) => list.join(separator)],
  ["setsubtract", (set: unknown[], other: unknown[]) => [...new Set(set)].filter((one) => !other.includes(one)).sort()],
  ["tolist", (list: unknown[]) => list],
  ["toset", (list: unknown[]) => [...new Set(list)].sort()],
]);

/** Like Terraform's `jsonencode`: no spaces, sorted keys, and escapes for the characters that HTML treats as markup. */
function jsonencode(value: unknown): string {
  return JSON.stringify(sortKeys(value)).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}
