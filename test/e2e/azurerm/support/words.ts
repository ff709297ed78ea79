/** What evidence quotes, each as one span of code in which `…` stands for whatever differs. */
export function quotedIn(evidence: string): RegExp[] {
  const spans = [...evidence.matchAll(/``(.+?)``|`([^`]+)`/g)].map(([, double, single]) => (double ?? single ?? "").trim());
  return spans.map((span) => new RegExp(span.split("…").map(escaped).join("[^]*")));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
