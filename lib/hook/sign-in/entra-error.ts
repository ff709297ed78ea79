/** Microsoft Entra's own first sentence of an error; trace ids follow it. */
export function firstSentenceOf(description: string): string {
  return description.split(/\r?\n/)[0]?.replace(/ (Trace ID|Correlation ID):.*$/, "") ?? "";
}
