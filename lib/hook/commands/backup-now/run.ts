import { randomUUID } from "node:crypto";
import { backUp } from "../../backup-now/backup-now";
import { exitCodeOf, isForgiven, type OnFailure } from "../../backup-now/outcome";
import type { VmRun } from "../../backup-now/progress";
import type { BackupOrder, Surroundings } from "../../backup-now/surroundings";
import { systemClock, timeScaleOf } from "../../clock";
import { connect } from "../../arm/connect";
import { resumeCommand } from "./resume-command";
import { ExitCode } from "../../../contract/exit-code";
import { type ReportFiles, reportFiles } from "../../report/report-files";
import { Reporter } from "../../report/reporter";
import { terminalOf } from "../../report/terminal";
import { ArmVaultClient } from "../../vault/arm-vault-client";
import type { BackupRequest } from "../../../contract/request";

export interface RunOptions {
  /** Whether a deployment runs the hook, which may have assigned the identity's role just before. @default false */
  readonly insideDeployment?: boolean;
  /** Whether backups that fail are let through as success. @default fail */
  readonly onFailure?: OnFailure;
  /** The files that flags name for reports. @default - those that the environment names */
  readonly reports?: ReportFiles;
}

/** Signs in, backs up and reports; answers the exit code. */
export async function runBackup(
  order: BackupOrder,
  settings: NonNullable<BackupRequest["credential"]>,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
  { insideDeployment = false, onFailure = "fail", reports = {} }: RunOptions = {},
): Promise<ExitCode> {
  const clock = systemClock(timeScaleOf(environment));
  const terminal = terminalOf(environment);
  const files = reportFiles(reports, environment, order.vaultId);
  const reporter = await Reporter.open({ order, clock, terminal, environment, files, insideDeployment });
  const { print, onChange } = reporter;
  try {
    const giveUpAt = clock.elapsed() + order.timeoutMinutes * 60_000;
    const connection = await connect(settings, environment, { clock, signal, print, roleMayBeNew: insideDeployment, giveUpAt });
    const vault = new ArmVaultClient(connection, order.vaultId);
    reporter.readJobsBy((jobId) => vault.getBackupJob(jobId));
    // Nothing may be left to a signal handler: whoever kills the run has this line in the log.
    const beforeFirstTrigger = (runs: readonly VmRun[]): void => {
      const command = resumeCommand(order, runs);
      if (command !== undefined)
        print(`should this run end early, started backups go on in Azure; to go on watching: ${command}`);
    };
    const surroundings: Surroundings = { vault, clock, print, signal, newRequestId: randomUUID, beforeFirstTrigger, onChange };

    const result = await backUp(order, surroundings);
    const code = exitCodeOf(result);
    const forgiven = isForgiven(code, onFailure);
    const exitCode = forgiven ? ExitCode.done : code;
    await reporter.end({ result, exitCode, resumeCommand: resumeCommand(order, result.runs) });
    if (forgiven) {
      terminal.print(`not every backup is done, which ends with exit code 0 instead of ${code} because onFailure is 'warn'`);
    }
    return exitCode;
  } catch (error) {
    await reporter.failed(error);
    throw error;
  }
}
