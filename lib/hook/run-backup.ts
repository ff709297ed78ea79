import { randomUUID } from "node:crypto";
import { backUp } from "./backup-now/backup-now";
import { exitCodeOf } from "./backup-now/outcome";
import type { BackupOrder, Surroundings } from "./backup-now/surroundings";
import { systemClock, timeScaleOf } from "./clock";
import { connect } from "./cloud/connect";
import { resumeCommand } from "./command/resume-command";
import type { ExitCode } from "./exit-code";
import { failureOf } from "./failure";
import { jobsTable, summary } from "./report/table";
import { ArmVaultClient } from "./vault/arm-vault-client";
import type { BackupRequest } from "../initial-backup/request";

/** Signs in, backs up and reports; answers the exit code. */
export async function runBackup(
  order: BackupOrder,
  settings: NonNullable<BackupRequest["credential"]>,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<ExitCode> {
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const clock = systemClock(timeScaleOf(environment));
  const vault = new ArmVaultClient(await connect(settings, environment, { clock, signal, print }), order.vaultId);
  const surroundings: Surroundings = { vault, clock, print, signal, newRequestId: randomUUID };

  const result = await backUp(order, surroundings);
  print(jobsTable(result.runs, clock.now()));
  print(summary(result.runs, order.waitFor));
  if (result.error !== undefined) process.stderr.write(`azure-vm-backup: ${failureOf(result.error).message}\n`);
  const resume = resumeCommand(order, result.runs);
  if (resume !== undefined) print(`started backups go on in Azure; to go on watching: ${resume}`);
  return exitCodeOf(result);
}
