import { ExitCode } from "../../../contract/exit-code";
import type { Context } from "../../context";
import { prepareRestore } from "../../restore/prepare";
import type { RestoreOptions } from "../../restore/restore-options";
import type { OutputFormat } from "../common-options";
import { plannedRestore, planTable } from "./plan-view";
import { validated } from "../../restore/validated";

/** The options of `restore --plan`. */
export interface RestorePlanOptions extends RestoreOptions {
  readonly output: OutputFormat;
}

/** Shows what a restore would do, and the problems that Azure finds; restores nothing. */
export async function runRestorePlan(options: RestorePlanOptions, context: Context): Promise<ExitCode> {
  const { clock, terminal, signal } = context;
  const arm = await context.connect();
  const prepared = await prepareRestore(options, { arm, clock, signal });
  const findings = options.skipValidation ? undefined : await validated(prepared, terminal.note);
  const planned = plannedRestore(options, prepared, findings, clock.now());
  terminal.print(options.output === "json" ? JSON.stringify(planned, undefined, 2) : planTable(planned));
  return findings && findings.length > 0 ? ExitCode.backupFailed : ExitCode.done;
}
