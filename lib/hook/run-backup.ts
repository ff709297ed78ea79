import { randomUUID } from "node:crypto";
import { backUp } from "./backup-now/backup-now";
import { exitCodeOf } from "./backup-now/outcome";
import type { VmRun } from "./backup-now/progress";
import type { BackupOrder, Surroundings } from "./backup-now/surroundings";
import { systemClock, timeScaleOf } from "./clock";
import { connect } from "./cloud/connect";
import { resumeCommand } from "./command/resume-command";
import type { ExitCode } from "./exit-code";
import { failureOf } from "./failure";
import { jobsTable, summary } from "./report/table";
import { ArmVaultClient } from "./vault/arm-vault-client";
import type { BackupRequest } from "../initial-backup/request";

export interface RunOptions {
  /** Whether a deployment runs the hook, which may have assigned the identity's role just before. @default false */
  readonly insideDeployment?: boolean;
}

/** Signs in, backs up and reports; answers the exit code. */
export async function runBackup(
  order: BackupOrder,
  settings: NonNullable<BackupRequest["credential"]>,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
  options: RunOptions = {},
): Promise<ExitCode> {
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const clock = systemClock(timeScaleOf(environment));
  const vault = new ArmVaultClient(
    await connect(settings, environment, { clock, signal, print, roleMayBeNew: options.insideDeployment ?? false }),
    order.vaultId,
  );
  // Nothing may be left to a signal handler: whoever kills the run has this line in the log.
  const beforeFirstTrigger = (runs: readonly VmRun[]): void => {
    const command = resumeCommand(order, runs);
    if (command !== undefined) print(`should this run end early, started backups go on in Azure; to go on watching: ${command}`);
  };
  const surroundings: Surroundings = { vault, clock, print, signal, newRequestId: randomUUID, beforeFirstTrigger };

  const result = await backUp(order, surroundings);
  print(jobsTable(result.runs, clock.now()));
  print(summary(result.runs, order.waitFor));
  if (result.error !== undefined) process.stderr.write(`azure-vm-backup: ${failureOf(result.error).message}\n`);
  const resume = resumeCommand(order, result.runs);
  if (resume !== undefined) print(`started backups go on in Azure; to go on watching: ${resume}`);
  return exitCodeOf(result);
}
