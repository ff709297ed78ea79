import { randomUUID } from "node:crypto";
import { ExitCode } from "../../../contract/exit-code";
import type { BackupContext, BackupOptions } from "../../backup-now/backup-context";
import { plan } from "../../backup-now/backup-now";
import type { Context } from "../../context";
import { nextScheduledBackups } from "../../schedule/next-scheduled-backups";
import { type BackupVault, VaultClient } from "../../vault/vault-client";
import { byName } from "../../vault/vm-label";
import { vmCreationsIn } from "../../vault/vm-creations";
import type { OutputFormat } from "../common-options";
import { planStep, planSummary, planTable } from "./plan-view";

export interface PlanOptions extends BackupOptions {
  readonly output: OutputFormat;
}

/** Shows what a run would do with each VM and why, and changes nothing. */
export async function runPlan(options: PlanOptions, context: Context, given?: BackupVault): Promise<ExitCode> {
  const { clock, terminal, signal, deadline } = context;
  const access = given ? { vault: given } : await accessTo(options.vaultId, context);
  const { vault } = access;
  const { runs } = await plan(options, { ...access, clock, print: terminal.note, signal, deadline, newRequestId: randomUUID });
  const policyIds = runs.map(({ item }) => item.policyId);
  const next = await nextScheduledBackups(policyIds, vault, clock.now());
  const steps = [...runs]
    .sort((a, b) => byName(a.item, b.item))
    .map((run) => planStep(run, options, clock.now(), next.get(run.item.policyId ?? "")?.at));
  if (options.output === "json") {
    terminal.print(JSON.stringify(steps, undefined, 2));
    return ExitCode.done;
  }
  terminal.print(planTable(steps));
  terminal.print(planSummary(steps));
  return ExitCode.done;
}

async function accessTo(vaultId: string, context: Context): Promise<Pick<BackupContext, "vault" | "creations">> {
  const connection = await context.connect();
  return { vault: new VaultClient(connection, vaultId), creations: vmCreationsIn(connection) };
}
