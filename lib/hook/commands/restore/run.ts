import { ExitCode } from "../../../contract/exit-code";
import type { Context } from "../../context";
import { instantOf } from "../../clock";
import { failureOf } from "../../failure";
import { HookError } from "../../hook-error";
import { junitOf } from "../../report/junit";
import { plainTable } from "../../report/plain-table";
import { reportFiles, writeReportFiles } from "../../report/report-files";
import { type RestoreResult, RestoreRun } from "../../restore/follow-restore";
import { remedyOf } from "../../restore/finding-remedy";
import { type Made, madeBy } from "../../restore/made";
import { type PreparedRestore, prepareRestore } from "../../restore/prepare";
import type { RestoreOptions } from "../../restore/restore-options";
import { terraformSteps } from "../../restore/terraform-steps";
import { exitCodeOfEnd } from "../../run-ended";
import { findingLine, plannedRestore, planTable } from "./plan-view";
import { asRun, type RestoreEnd, restoreMarkdown, restoreRecord } from "./restore-record";
import { resumeCommand } from "./resume-command";
import { validated } from "./validated";

/** Restores, follows the job to its end, and says what was made; returns the exit code. */
export async function runRestore(options: RestoreOptions, context: Context): Promise<ExitCode> {
  const { clock, terminal, env, signal, deadline } = context;
  const files = reportFiles(options.reports, env, options.vaultId);
  const began = clock.elapsed();
  const end: Mutable<RestoreEnd> = {
    ...{ startTime: clock.now(), endTime: clock.now(), exitCode: ExitCode.unexpected, made: [], terraform: [] },
    ...{ prepared: undefined, result: undefined, error: undefined, resumeCommand: undefined },
  };
  try {
    const arm = await context.connect({ print: terminal.print });
    const prepared = await prepareRestore(options, { arm, clock, signal });
    end.prepared = prepared;
    terminal.print(planTable(plannedRestore(options, prepared, await checked(options, prepared, context), clock.now())));
    const again = resumeCommand(options, prepared);
    // Nothing may be left to a signal handler: whoever kills the run has this line in the log.
    if (again !== undefined)
      terminal.print(`should this run end early, the restore goes on in Azure; to go on watching: ${again}`);
    const result = await new RestoreRun(prepared, { clock, signal, deadline, print: terminal.print }).run();
    end.result = result;
    end.exitCode = exitCodeOf(result);
    if (result.job && isDone(result)) {
      end.made = await madeBy(prepared, result.job, options.to, terminal.note);
      end.terraform = terraformSteps(end.made, prepared, options.to);
      printMade(end.made, end.terraform, terminal.print);
    } else if (result.ended !== "settled") {
      end.resumeCommand = again;
      if (again !== undefined) terminal.print(`the restore goes on in Azure; to go on watching: ${again}`);
    } else if (result.job) {
      terminal.print(
        `what the restore had made before it failed stays in '${prepared.targetGroupId}' and in the staging account; look there before it is tried again`,
      );
    }
    return end.exitCode;
  } catch (error) {
    const failure = failureOf(error);
    end.exitCode = failure.exitCode;
    end.error = failure.message;
    throw error;
  } finally {
    end.startTime = instantOf(clock, began);
    end.endTime = clock.now();
    const record = restoreRecord(options, end);
    await writeReportFiles(
      files,
      {
        json: () => `${JSON.stringify(record, undefined, 2)}\n`,
        junit: () => junitOf(asRun(record, end), "Restore from"),
        markdown: () => restoreMarkdown(record),
      },
      terminal.note,
    );
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What Azure finds in a restore that is to be started: anything keeps it from being started. */
async function checked(options: RestoreOptions, prepared: PreparedRestore, { terminal }: Context) {
  if (options.skipValidation || prepared.earlier.job) return undefined;
  const findings = await validated(prepared, terminal.note);
  if (findings === undefined || findings.length === 0) return findings;
  for (const finding of findings) terminal.print(findingLine({ ...finding, remedy: remedyOf(finding) }));
  throw new HookError(
    ExitCode.backupFailed,
    `Azure's validation finds ${findings.length === 1 ? "a problem" : `${findings.length} problems`} in the restore of '${prepared.label}', which was not started; correct what it names, or use --skip-validation`,
  );
}

function isDone({ progress }: RestoreResult): boolean {
  return progress.kind === "completed" || progress.kind === "completedWithWarnings";
}

function exitCodeOf({ progress, ended }: RestoreResult): ExitCode {
  if (ended !== "settled") return exitCodeOfEnd(ended);
  switch (progress.kind) {
    case "completed":
      return ExitCode.done;
    case "completedWithWarnings":
      return ExitCode.completedWithWarnings;
    case "failed":
      return progress.exitCode;
    default:
      return ExitCode.backupFailed;
  }
}

function printMade(made: readonly Made[], terraform: readonly string[], print: (line: string) => void): void {
  if (made.length > 0)
    print(
      plainTable(
        ["Made", "Id"],
        made.map(({ what, lun, id }) => [lun === undefined ? what : `${what}, LUN ${lun}`, id]),
      ),
    );
  if (terraform.length === 0) return;
  print(
    "so that Terraform's next plan replaces nothing of it, put in the addresses of your stack and run these (see docs/after-a-restore.md):",
  );
  for (const step of terraform) print(`  ${step}`);
}
