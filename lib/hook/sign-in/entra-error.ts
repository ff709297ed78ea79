/** Codes of Microsoft Entra's errors that pass, besides those with a status of 500 or more. */
const TRANSIENT = new Set(["temporarily_unavailable", "server_error"]);

/** Whether Microsoft Entra may answer otherwise soon. */
export function isTransientEntraError(status: number | undefined, error: string | undefined): boolean {
  return status === 429 || (status ?? 0) >= 500 || TRANSIENT.has(error ?? "");
}

/** Microsoft Entra's own first sentence of an error; trace ids follow it. */
export function firstSentenceOf(description: string): string {
  return description.split(/\r?\n/)[0]?.replace(/ (Trace ID|Correlation ID):.*$/, "") ?? "";
}
