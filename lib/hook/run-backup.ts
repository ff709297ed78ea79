import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { backUp } from "./backup-now/backup-now";
import { exitCodeOf } from "./backup-now/outcome";
import type { BackupOrder, Surroundings } from "./backup-now/surroundings";
import { systemClock, timeScaleOf } from "./clock";
import { cloudOf } from "./cloud/cloud";
import { createCredential } from "./cloud/credential";
import { chooseCredential, describeChoice } from "./cloud/credential-choice";
import { resumeCommand } from "./command/resume-command";
import type { ExitCode } from "./exit-code";
import { failureOf } from "./failure";
import { jobsTable, summary } from "./report/table";
import { ArmVaultClient } from "./vault/arm-vault-client";
import { onceOnlyPipeline, readingPipeline, sendThrough } from "./vault/http";
import type { BackupRequest } from "../initial-backup/request";

/** Signs in, backs up and reports; answers the exit code. */
export async function runBackup(
  order: BackupOrder,
  settings: NonNullable<BackupRequest["credential"]>,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<ExitCode> {
  const timeScale = timeScaleOf(environment);
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const clock = systemClock(timeScale);
  const vault = await signIn(order.vaultId, settings, environment, { timeScale, signal, print, onTime: clock.adjust });
  const surroundings: Surroundings = { vault, clock, print, signal, newRequestId: randomUUID };

  const result = await backUp(order, surroundings);
  print(jobsTable(result.runs, clock.now()));
  print(summary(result.runs, order.waitFor));
  if (result.error !== undefined) process.stderr.write(`azure-vm-backup: ${failureOf(result.error).message}\n`);
  const resume = resumeCommand(order, result.runs);
  if (resume !== undefined) print(`started backups go on in Azure; to go on watching: ${resume}`);
  return exitCodeOf(result);
}

/** The vault, once a token has been had: who cannot sign in learns so before anything else is asked. */
async function signIn(
  vaultId: string,
  settings: NonNullable<BackupRequest["credential"]>,
  environment: NodeJS.ProcessEnv,
  options: {
    readonly timeScale: number;
    readonly signal: AbortSignal;
    readonly print: (line: string) => void;
    readonly onTime: (azureTime: Date) => void;
  },
): Promise<ArmVaultClient> {
  const choice = chooseCredential(settings, environment, (path) => readFileSync(path, "utf8"));
  const read = sendThrough(readingPipeline(options), options);
  const cloud = await cloudOf(settings, environment, async (url) => {
    const answer = await read({ method: "GET", url, about: "cannot read the cloud's metadata", signal: options.signal });
    return answer.status === 200 ? answer.body : undefined;
  });
  const ask = sendThrough(onceOnlyPipeline(), options);
  const credential = await createCredential(choice, cloud, async (method, url, bearer) => {
    const headers = { Authorization: `Bearer ${bearer}` };
    return (await ask({ method, url, about: "cannot get an OIDC token from the pipeline", headers })).body;
  });
  options.print(`azure-vm-backup signs in by ${describeChoice(choice)}, cloud ${cloud.name}`);
  // Asked for as the pipeline does, so that the token it finds is this one.
  await credential.getToken(cloud.scope, { abortSignal: options.signal, enableCae: true });
  return new ArmVaultClient({ ...options, cloud, credential, vaultId });
}
