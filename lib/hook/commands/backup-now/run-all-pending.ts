import { ExitCode } from "../../../contract/exit-code";
import { forEachConcurrently } from "../../backup-now/concurrency";
import type { Context } from "../../context";
import { goneVmsIn } from "../../estate/gone-vms";
import { type PendingSelection, type PendingVault, pendingVaults } from "../../estate/pending-vaults";
import { forecastLines } from "../../estate/request-forecast";
import { ResourceGraph } from "../../estate/resource-graph";
import { failureOf } from "../../failure";
import { HookError } from "../../hook-error";
import { REPORT_VARIABLES, type ReportFiles } from "../../report/report-files";
import { endCauseOf, exitCodeOfEnd } from "../../run-ended";
import type { OutputFormat } from "../common-options";
import { pendingPlan } from "./pending-plan";
import { runBackup, type RunOptions } from "./run";

export interface AllPendingOptions extends Omit<RunOptions, "vaultId" | "vms" | "found" | "connection"> {
  readonly selection: PendingSelection;
  /** Whether to only show what would be done. */
  readonly plan: boolean;
  readonly output: OutputFormat;
}

/** The number of vaults that are worked on at once. Each follows its jobs with one list in minutes, so most of the time is waiting. */
const VAULTS_AT_ONCE = 8;

/** The exit codes from the most severe to the least. */
const SEVERITY: readonly ExitCode[] = [
  ExitCode.unexpected,
  ExitCode.interrupted,
  ExitCode.notAuthenticated,
  ExitCode.notAuthorised,
  ExitCode.badInput,
  ExitCode.throttledOut,
  ExitCode.azureError,
  ExitCode.backupFailed,
  ExitCode.notFound,
  ExitCode.timedOut,
  ExitCode.completedWithWarnings,
  ExitCode.done,
];

/** Backs up every pending VM that the identity sees, with one run for each vault; returns the most severe exit code of the runs. */
export async function runAllPending(options: AllPendingOptions, context: Context): Promise<ExitCode> {
  const { selection, plan, output, timeoutMinutes } = options;
  const { terminal } = context;
  const reports = reportsOfVaults(options.reports ?? {}, context.env);
  const connection = await context.connect();
  const found = await pendingVaults(new ResourceGraph(connection, context), selection, goneVmsIn(connection));
  if (plan) {
    terminal.print(pendingPlan(found, output));
    if (output === "json") return ExitCode.done;
  }
  for (const line of forecastLines(found, { shard: selection.shard, timeoutMinutes })) terminal.print(line);
  if (plan) return ExitCode.done;
  const codes: ExitCode[] = [];
  await forEachConcurrently(found.ofShard, VAULTS_AT_ONCE, async (vault) => {
    codes.push(await runOfVault(vault, { ...options, reports: reports(vault), connection }, context));
  });
  for (const line of failedVaults(found.ofShard, codes)) terminal.print(line);
  return mostSevere(codes);
}

/** One bounded run. Its failure does not end those of the other vaults. */
async function runOfVault(
  { vaultId, label, items }: PendingVault,
  options: Omit<RunOptions, "vaultId" | "vms">,
  context: Context,
): Promise<ExitCode> {
  const ended = endCauseOf(context);
  if (ended !== undefined) return exitCodeOfEnd(ended);
  const terminal = prefixed(context.terminal, label);
  const vms = items.map(({ id }) => id);
  const gone = items.filter(({ isGone }) => isGone).map(({ id }) => id);
  try {
    return await runBackup({ ...options, vaultId, vms, gone, found: true }, { ...context, terminal });
  } catch (error) {
    const { exitCode, message } = failureOf(error);
    terminal.note(message);
    return exitCode;
  }
}

/** Writes the vault in front of each line, because the lines of several runs alternate. Their tables cannot be redrawn in place. */
function prefixed(terminal: Context["terminal"], label: string): Context["terminal"] {
  const withLabel = (text: string): string => text.replaceAll(/^/gm, `${label}: `);
  return {
    ...terminal,
    live: false,
    print: (text) => {
      terminal.print(withLabel(text));
    },
    note: (text) => {
      terminal.note(withLabel(text));
    },
  };
}

/**
 * Returns the report files of a vault: each run writes its own.
 * @throws HookError if the name of a file has no `{vault}`
 */
function reportsOfVaults(flags: ReportFiles, env: NodeJS.ProcessEnv): (vault: PendingVault) => ReportFiles {
  const paths = Object.entries(REPORT_VARIABLES).flatMap(([kind, variable]): [string, string][] => {
    const path = flags[kind as keyof ReportFiles] ?? env[variable];
    if (!path) return [];
    if (path.includes("{vault}")) return [[kind, path]];
    const name = flags[kind as keyof ReportFiles] === undefined ? variable : `--report-${kind}`;
    throw new HookError(
      ExitCode.badInput,
      `${name} must have {vault} in the name of the file with --all-pending, got '${path}'; each vault writes a file of its own, such as reports/{vault}.${kind}`,
    );
  });
  return ({ label }) => Object.fromEntries(paths.map(([kind, path]) => [kind, path.replaceAll("{vault}", label)]));
}

function failedVaults(vaults: readonly PendingVault[], codes: readonly ExitCode[]): string[] {
  if (vaults.length < 2) return [];
  const failed = codes.filter((code) => code !== ExitCode.done).length;
  return [`${vaults.length} vaults: ${vaults.length - failed} without a failure, ${failed} with one`];
}

function mostSevere(codes: readonly ExitCode[]): ExitCode {
  return SEVERITY.find((code) => codes.includes(code)) ?? ExitCode.done;
}
