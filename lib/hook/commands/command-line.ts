import { Command } from "commander";
import { EXIT_CODE_MEANINGS } from "../../contract/exit-code";
import { VERSION } from "../version";
import { addBackupNow } from "./backup-now/command";
import type { Commands } from "./commands";
import { addCancel } from "./cancel/command";
import { addViews } from "./view-commands";

/** The command line. Mistakes and `--help` are thrown as commander's own errors once they are printed. */
export function commandLine(commands: Commands): Command {
  const program = new Command("azure-vm-backup")
    .description("Makes the initial backup of Azure VMs happen, once, and follows it until it can be trusted.")
    .version(VERSION, "--version", "print the version")
    .helpOption("--help", "print this help")
    .exitOverride()
    .addHelpText("after", HELP);
  addBackupNow(program, commands);
  addViews(program, commands);
  addCancel(program, commands);
  // Listed here for its help; it is a program of its own.
  program
    .command("emulator")
    .description("run an emulator of Azure Resource Manager and Azure Backup on localhost (emulator --help)");
  return program;
}

const HELP = `
Signs in as the azurerm provider does, with the same ARM_* variables: client certificate, client secret, OIDC (ARM_USE_OIDC), managed identity
(ARM_USE_MSI), and the Azure CLI last unless ARM_USE_CLI=false. ARM_ENVIRONMENT or ARM_METADATA_HOSTNAME chooses the cloud.

Examples:
  azure-vm-backup backup-now "$VAULT_ID" --retain-days 90
  azure-vm-backup jobs "$VAULT_ID" --since 7d --status failed
  azure-vm-backup status -g rg-backup -v vault-app
  azure-vm-backup <command> --help
  source <(azure-vm-backup complete bash)    completes commands and flags; also for zsh, fish and powershell

Exit codes:
${EXIT_CODE_MEANINGS.map(([code, meaning]) => `${String(code).padStart(5)}  ${meaning}`).join("\n")}`;
