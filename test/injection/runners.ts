import type { ExitCode } from "../../lib/contract/exit-code";
import { stackCode, stackFileCode } from "../../lib/hook/adopt/code-writer";
import { runAdopt, runAdoptStack } from "../../lib/hook/commands/adopt/run";
import { runPlan } from "../../lib/hook/commands/backup-now/plan";
import { runBackup } from "../../lib/hook/commands/backup-now/run";
import { runAllPending } from "../../lib/hook/commands/backup-now/run-all-pending";
import { runCancel } from "../../lib/hook/commands/cancel/run";
import { runCoverage } from "../../lib/hook/commands/coverage/run";
import { runDrillCommand } from "../../lib/hook/commands/drill/run-command";
import { runExplainPlan } from "../../lib/hook/commands/explain-plan/run";
import { runAssign } from "../../lib/hook/commands/fleet/run";
import { runJobs } from "../../lib/hook/commands/jobs/run";
import { runPreflight } from "../../lib/hook/commands/preflight/run";
import { runPreview } from "../../lib/hook/commands/preview/run";
import { runRecoveryPoints } from "../../lib/hook/commands/recovery-points/run";
import { resolveVault } from "../../lib/hook/commands/resolve-vault";
import { runRestorePlan } from "../../lib/hook/commands/restore/plan";
import { runRestore } from "../../lib/hook/commands/restore/run";
import { runStatus } from "../../lib/hook/commands/status/run";
import type { VaultReference } from "../../lib/hook/commands/vault-options";
import type { Context } from "../../lib/hook/context";
import * as drawing from "../../lib/hook/preview/drawing";

/** The options of any command, as its command line gives them. */
export interface AnyOptions {
  readonly plan?: boolean;
  readonly timeoutMinutes?: number;
  readonly vault?: VaultReference;
  readonly stack?: string;
}

type Run = (options: AnyOptions, context: Context) => Promise<ExitCode>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each command has options of its own
const any = (run: (options: any, context: Context) => Promise<ExitCode>): Run => run;

/** What each command runs. The program loads it when it is needed, which Jest cannot. */
const RUNNERS: Readonly<Record<string, (options: AnyOptions) => Run>> = {
  status: () => any(runStatus),
  jobs: () => any(runJobs),
  "recovery-points": () => any(runRecoveryPoints),
  preflight: () => any(runPreflight),
  cancel: () => any(runCancel),
  coverage: () => any(runCoverage),
  "explain-plan": () => any(runExplainPlan),
  fleet: () => any(runAssign),
  "backup-now": ({ plan, vault }) => (vault ? (plan ? any(runPlan) : any(runBackup)) : any(runAllPending)),
  restore: ({ plan }) => (plan ? any(runRestorePlan) : any(runRestore)),
  drill: () => (options, context) => runDrillCommand(options as Parameters<typeof runDrillCommand>[0], options.vault, context),
  preview: () => (options, context) =>
    runPreview(options as Parameters<typeof runPreview>[0], context, () => Promise.resolve(drawing)),
  adopt: ({ stack }) =>
    stack === undefined
      ? (options, context) => runAdopt(options as Parameters<typeof runAdopt>[0], context, stackCode)
      : (options, context) => runAdoptStack(options as Parameters<typeof runAdoptStack>[0], context, stackFileCode),
};

export const COMMANDS_THAT_RUN = Object.keys(RUNNERS);

/** Runs a command with parsed options. */
export async function runCommand(name: string, options: AnyOptions, context: Context): Promise<ExitCode> {
  const { vault, timeoutMinutes } = options;
  const limited = timeoutMinutes === undefined || name === "drill" ? context : context.limitedTo(timeoutMinutes);
  const resolved = vault && { vaultId: await resolveVault(vault, context.env, context.signal) };
  const run = RUNNERS[name]?.(options);
  if (!run) throw new Error(`nothing runs ${name}`);
  return run(name === "drill" ? options : { ...options, ...resolved }, limited);
}
