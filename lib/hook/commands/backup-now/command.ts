import { Option } from "commander";
import { MAX_RETENTION_DAYS } from "../../../azure/limits";
import { DEFAULT_CONCURRENCY, DEFAULT_TIMEOUT_MINUTES as timeouts, DEFAULT_WAIT_FOR } from "../../../contract/backup-defaults";
import type { OnFailure } from "../../backup-now/outcome";
import type { Milestone } from "../../backup-now/progress";
import { ExitCode } from "../../../contract/exit-code";
import { HookError } from "../../hook-error";
import { day, wholeNumber } from "../argument-types";
import { type CommandDefinition, vaultCommand } from "../command-definition";
import { type OutputFormat, type ReportFlags, reportsOf, withReports, withVms } from "../common-options";
import type { VaultFlags } from "../vault-options";
import { type AllPendingFlags, pendingSelection, withAllPending } from "./all-pending-flags";
import type { AllPendingOptions } from "./run-all-pending";
import type { PlanOptions } from "./plan";
import type { RunOptions } from "./run";

/** Azure's default. It is sent explicitly, because not every tenant was seen to apply it. */
const DEFAULT_RETENTION_DAYS = 30;

interface BackupNowFlags extends VaultFlags, ReportFlags, AllPendingFlags {
  readonly vm?: readonly string[];
  readonly retainDays?: number;
  readonly retainUntil?: string;
  readonly waitFor: Milestone;
  readonly timeout?: number;
  readonly concurrency: number;
  readonly onFailure: OnFailure;
  readonly skipIfScheduledWithin?: number;
  readonly force?: true;
  readonly plan?: true;
  readonly output: OutputFormat;
}

interface BackupNowOptions extends RunOptions, PlanOptions {
  /** Whether to only show what would be done. */
  readonly plan: boolean;
}

const ofOneVault = vaultCommand<BackupNowFlags, BackupNowOptions>({
  name: "backup-now",
  description: "start an on-demand backup of each VM whose initial backup is pending, and follow the jobs",
  examples: [
    'backup-now "$VAULT_ID" --retain-days 90',
    "backup-now -g rg-backup -v vault-app --vm vm-web --vm vm-db --retain-until 2027-01-31 --wait-for completed",
    'backup-now "$VAULT_ID" --plan',
    "backup-now --from-outputs outputs.json --vm vm-web --force",
    "backup-now --all-pending --tag env=prod --shard 2/4 --report-junit reports/{vault}.xml",
  ],
  declare: (command) => {
    withAllPending(withVms(command))
      .addOption(
        new Option("--retain-days <days>", `keep the recovery points this many days (default: ${DEFAULT_RETENTION_DAYS})`)
          .argParser(wholeNumber(MAX_RETENTION_DAYS))
          .conflicts("retainUntil"),
      )
      .addOption(
        new Option(
          "--retain-until <date>",
          "keep the recovery points until the end of this day (UTC), such as 2027-01-31",
        ).argParser(day),
      )
      .addOption(
        new Option("--wait-for <milestone>", "follow the backups up to this state; completed means stored in the vault")
          .choices(["accepted", "snapshot", "completed"])
          .default(DEFAULT_WAIT_FOR),
      )
      .addOption(
        new Option(
          "--timeout <minutes>",
          `stop watching after this time (default: ${timeouts.snapshot}, or ${timeouts.completed} with --wait-for completed)`,
        ).argParser(wholeNumber()),
      )
      .addOption(
        new Option("--concurrency <requests>", "maximum number of concurrent requests to Azure")
          .argParser(wholeNumber())
          .default(DEFAULT_CONCURRENCY),
      )
      .addOption(
        new Option("--on-failure <effect>", "exit with an error code if a backup fails, or only warn")
          .choices(["fail", "warn"])
          .default("fail"),
      )
      .addOption(
        new Option(
          "--skip-if-scheduled-within <minutes>",
          "skip a VM whose next scheduled backup is at most this many minutes away",
        ).argParser(wholeNumber()),
      )
      .addOption(new Option("--force", "back up VMs that already have a backup").conflicts("skipIfScheduledWithin"))
      .addOption(new Option("--plan", "show what would be done with each VM and why, and change nothing"))
      .addOption(
        new Option("-o, --output <format>", "print the plan as a table, or JSON").choices(["table", "json"]).default("table"),
      );
    withReports(command, "the results");
  },
  options: optionsOf,
  load: async ({ plan }) => (plan ? (await import("./plan.js")).runPlan : (await import("./run.js")).runBackup),
});

/** With `--all-pending` no vault is named, and the runs of all vaults share one connection. */
export const backupNow: CommandDefinition = {
  ...ofOneVault,
  parse: (argument, given) => {
    const flags = given as BackupNowFlags;
    const selection = pendingSelection(argument as string | undefined, flags);
    if (selection === undefined) return ofOneVault.parse(argument, flags);
    const options: AllPendingOptions = { ...optionsOf(flags), selection };
    return {
      options,
      run: async (context) => {
        const { runAllPending } = await import("./run-all-pending.js");
        return runAllPending(options, context.limitedTo(options.timeoutMinutes));
      },
    };
  },
};

function optionsOf(flags: BackupNowFlags): Omit<BackupNowOptions, "vaultId"> {
  const { retainDays = DEFAULT_RETENTION_DAYS, retainUntil, plan = false, output } = flags;
  if (output === "json" && !plan) {
    throw new HookError(ExitCode.badInput, "--output json needs --plan, got it alone; add --plan, or use --report-json");
  }
  return {
    vms: flags.vm,
    retention: retainUntil === undefined ? { days: retainDays } : { until: retainUntil },
    waitFor: flags.waitFor,
    timeoutMinutes: flags.timeout ?? timeouts[flags.waitFor],
    concurrency: flags.concurrency,
    skipIfScheduledWithinMinutes: flags.skipIfScheduledWithin,
    force: flags.force ?? false,
    onFailure: flags.onFailure,
    reports: reportsOf(flags),
    plan,
    output,
  };
}
