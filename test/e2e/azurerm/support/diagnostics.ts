/** A diagnostic of Terraform in JSON. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly range?: { readonly filename: string };
}

/** Returns the messages of each case, by name. @throws if a message belongs to no case */
export function errorsByCase(diagnostics: readonly Diagnostic[]): Map<string, string[]> {
  const byCase = new Map<string, string[]>();
  for (const { severity, summary, detail = "", range } of diagnostics) {
    if (severity !== "error") continue;
    const message = `${summary} ${detail}`.replace(/\s+/g, " ").trim();
    const name = /^([-\w]+)\.tf\.json$/.exec(range?.filename ?? "")?.[1];
    if (name === undefined || name === "main") throw new Error(`Terraform says of no case in particular: ${message}`);
    byCase.set(name, [...(byCase.get(name) ?? []), message]);
  }
  return byCase;
}

/** Returns the diagnostics in Terraform's output, which has one JSON message per line. */
export function diagnosticsIn(stdout: string): Diagnostic[] {
  return messagesIn(stdout).flatMap(({ diagnostic }) => diagnostic ?? []);
}

/** Returns the changes of a plan, by address. */
export function changesIn(stdout: string): { address: string; action: string }[] {
  const planned = messagesIn(stdout).filter(({ type }) => type === "planned_change");
  return planned.flatMap(({ change }) => (change ? { address: change.resource.addr, action: change.action } : []));
}

interface Message {
  readonly type: string;
  readonly diagnostic?: Diagnostic;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
}

function messagesIn(stdout: string): Message[] {
  const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => JSON.parse(line) as Message);
}
