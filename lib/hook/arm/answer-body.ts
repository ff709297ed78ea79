import type { PipelineResponse } from "@azure/core-rest-pipeline";

/** Far more than a page of any list of Azure's comes to. */
const MAX_MEGABYTES = 8;
const MAX_BYTES = MAX_MEGABYTES * 1024 * 1024;

/** Thrown if an answer is larger than any that is read. */
export class AnswerTooLarge extends Error {
  constructor() {
    super(`an answer of more than ${MAX_MEGABYTES} MB`);
  }
}

/**
 * The text of an answer's body, decompressed. What is too large is told by its declared length, or by what has arrived of it, and the rest
 * is not read.
 * @throws AnswerTooLarge
 */
export async function bodyTextOf(response: PipelineResponse): Promise<string> {
  const { headers, bodyAsText, readableStreamBody: stream } = response;
  if (Number(headers.get("Content-Length")) > MAX_BYTES) throw new AnswerTooLarge();
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
