import { parseVaultId } from "../../azure/resource-id";
import { ExitCode } from "../../contract/exit-code";
import { exitCodeOfEnd } from "../run-ended";
import { VERSION } from "../version";
import type { DrillResult } from "./drill";
import type { DrillOptions } from "./drill-options";
import { DRILL_RECORD_VERSION, type DrilledVm, type DrillRecord, type DrillResource } from "./drill-record";

/** Returns the exit code of a drill: 0 only if every VM has passed and nothing is left. */
export function drillExitCode({ drills, cleaned, ended }: Pick<DrillResult, "drills" | "cleaned" | "ended">): ExitCode {
  if (ended === "interrupted") return exitCodeOfEnd(ended);
  const failed = drills.filter(({ record }) => record.outcome === "failed");
  const decisive = [ExitCode.notAuthenticated, ExitCode.notAuthorised, ExitCode.throttledOut, ExitCode.azureError].find((code) =>
    failed.some(({ exitCode }) => exitCode === code),
  );
  if (decisive !== undefined) return decisive;
  if (ended === "timedOut") return exitCodeOfEnd(ended);
  const resources = [...cleaned, ...drills.flatMap(({ record }) => record.resources)];
  const isClean = resources.every(({ state }) => state === "deleted");
  return isClean && drills.every(({ record }) => record.outcome === "passed") ? ExitCode.done : ExitCode.backupFailed;
}

/** How a drill ended, for its record. */
export interface DrillEnd {
  readonly drillId: string;
  readonly scratchGroupId: string;
  readonly startTime: Date;
  readonly endTime: Date;
  readonly exitCode: ExitCode;
  readonly result: DrillResult | undefined;
  readonly error: string | undefined;
}

export function drillRecord(
  { vaultId, restores, objectiveMinutes, pointAgeHours }: DrillOptions,
  { drillId, scratchGroupId, startTime, endTime, exitCode, result, error }: DrillEnd,
): DrillRecord {
  const vms: readonly DrilledVm[] = result?.drills.map(({ record }) => record) ?? [];
  const cleaned: readonly DrillResource[] = result?.cleaned ?? [];
  return {
    version: DRILL_RECORD_VERSION,
    tool: `azure-vm-backup ${VERSION}`,
    operation: "drill",
    ...{ drillId, vaultId, vault: parseVaultId(vaultId)?.vaultName ?? vaultId, scratchGroupId, restores },
    candidates: result?.chosen.candidates ?? 0,
    draw: result?.chosen.draw ?? null,
    objectiveMinutes: objectiveMinutes ?? null,
    pointAgeHours: pointAgeHours ?? null,
    startTime: startTime.toISOString(),
    endTime: endTime.toISOString(),
    exitCode,
    ended: result?.ended ?? "error",
    error: error ?? null,
    vms,
    cleaned,
  };
}
