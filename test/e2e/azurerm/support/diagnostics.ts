/** What Terraform reports in JSON. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly range?: { readonly filename: string };
}

/** What is said of each case, by its name; what is said of none is an error. */
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

/** The diagnostics among the messages that Terraform prints, one a line. */
export function diagnosticsIn(stdout: string): Diagnostic[] {
  return messagesIn(stdout).flatMap(({ diagnostic }) => diagnostic ?? []);
}

/** What a plan would change, by address. */
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
