import { randomBytes } from "node:crypto";
import { ExitCode } from "../../../contract/exit-code";
import type { ConnectionSettings } from "../../arm/connect";
import { isForgiven, type OnFailure } from "../../backup-now/outcome";
import { instantOf } from "../../clock";
import type { Context } from "../../context";
import { cleanUpDrills, type DrillResult, runDrill } from "../../drill/drill";
import { drillIdFrom } from "../../drill/drill-id";
import type { DrillOptions } from "../../drill/drill-options";
import type { DrillRecord } from "../../drill/drill-record";
import { drillExitCode, drillRecord } from "../../drill/drill-result";
import { openDrillSite } from "../../drill/drill-site";
import { failureOf } from "../../failure";
import { drillJunit } from "../../report/drill-junit";
import { drillMarkdown } from "../../report/drill-markdown";
import { drillHtml } from "../../report/html";
import {
  DRILL_REPORT_VARIABLES,
  type ReportFiles,
  reportFiles,
  uploadMarkdown,
  writeReportFiles,
} from "../../report/report-files";
import { cleanCommand } from "./clean-command";
import { chosenLine, drillTable } from "./view";

/** How long the clean-up may go on after a time-out or a signal. */
const CLEAN_UP_MINUTES = 10;

export interface DrillRunOptions {
  readonly options: DrillOptions;
  /** Whether only what earlier drills have left is deleted. */
  readonly onlyCleans: boolean;
  readonly credential: ConnectionSettings | undefined;
  readonly insideDeployment: boolean;
  readonly onFailure: OnFailure;
  readonly reports: ReportFiles;
  /** Returns the id of the drill. @default - a random one */
  readonly newDrillId?: () => string;
}

/** Runs a drill and reports it; returns the exit code. */
export async function runDrillReported(run: DrillRunOptions, context: Context): Promise<ExitCode> {
  const { options, onlyCleans, credential = {}, insideDeployment, onFailure, reports } = run;
  const { newDrillId = () => drillIdFrom(randomBytes(8)) } = run;
  const { clock, env, signal } = context;
  const { print, note } = context.terminal;
  const files = reportFiles(reports, env, options.vaultId, DRILL_REPORT_VARIABLES);
  const began = clock.elapsed();
  const drillId = newDrillId();
  let result: DrillResult | undefined;
  let error: string | undefined;
  let exitCode: ExitCode = ExitCode.unexpected;
  let scratchGroupId = options.scratchGroup;
  try {
    const arm = await context.connect({ settings: credential, print, roleMayBeNew: insideDeployment });
    const site = await openDrillSite(options, { arm, clock, signal });
    scratchGroupId = site.place.scratchGroupId;
    const clean = cleanCommand(options.vaultId, site.place);
    const cleanUp = context.cleanUpFor(CLEAN_UP_MINUTES);
    const onStart = (chosen: DrillResult["chosen"]): void => {
      print(chosenLine(drillId, chosen, options));
      // Printed now and not in a signal handler, so that the log contains it even if the run is killed.
      if (clean !== undefined) print(`if this run is killed, the next drill deletes what it made, and so does: ${clean}`);
    };
    const drill = { ...context, arm, cleanUp, drillId, print, note, onStart };
    result = await (onlyCleans ? cleanUpDrills : runDrill)(options, site, drill);
    exitCode = drillExitCode(result);
  } catch (failure) {
    const { exitCode: code, message } = failureOf(failure);
    exitCode = code;
    error = message;
    throw failure;
  } finally {
    const startTime = instantOf(clock, began);
    const end = { drillId, scratchGroupId, startTime, endTime: clock.now(), exitCode, result, error };
    await writeEvidence(drillRecord(options, end), { files, insideDeployment, hasResult: result !== undefined }, context);
  }
  if (!isForgiven(exitCode, onFailure)) return exitCode;
  print(`the drill has not passed; the exit code is 0 instead of ${exitCode} because of --on-failure warn`);
  return ExitCode.done;
}

async function writeEvidence(
  record: DrillRecord,
  how: { readonly files: ReportFiles; readonly insideDeployment: boolean; readonly hasResult: boolean },
  { terminal, env }: Context,
): Promise<void> {
  const { note } = terminal;
  if (how.hasResult) terminal.print(drillTable(record));
  await writeReportFiles(
    how.files,
    {
      json: () => `${JSON.stringify(record, undefined, 2)}\n`,
      junit: () => drillJunit(record),
      markdown: () => drillMarkdown(record),
      html: () => drillHtml(record),
    },
    note,
  );
  const name = `drill-${record.drillId}`;
  const upload = await uploadMarkdown(() => drillMarkdown(record), name, env, how.insideDeployment, note);
  if (upload !== undefined) terminal.command(upload);
}
