import { type Command, Option } from "commander";
import { MAX_RETENTION_DAYS } from "../../../azure/limits";
import type { OnFailure } from "../../backup-now/outcome";
import type { Milestone } from "../../backup-now/progress";
import { ExitCode } from "../../../contract/exit-code";
import { HookError } from "../../hook-error";
import { day, wholeNumber } from "../argument-types";
import type { Commands } from "../commands";
import { type OutputFormat, withExamples, withVms } from "../common-options";
import { type VaultFlags, vaultReference, withVault } from "../vault-options";

/** Azure's own default, sent explicitly because not every tenant is seen to keep to it. */
const DEFAULT_RETENTION_DAYS = 30;
const DEFAULT_TIMEOUT_MINUTES = 120;
const DEFAULT_CONCURRENCY = 8;

interface BackupNowFlags extends VaultFlags {
  readonly vm?: readonly string[];
  readonly retainDays?: number;
  readonly retainUntil?: string;
  readonly waitFor: Milestone;
  readonly timeout: number;
  readonly concurrency: number;
  readonly onFailure: OnFailure;
  readonly skipIfScheduledWithin?: number;
  readonly force?: true;
  readonly plan?: true;
  readonly output: OutputFormat;
  readonly reportJson?: string;
  readonly reportJunit?: string;
  readonly reportMarkdown?: string;
}

export function addBackupNow(program: Command, commands: Commands): void {
  const command = program
    .command("backup-now")
    .description("start an on-demand backup of each VM whose initial backup is pending, and follow the jobs");
  withVms(withVault(command))
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
    .addOption(
      new Option(
        "--skip-if-scheduled-within <minutes>",
        "leave a VM to its schedule where its next scheduled backup is that near",
      ).argParser(wholeNumber()),
    )
    .addOption(new Option("--force", "back up again what is backed up already"))
    .addOption(new Option("--plan", "show what would be done about each VM and why, and change nothing"))
    .addOption(
      new Option("-o, --output <format>", "print the plan as a table, or JSON").choices(["table", "json"]).default("table"),
    )
    .addOption(new Option("--report-json <file>", "write what became of each VM as JSON (AZURE_VM_BACKUP_REPORT_JSON)"))
    .addOption(new Option("--report-junit <file>", "write it as a JUnit file (AZURE_VM_BACKUP_REPORT_JUNIT)"))
    .addOption(new Option("--report-markdown <file>", "write it as a Markdown summary (AZURE_VM_BACKUP_REPORT_MARKDOWN)"))
    .helpOption("--help", "print this help")
    .action(async (vault: string | undefined, flags: BackupNowFlags) => {
      const { retainDays = DEFAULT_RETENTION_DAYS, retainUntil } = flags;
      const order = {
        vault: vaultReference(vault, flags),
        vms: flags.vm,
        retention: retainUntil === undefined ? { days: retainDays } : { until: retainUntil },
        waitFor: flags.waitFor,
        timeoutMinutes: flags.timeout,
        concurrency: flags.concurrency,
        skipIfScheduledWithinMinutes: flags.skipIfScheduledWithin,
        force: flags.force ?? false,
      };
      if (flags.plan) {
        await commands.plan(order, flags.output);
        return;
      }
      if (flags.output === "json") {
        throw new HookError(ExitCode.badInput, "--output json is for --plan, got it alone; add --plan, or use --report-json");
      }
      const reports = { json: flags.reportJson, junit: flags.reportJunit, markdown: flags.reportMarkdown };
      await commands.backupNow(order, { onFailure: flags.onFailure, reports });
    });
  withExamples(command, [
    'backup-now "$VAULT_ID" --retain-days 90',
    "backup-now -g rg-backup -v vault-app --vm vm-web --vm vm-db --retain-until 2027-01-31 --wait-for completed",
    'backup-now "$VAULT_ID" --plan',
    "backup-now --from-outputs outputs.json --vm vm-web --force",
  ]);
}
