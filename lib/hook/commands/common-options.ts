import { type Command, Option } from "commander";
import { vmNames, wholeNumber } from "./argument-types";
import type { ReportFiles } from "../report/report-files";
import type { VaultFlags } from "./vault-options";

/** The format of the output. */
export type OutputFormat = "table" | "json";

/** The flags of a read-only command. */
export interface ViewFlags extends VaultFlags {
  readonly vm?: readonly string[];
  readonly output: OutputFormat;
  readonly timeout?: number;
}

export interface ViewOptions {
  readonly vaultId: string;
  /** Names or ids of the VMs to show. @default - every VM of the vault */
  readonly vms: readonly string[] | undefined;
  readonly output: OutputFormat;
  /** The time limit of the command. */
  readonly timeoutMinutes: number;
}

/** The default time limit. A view needs a few requests only. */
const VIEW_TIMEOUT_MINUTES = 10;

/** Adds the flags of a read-only command. */
export function withView(command: Command): Command {
  return withOutput(withVms(command)).addOption(
    new Option("--timeout <minutes>", `give up after this time (default: ${VIEW_TIMEOUT_MINUTES})`).argParser(wholeNumber()),
  );
}

export function viewOptions({
  vm: vms,
  output,
  timeout: timeoutMinutes = VIEW_TIMEOUT_MINUTES,
}: ViewFlags): Omit<ViewOptions, "vaultId"> {
  return { vms, output, timeoutMinutes };
}

/** Adds the flag that names VMs. */
export function withVms(command: Command): Command {
  return command.addOption(
    new Option(
      "--vm <name-or-id>",
      "only this VM, by name, VM id or protected item id; repeat the flag for more VMs (default: every VM of the vault)",
    ).argParser(vmNames),
  );
}

/** Adds the flag for the output format. */
export function withOutput(command: Command): Command {
  return command.addOption(
    new Option("-o, --output <format>", "print a table, or JSON").choices(["table", "json"]).default("table"),
  );
}

/** The flags of the report files. */
export interface ReportFlags {
  readonly reportJson?: string;
  readonly reportJunit?: string;
  readonly reportMarkdown?: string;
  readonly reportHtml?: string;
}

/** Adds the flags of the report files. */
export function withReports(command: Command, result: string): Command {
  const formats = { json: "JSON", junit: "a JUnit file", markdown: "a Markdown summary", html: "a web page with a timeline" };
  for (const [kind, format] of Object.entries(formats)) {
    const variable = `AZURE_VM_BACKUP_REPORT_${kind.toUpperCase()}`;
    command.addOption(new Option(`--report-${kind} <file>`, `write ${result} as ${format} (${variable})`));
  }
  return command;
}

/** Returns the report files that flags name. */
export function reportsOf({ reportJson, reportJunit, reportMarkdown, reportHtml }: ReportFlags): ReportFiles {
  return { json: reportJson, junit: reportJunit, markdown: reportMarkdown, html: reportHtml };
}

/** Adds examples below the help. */
export function withExamples(command: Command, examples: readonly string[]): Command {
  const lines = examples.map((example) => `azure-vm-backup ${example}`);
  return command.addHelpText("after", `${examplesText(lines)}\n\nExit codes: azure-vm-backup --help`);
}

export function examplesText(examples: readonly string[]): string {
  return `\nExamples:\n${examples.map((example) => `  ${example}`).join("\n")}`;
}
