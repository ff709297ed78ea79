import { randomUUID } from "node:crypto";
import { ExitCode } from "../../../contract/exit-code";
import type { BackupOptions } from "../../backup-now/backup-context";
import { plan } from "../../backup-now/backup-now";
import type { Context } from "../../context";
import { nextScheduledBackups } from "../../schedule/next-scheduled-backups";
import { type BackupVault, VaultClient } from "../../vault/vault-client";
import { byName } from "../../vault/vm-label";
import type { OutputFormat } from "../common-options";
import { planStep, planSummary, planTable } from "./plan-view";

export interface PlanOptions extends BackupOptions {
  readonly output: OutputFormat;
}

/** Shows what a run would do about each VM and why, and changes nothing. */
export async function runPlan(options: PlanOptions, context: Context, given?: BackupVault): Promise<ExitCode> {
  const { clock, terminal, signal, deadline } = context;
  const vault = given ?? new VaultClient(await context.connect(), options.vaultId);
  const { runs } = await plan(options, { vault, clock, print: terminal.note, signal, deadline, newRequestId: randomUUID });
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
