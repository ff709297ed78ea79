/** Transient error codes of Microsoft Entra, besides statuses from 500. */
const TRANSIENT = new Set(["temporarily_unavailable", "server_error"]);

/** Whether an error of Microsoft Entra is transient. */
export function isTransientEntraError(status: number | undefined, error: string | undefined): boolean {
  return status === 429 || (status ?? 0) >= 500 || TRANSIENT.has(error ?? "");
}

/** Returns the first sentence of a Microsoft Entra error, without trace ids. */
export function firstSentenceOf(description: string): string {
  return description.split(/\r?\n/)[0]?.replace(/ (Trace ID|Correlation ID):.*$/, "") ?? "";
}
