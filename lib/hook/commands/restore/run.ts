import { ExitCode } from "../../../contract/exit-code";
import type { Context } from "../../context";
import { instantOf } from "../../clock";
import { failureOf } from "../../failure";
import { HookError } from "../../hook-error";
import { restoreHtml } from "../../report/html";
import { junitOf } from "../../report/junit";
import { plainTable } from "../../report/plain-table";
import { reportFiles, writeReportFiles } from "../../report/report-files";
import { type RestoreResult, RestoreRun } from "../../restore/follow-restore";
import { remedyOf } from "../../restore/finding-remedy";
import { type PreparedRestore, prepareRestore } from "../../restore/prepare";
import { type RestoredResource, restoredResources } from "../../restore/restored-resources";
import type { RestoreOptions } from "../../restore/restore-options";
import { terraformSteps } from "../../restore/terraform-steps";
import { exitCodeOfEnd } from "../../run-ended";
import { findingLine, plannedRestore, planTable } from "./plan-view";
import { asRun, type RestoreEnd, restoreMarkdown, restoreRecord } from "./restore-record";
import { resumeCommand } from "./resume-command";
import { validated } from "../../restore/validated";

/** Restores a VM, follows the job to its end, and prints the restored resources. Returns the exit code. */
export async function runRestore(options: RestoreOptions, context: Context): Promise<ExitCode> {
  const { clock, terminal, env } = context;
  const files = reportFiles(options.reports, env, options.vaultId);
  const began = clock.elapsed();
  const end: Mutable<RestoreEnd> = {
    ...{ startTime: clock.now(), endTime: clock.now(), exitCode: ExitCode.unexpected, made: [], terraform: [] },
    ...{ prepared: undefined, result: undefined, error: undefined, resumeCommand: undefined },
  };
  try {
    await restoreInto(end, options, context);
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
        html: () => restoreHtml(record),
      },
      terminal.note,
    );
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Runs a restore, and stores each result in `end` as soon as it is known, so that an exception leaves the report complete. */
async function restoreInto(end: Mutable<RestoreEnd>, options: RestoreOptions, context: Context): Promise<void> {
  const { clock, terminal, signal, deadline } = context;
  const { print } = terminal;
  const arm = await context.connect({ print });
  const prepared = await prepareRestore(options, { arm, clock, signal });
  end.prepared = prepared;
  print(planTable(plannedRestore(options, prepared, await checked(options, prepared, context), clock.now())));
  const again = resumeCommand(options, prepared);
  // Printed before the restore starts: a process that is killed cannot print it.
  if (again !== undefined) print(`if this run ends early, the restore continues in Azure; to follow it again: ${again}`);
  const result = await new RestoreRun(prepared, { clock, signal, deadline, print }).run();
  end.result = result;
  end.exitCode = exitCodeOf(result);
  if (result.job && isDone(result)) {
    end.made = await restoredResources(prepared, result.job, options.to, terminal.note);
    end.terraform = terraformSteps(end.made, prepared, options.to);
    printResources(end.made, end.terraform, print);
  } else if (result.ended !== "settled") {
    end.resumeCommand = again;
    if (again !== undefined) print(`the restore continues in Azure; to follow it again: ${again}`);
  } else if (result.job) {
    print(
      `resources that the failed restore created are still in '${prepared.targetGroupId}' and in the staging account; check them before the next restore`,
    );
  }
}

/**
 * Validates a restore that is to be started, and prints the problems. Returns undefined if Azure did not validate it.
 * @throws HookError if Azure finds a problem
 */
async function checked(options: RestoreOptions, prepared: PreparedRestore, { terminal }: Context) {
  if (options.skipValidation || prepared.earlier.job) return undefined;
  const findings = await validated(prepared, terminal.note);
  if (findings === undefined || findings.length === 0) return findings;
  for (const finding of findings) terminal.print(findingLine({ ...finding, remedy: remedyOf(finding) }));
  throw new HookError(
    ExitCode.backupFailed,
    `Azure's validation finds ${findings.length === 1 ? "a problem" : `${findings.length} problems`} in the restore of '${prepared.label}', which was not started; correct the problem, or use --skip-validation`,
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

function printResources(
  resources: readonly RestoredResource[],
  terraform: readonly string[],
  print: (line: string) => void,
): void {
  const rows = resources.map(({ what, lun, id }) => [lun === undefined ? what : `${what}, LUN ${lun}`, id]);
  if (rows.length > 0) print(plainTable(["Created", "Id"], rows));
  if (terraform.length === 0) return;
  print(
    "run these commands with the addresses of your stack, so that Terraform's next plan replaces nothing (see docs/after-a-restore.md):",
  );
  for (const step of terraform) print(`  ${step}`);
}
