import type { Readable } from "node:stream";
import type { PipelineResponse } from "@azure/core-rest-pipeline";

/** Far more than one page of any Azure list has. */
const MAX_MEGABYTES = 8;
const MAX_BYTES = MAX_MEGABYTES * 1024 * 1024;

/** Makes the HTTP client return the stream of the body, which {@link bodyTextOf} reads up to a limit, for every status. */
export const EVERY_STATUS: Set<number> = new Set([Number.POSITIVE_INFINITY]);

/** Thrown if an answer exceeds the size limit. */
export class AnswerTooLarge extends Error {
  constructor() {
    super(`an answer of more than ${MAX_MEGABYTES} MB`);
  }
}

/**
 * Returns the decompressed text of an answer's body. Reading stops once the declared or the received length exceeds the limit.
 * @throws AnswerTooLarge
 */
export async function bodyTextOf(response: PipelineResponse): Promise<string> {
  const { headers, bodyAsText, readableStreamBody: stream } = response;
  if (Number(headers.get("Content-Length")) > MAX_BYTES) {
    (stream as Partial<Readable> | undefined)?.destroy?.();
    throw new AnswerTooLarge();
  }
  if (!stream) return bodyAsText ?? "";
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > MAX_BYTES) throw new AnswerTooLarge();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
