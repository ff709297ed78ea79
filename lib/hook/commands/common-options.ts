import { type Command, Option } from "commander";

/** How an answer is printed. */
export type OutputFormat = "table" | "json";

/** Gives a command the VMs that it is about. */
export function withVms(command: Command): Command {
  return command.addOption(
    new Option("--vm <name-or-id...>", "only these VMs, by name, VM id or protected item id (default: every VM of the vault)"),
  );
}

/** Gives a command the choice of how its answer is printed. */
export function withOutput(command: Command): Command {
  return command.addOption(
    new Option("-o, --output <format>", "print a table, or JSON").choices(["table", "json"]).default("table"),
  );
}

/** Examples below a command's help. */
export function withExamples(command: Command, examples: readonly string[]): Command {
  const lines = examples.map((example) => `  azure-vm-backup ${example}`);
  return command.addHelpText("after", `\nExamples:\n${lines.join("\n")}\n\nExit codes: azure-vm-backup --help`);
}
