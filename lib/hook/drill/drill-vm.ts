import type { ExitCode } from "../../contract/exit-code";
import { MINUTE_MS } from "../../azure/durations";
import { ArmError } from "../arm/arm-error";
import type { ArmConnection } from "../arm/arm-connection";
import type { Clock } from "../clock";
import { failureOf } from "../failure";
import { HookError } from "../hook-error";
import { remedyOf } from "../restore/finding-remedy";
import { type RestoreResult, RestoreRun } from "../restore/follow-restore";
import { type PreparedRestore, prepareRestore } from "../restore/prepare";
import type { RestoreReads } from "../restore/restore-reads";
import { RunEnded, type RunLimits } from "../run-ended";
import type { ProtectedItem } from "../vault/protected-item";
import { resourceGroupOf } from "../vault/vm-label";
import { validated } from "../restore/validated";
import type { Cleaner } from "./cleaner";
import { drillRequestId, restoredVmName } from "./drill-id";
import type { DrillOptions } from "./drill-options";
import type { DrillCheck, DrilledVm } from "./drill-record";
import { type OwnResource, ownResources, type Proof } from "./own-resources";
import type { SharedRegion } from "./shared-region";
import { readSource } from "./source";
import { verifyDisks } from "./verify-disks";
import { verifyVm } from "./verify-vm";

export interface DrillVmContext extends RunLimits {
  readonly drillId: string;
  readonly turn: number | undefined;
  readonly options: DrillOptions;
  readonly arm: ArmConnection;
  readonly clock: Clock;
  readonly reads: RestoreReads;
  readonly region: SharedRegion;
  readonly cleaner: Cleaner;
  readonly requireHeld: () => void;
  readonly startedAt: Date;
  readonly print: (line: string) => void;
  readonly note: (line: string) => void;
}

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The drill of one VM, as it goes on. */
export interface VmDrill {
  readonly item: ProtectedItem;
  readonly record: Mutable<DrilledVm>;
  /** The exit code of its failure, if that decides the run. */
  exitCode: ExitCode | undefined;
  /** What is known of its restore: nothing was sent, a job may exist, a job exists, or everything it made is deleted. */
  trace: "none" | "unknown" | "job" | "deleted";
}

export function newVmDrill(item: ProtectedItem, label: string): VmDrill {
  return {
    item,
    exitCode: undefined,
    trace: "none",
    record: {
      ...{ vm: item.vmName, resourceGroup: resourceGroupOf(item), label, protectedItemId: item.id },
      ...{ outcome: "skipped", reason: "the run ended before its restore was started", remedy: null },
      ...{ recoveryPointId: null, recoveryPointTime: null, tiers: [], consistency: null },
      ...{ pointAgeSeconds: null, pointAgeMet: null, jobIds: [], restoreStartTime: null, restoreEndTime: null },
      ...{ restoreSeconds: null, objectiveMet: null, checks: [], resources: [] },
    },
  };
}

/** Prepares the restore of a VM: chooses its recovery point, and reads what the request needs. */
export async function prepareVm(
  drill: VmDrill,
  context: Pick<DrillVmContext, "drillId" | "turn" | "options" | "arm" | "clock" | "reads" | "signal" | "startedAt">,
): Promise<PreparedRestore> {
  const { drillId, turn, options, arm, clock, reads, signal, startedAt } = context;
  const { item, record } = drill;
  const prepared = await prepareRestore(
    {
      ...{ vaultId: options.vaultId, vm: item.id, to: options.restores, targetGroup: options.scratchGroup },
      point: { kind: options.point === "latest" ? "latest" : "latestVaulted" },
      ...{ stagingAccount: options.stagingAccount, subnetId: options.subnetId },
      name: options.restores === "vm" ? restoredVmName(drillId, item.vmKey) : undefined,
      ...{ zone: undefined, luns: undefined, secondaryRegion: false, rehydration: undefined, replace: undefined },
      ...{ again: false, skipValidation: false, timeoutMinutes: options.timeoutMinutes, reports: {} },
    },
    { arm, clock, signal, reads, requestIdOf: ({ vmKey }) => drillRequestId(drillId, vmKey, turn) },
  );
  const { point } = prepared;
  record.recoveryPointId = point.id;
  record.recoveryPointTime = point.time?.toISOString() ?? null;
  record.tiers = point.tiers;
  record.consistency = point.consistency;
  record.pointAgeSeconds = point.time ? Math.round((startedAt.getTime() - point.time.getTime()) / 1_000) : null;
  const { pointAgeHours } = options;
  if (pointAgeHours !== undefined && record.pointAgeSeconds !== null)
    record.pointAgeMet = record.pointAgeSeconds <= pointAgeHours * 3_600;
  return prepared;
}

/** Restores a VM, verifies what was restored, and deletes it. Whatever fails is in its record. */
export async function drillVm(drill: VmDrill, context: DrillVmContext): Promise<void> {
  const { record } = drill;
  try {
    const prepared = await prepareVm(drill, context);
    const findings = await validated(prepared, context.note);
    if (findings && findings.length > 0) {
      const [first] = findings;
      fail(record, `Azure's validation finds: ${findings.map(({ code, message }) => `${code}: ${message}`).join("; ")}`);
      record.remedy = first ? remedyOf(first) : null;
      return;
    }
    await restoreAndVerify(drill, { ...prepared, region: context.region }, context);
  } catch (error) {
    if (error instanceof RunEnded) {
      if (drill.trace !== "none") fail(record, "the run ended before the drill of this VM did");
      return;
    }
    if (!(error instanceof ArmError) && !(error instanceof HookError)) throw error;
    const failure = failureOf(error);
    drill.exitCode = failure.exitCode;
    fail(record, failure.message);
  } finally {
    context.print(`${record.label}: ${endLine(record)}`);
  }
}

