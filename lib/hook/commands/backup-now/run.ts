import { randomUUID } from "node:crypto";
import { ExitCode } from "../../../contract/exit-code";
import type { ArmConnection } from "../../arm/arm-connection";
import type { ConnectionSettings } from "../../arm/connect";
import type { BackupContext, BackupOptions } from "../../backup-now/backup-context";
import { backUp } from "../../backup-now/backup-now";
import { exitCodeOf, isForgiven, type OnFailure } from "../../backup-now/outcome";
import type { VmRun } from "../../backup-now/progress";
import type { Context } from "../../context";
import { type ReportFiles, reportFiles } from "../../report/report-files";
import { Reporter } from "../../report/reporter";
import { VaultClient } from "../../vault/vault-client";
import { vmCreationsIn } from "../../vault/vm-creations";
import { resumeCommand } from "./resume-command";

export interface RunOptions extends BackupOptions {
  /** Whether a deployment runs the hook and may have assigned the identity's role just before. @default false */
  readonly insideDeployment?: boolean;
  /** A connection that is open already. @default - the run signs in */
  readonly connection?: ArmConnection | undefined;
  /** The cloud and credential settings of a stack. @default - the environment alone */
  readonly credential?: ConnectionSettings | undefined;
  /** Whether failed backups fail the run or only warn. @default fail */
  readonly onFailure?: OnFailure;
  /** The report files named by flags. @default - the files that the environment names */
  readonly reports?: ReportFiles;
}

/** Signs in, backs up and reports; returns the exit code. */
export async function runBackup(options: RunOptions, context: Context): Promise<ExitCode> {
  const { insideDeployment = false, credential = {}, onFailure = "fail", reports = {} } = options;
  const { clock, terminal, env, signal, deadline } = context;
  const files = reportFiles(reports, env, options.vaultId);
  const reporter = await Reporter.open({ backup: options, clock, terminal, env, files, insideDeployment });
  const { print, onChange } = reporter;
  try {
    const connection =
      options.connection ?? (await context.connect({ settings: credential, print, roleMayBeNew: insideDeployment }));
    const vault = new VaultClient(connection, options.vaultId);
    reporter.readJobsBy((jobId) => vault.briefly().getJob(jobId));
    // Printed now and not in a signal handler, so that the log contains it even if the run is killed.
    const beforeFirstTrigger = (runs: readonly VmRun[]): void => {
      const command = resumeCommand(options, runs);
      if (command !== undefined)
        print(`if this run ends early, started backups continue in Azure; to continue watching them: ${command}`);
    };
    const backup: BackupContext = {
      vault,
      clock,
      print,
      signal,
      deadline,
      newRequestId: randomUUID,
      creations: vmCreationsIn(connection),
      beforeFirstTrigger,
      onChange,
    };

    const result = await backUp(options, backup);
    const code = exitCodeOf(result);
    const forgiven = isForgiven(code, onFailure);
    const exitCode = forgiven ? ExitCode.done : code;
    await reporter.end({ result, exitCode, resumeCommand: resumeCommand(options, result.runs) });
    if (forgiven) {
      terminal.print(`not every backup has succeeded; the exit code is 0 instead of ${code} because onFailure is 'warn'`);
    }
    return exitCode;
  } catch (error) {
    await reporter.failed(error);
    throw error;
  }
}
