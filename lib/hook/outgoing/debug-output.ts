import { redacted } from "./secrets";

interface Stream {
  write(chunk: string | Uint8Array, ...more: unknown[]): boolean;
}

/** The bytes of a buffer and the values of an array, as Node prints them. */
const BYTES = /<(?:Buffer )?[\da-f]{2}(?: [\da-f]{2})*(?: \.\.\. \d+ more bytes?)?>|(?<=\[)(?:\s*\d{1,3},){4}[\s\d,]*/gi;

/**
 * Removes secrets from what Node itself prints by the variable NODE_DEBUG. It prints the bytes of streams, and so tokens, past the
 * terminal of this program.
 */
export function guardDebugOutput(env: NodeJS.ProcessEnv, stream: Stream): void {
  if (!env["NODE_DEBUG"]) return;
  const write = stream.write.bind(stream);
  stream.write = (chunk, ...more) =>
    write(typeof chunk === "string" ? redacted(chunk).replaceAll(BYTES, "<bytes>") : chunk, ...more);
}
