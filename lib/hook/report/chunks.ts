/** The number of elements in one chunk of a report. */
const CHUNK = 100;

/**
 * A report in parts, each of whole lines. A report of 50,000 VMs is written part by part, so that it is never in memory as a whole.
 */
export type Chunks = Iterable<string>;

/** Divides a list into blocks. An empty list has none. */
export function* blocksOf<T>(list: Iterable<T>): Generator<readonly T[]> {
  let block: T[] = [];
  for (const element of list) {
    block.push(element);
    if (block.length < CHUNK) continue;
    yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}

/** Formats an object as `JSON.stringify` does with an indent of 2, and a line end after it. The elements of its lists come in blocks. */
export function* jsonChunks(value: object): Generator<string> {
  const members = Object.entries(value).filter(([, member]) => member !== undefined) as [string, unknown][];
  yield "{\n";
  for (const [index, [name, member]] of members.entries()) {
    const comma = index < members.length - 1 ? "," : "";
    if (Array.isArray(member) && member.length > 0) {
      yield `  ${JSON.stringify(name)}: [\n`;
      yield* elementChunks(member);
      yield `  ]${comma}\n`;
    } else yield `  ${JSON.stringify(name)}: ${indented(member, "  ")}${comma}\n`;
  }
  yield "}\n";
}

function* elementChunks(list: readonly unknown[]): Generator<string> {
  let left = list.length;
  for (const block of blocksOf(list)) {
    left -= block.length;
    yield `${block.map((element) => `    ${indented(element, "    ")}`).join(",\n")}${left > 0 ? "," : ""}\n`;
  }
}

function indented(value: unknown, indent: string): string {
  return JSON.stringify(value, undefined, 2).replaceAll("\n", `\n${indent}`);
}