async function restoreAndVerify(drill: VmDrill, prepared: PreparedRestore, context: DrillVmContext): Promise<void> {
  const { record } = drill;
  const { clock, options, print, signal, deadline } = context;
  // Nothing is started whose record another drill may have found expired, or which nobody waits for.
  context.requireHeld();
  signal.throwIfAborted();
  const began = clock.elapsed();
  record.restoreStartTime = clock.now().toISOString();
  const result = await restored(drill, new RestoreRun(prepared, { clock, signal, deadline, print }));
  const isDone = result.progress.kind === "completed" || result.progress.kind === "completedWithWarnings";
  if (!isDone || !result.job) {
    fail(record, reasonOf(result));
    if (result.progress.kind === "failed") drill.exitCode = result.progress.exitCode;
    return;
  }
  const contents = await context.cleaner.contents(options.restores, { withContainers: result.job.facts.container === undefined });
  const others = (await context.region.listJobs()).filter(({ id }) => id !== result.job?.id);
  const restore = { drillId: context.drillId, job: result.job, others, restores: options.restores };
  const named = result.job.facts.container;
  const containers = named === undefined ? contents.containers : [context.cleaner.containers.named(named)];
  const proof = ownResources(restore, { ...contents, containers });
  try {
    record.checks = await verify(drill, prepared, proof, context);
    record.restoreEndTime = clock.now().toISOString();
    record.restoreSeconds = Math.round((clock.elapsed() - began) / 1_000);
    judge(record, options, result);
  } finally {
    record.resources = await context.cleaner.delete(proof);
    if (record.resources.every(({ state }) => state === "deleted")) drill.trace = "deleted";
  }
}

async function restored(drill: VmDrill, run: RestoreRun): Promise<RestoreResult> {
  drill.trace = "unknown";
  try {
    return await run.run();
  } finally {
    if (run.jobId !== undefined) {
      drill.trace = "job";
      drill.record.jobIds = [run.jobId];
    } else if (!run.mayHaveUnknownJob) drill.trace = "none";
  }
}

async function verify(
  { item, record }: VmDrill,
  prepared: PreparedRestore,
  { own }: Proof,
  context: DrillVmContext,
): Promise<DrillCheck[]> {
  const { options, clock, signal, deadline, print, reads } = context;
  const source = await readSource(item, reads.resources);
  const checks = verifyDisks(own, prepared.point, source);
  const vmId = own.find(({ what }) => what === "virtual machine")?.id;
  if (options.restores === "vm") checks.push(...(await verifyVm(vmId, reads.resources, { clock, signal, deadline })));
  if (options.verify) {
    const restored = restoredJson(record, options, own, context);
    checks.push(
      await options.verify(restored, signal, (line) => {
        print(`${record.label}: ${line}`);
      }),
    );
  }
  return checks;
}

/** What a user's own check gets. */
function restoredJson(
  record: DrilledVm,
  options: DrillOptions,
  own: readonly OwnResource[],
  { drillId }: DrillVmContext,
): unknown {
  const { vm, resourceGroup, protectedItemId, recoveryPointId, recoveryPointTime, jobIds } = record;
  return {
    ...{ version: 1, drillId, vaultId: options.vaultId, vm, resourceGroup, protectedItemId },
    ...{ recoveryPointId, recoveryPointTime, jobIds, restores: options.restores },
    resources: own.map(({ what, id, lun, disk }) => ({
      ...{ what, id, lun: lun ?? null, sizeGB: disk?.sizeGB ?? null, osType: disk?.osType ?? null },
    })),
  };
}

/** Decides whether the VM has passed, by its checks and by the objectives. */
function judge(record: Mutable<DrilledVm>, { objectiveMinutes, pointAgeHours }: DrillOptions, { progress }: RestoreResult): void {
  const { restoreSeconds, checks } = record;
  if (objectiveMinutes !== undefined && restoreSeconds !== null)
    record.objectiveMet = restoreSeconds <= (objectiveMinutes * MINUTE_MS) / 1_000;
  const failed = checks.filter(({ outcome }) => outcome === "failed").length;
  const problems = [
    ...(progress.kind === "completedWithWarnings" ? [`the restore completed with warnings: ${progress.reason}`] : []),
    ...(failed > 0 ? [`${failed} of ${checks.length} checks failed`] : []),
    ...(record.objectiveMet === false ? ["the restore time objective was not met"] : []),
    ...(record.pointAgeMet === false ? ["the recovery point is too old"] : []),
    ...(pointAgeHours !== undefined && record.pointAgeMet === null ? ["the age of the recovery point is not known"] : []),
  ];
  if (problems.length > 0) fail(record, problems.join("; "));
  else {
    record.outcome = "passed";
    record.reason = null;
  }
}

function reasonOf({ progress, ended }: RestoreResult): string {
  if (progress.kind === "failed") return `the restore failed: ${progress.reason}`;
  return `the restore had not ended when the run did (${ended === "timedOut" ? "time-out" : "interrupted"})`;
}

function fail(record: Mutable<DrilledVm>, reason: string): void {
  record.outcome = "failed";
  record.reason = reason;
}

function endLine({ outcome, reason }: DrilledVm): string {
  return reason === null ? outcome : `${outcome}: ${reason}`;
}
