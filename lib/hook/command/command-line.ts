import { Command, InvalidArgumentError, Option } from "commander";
import { MAX_RETENTION_DAYS } from "../../azure/limits";
import { parseVaultId } from "../../azure/resource-id";
import { isUtcDay } from "../../azure/utc-day";
import type { OnFailure } from "../backup-now/outcome";
import type { Milestone } from "../backup-now/progress";
import type { BackupOrder } from "../backup-now/surroundings";
import { EXIT_CODE_MEANINGS } from "../exit-code";
import { VERSION } from "../version";

/** Azure's own default, sent explicitly because not every tenant is seen to keep to it. */
const DEFAULT_RETENTION_DAYS = 30;
const DEFAULT_TIMEOUT_MINUTES = 120;
const DEFAULT_CONCURRENCY = 8;

/** What each command does. */
export interface Commands {
  backupNow(order: BackupOrder, onFailure: OnFailure): Promise<void>;
}

interface BackupNowFlags {
  readonly vm?: readonly string[];
  readonly retainDays?: number;
  readonly retainUntil?: string;
  readonly waitFor: Milestone;
  readonly timeout: number;
  readonly concurrency: number;
  readonly onFailure: OnFailure;
}

/** The command line. Mistakes and `--help` are thrown as commander's own errors once they are printed. */
export function commandLine(commands: Commands): Command {
  const program = new Command("azure-vm-backup")
    .description("Makes the initial backup of Azure VMs happen, once, and follows it until it can be trusted.")
    .version(VERSION, "--version", "print the version")
    .helpOption("--help", "print this help")
    .exitOverride()
    .addHelpText("after", HELP);

  program
    .command("backup-now")
    .description("start an on-demand backup of each VM whose initial backup is pending, and follow the jobs")
    .argument("<vault-id>", "id of the Recovery Services vault", vaultId)
    .addOption(
      new Option("--vm <name-or-id...>", "only these VMs, by name, VM id or protected item id (default: every VM of the vault)"),
    )
    .addOption(
      new Option("--retain-days <days>", `keep the recovery points this many days (default: ${DEFAULT_RETENTION_DAYS})`)
        .argParser(wholeNumber(MAX_RETENTION_DAYS))
        .conflicts("retainUntil"),
    )
    .addOption(
      new Option("--retain-until <date>", "keep them until the end of this day (UTC), such as 2027-01-31").argParser(day),
    )
    .addOption(
      new Option("--wait-for <milestone>", "follow the backups that far; completed is in the vault")
        .choices(["accepted", "snapshot", "completed"])
        .default("snapshot"),
    )
    .addOption(
      new Option("--timeout <minutes>", "stop watching after that long")
        .argParser(wholeNumber())
        .default(DEFAULT_TIMEOUT_MINUTES),
    )
    .addOption(
      new Option("--concurrency <requests>", "requests to Azure at once").argParser(wholeNumber()).default(DEFAULT_CONCURRENCY),
    )
    .addOption(
      new Option("--on-failure <effect>", "exit non-zero when a backup fails, or only warn")
        .choices(["fail", "warn"])
        .default("fail"),
    )
    .helpOption("--help", "print this help")
    .action(async (vault: string, flags: BackupNowFlags) => {
      await commands.backupNow(orderOf(vault, flags), flags.onFailure);
    });
  return program;
}

function orderOf(vaultId: string, flags: BackupNowFlags): BackupOrder {
  return {
    vaultId,
    vms: flags.vm,
    retention:
      flags.retainUntil === undefined ? { days: flags.retainDays ?? DEFAULT_RETENTION_DAYS } : { until: flags.retainUntil },
    waitFor: flags.waitFor,
    timeoutMinutes: flags.timeout,
    concurrency: flags.concurrency,
  };
}

function vaultId(text: string): string {
  if (parseVaultId(text)) return text;
  throw new InvalidArgumentError(
    "it must be /subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.RecoveryServices/vaults/<name>",
  );
}

function day(text: string): string {
  if (isUtcDay(text)) return text;
  throw new InvalidArgumentError("it must be a date of the calendar, such as 2027-01-31");
}

function wholeNumber(max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= 1 && value <= max) return value;
    throw new InvalidArgumentError(
      max === Number.MAX_SAFE_INTEGER ? "it must be a whole number from 1" : `it must be a whole number from 1 to ${max}`,
    );
  };
}

const HELP = `
Signs in as the azurerm provider does, with the same ARM_* variables: client secret, OIDC (ARM_USE_OIDC), managed identity
(ARM_USE_MSI), and the Azure CLI last unless ARM_USE_CLI=false. ARM_ENVIRONMENT or ARM_METADATA_HOSTNAME chooses the cloud.

Examples:
  azure-vm-backup backup-now "$VAULT_ID" --retain-days 90
  azure-vm-backup backup-now "$VAULT_ID" --vm vm-web --vm vm-db --retain-until 2027-01-31 --wait-for completed

Exit codes:
${EXIT_CODE_MEANINGS.map(([code, meaning]) => `${String(code).padStart(5)}  ${meaning}`).join("\n")}`;
