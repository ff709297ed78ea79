/** Returns the messages that evidence quotes: each is a span of code, in which `…` stands for any text. */
export function quotedIn(evidence: string): RegExp[] {
  const spans = [...evidence.matchAll(/``(.+?)``|`([^`]+)`/g)].map(([, double, single]) => (double ?? single ?? "").trim());
  return spans.map((span) => new RegExp(span.split("…").map(escaped).join("[^]*")));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
