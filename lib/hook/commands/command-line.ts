import { Command } from "commander";
import { EXIT_CODE_MEANINGS } from "../../contract/exit-code";
import { VERSION } from "../version";
import { COMMANDS } from ".";
import { type Terminal, terminalOf } from "../report/terminal";
import type { Invocation } from "./command-definition";

export interface CommandLine {
  readonly program: Command;
  /**
   * Parses the arguments; undefined if commander has handled them itself, such as shell completion.
   * @throws CommanderError for a wrong argument, and for `--help` after printing it
   * @throws HookError if flags contradict each other
   */
  readonly parse: (args: readonly string[]) => Promise<Invocation | undefined>;
}

/** The command line of the program. */
export function commandLine({ print, note }: Pick<Terminal, "print" | "note"> = terminalOf(process.env)): CommandLine {
  let invocation: Invocation | undefined;
  const program = new Command("azure-vm-backup")
    .description("Starts the initial backup of Azure VMs once, and follows it until the VMs can be restored from it.")
    .version(VERSION, "--version", "print the version")
    .helpOption("--help", "print this help")
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: asLine(print), writeErr: asLine(note) })
    .addHelpText("after", HELP);
  for (const { name, description, declare, parse } of COMMANDS) {
    const command = program.command(name).description(description).helpOption("--help", "print this help");
    declare(command);
    command.action((argument: unknown, flags: unknown) => {
      invocation = parse(argument, flags);
    });
  }
  return {
    program,
    parse: async (args) => {
      await program.parseAsync(args, { from: "user" });
      return invocation;
    },
  };
}

/** Removes the line break at the end of commander's text. */
function asLine(write: (text: string) => void): (text: string) => void {
  return (text) => {
    write(text.replace(/\n$/, ""));
  };
}

const HELP = `
Signs in like the azurerm provider, with the same ARM_* variables: client certificate, client secret, OIDC (ARM_USE_OIDC), managed identity
(ARM_USE_MSI), and the Azure CLI last unless ARM_USE_CLI=false. ARM_ENVIRONMENT or ARM_METADATA_HOSTNAME chooses the cloud.

Examples:
  azure-vm-backup backup-now "$VAULT_ID" --retain-days 90
  azure-vm-backup jobs "$VAULT_ID" --since 7d --status failed
  azure-vm-backup status -g rg-backup -v vault-app
  azure-vm-backup <command> --help
  source <(azure-vm-backup complete bash)    completes commands and flags; also for zsh, fish and powershell

Exit codes:
${EXIT_CODE_MEANINGS.map(([code, meaning]) => `${String(code).padStart(5)}  ${meaning}`).join("\n")}`;
