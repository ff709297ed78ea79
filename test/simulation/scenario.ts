import type { Milestone } from "../../lib/hook/backup-now/progress";
import { NO_FAULTS, type Faults } from "./network";
import type { Random } from "../support/random";
import type { Outcome, Vm } from "./service";

const MINUTE = 60_000;

/** The options and the interruptions of one run of the hook. */
export interface RunPlan {
  readonly waitFor: Milestone;
  readonly timeoutMinutes: number;
  readonly concurrency: number;
  /** Whether the run names the VMs by their ids; else it backs up all VMs of the vault. */
  readonly named: boolean;
  readonly faults: Faults;
  /** When the run is killed or, `gently`, asked to end, in milliseconds after its start. */
  readonly kill: { readonly after: number; readonly gently: boolean } | undefined;
  /** When a second run starts in parallel, in milliseconds. */
  readonly secondAfter: number | undefined;
  /** The pause after the run, in milliseconds. */
  readonly pause: number;
}

const TRANSIENT = [
  "CloudInternalError",
  "BackUpOperationFailedV2",
  "ExtensionOperationInProgress",
  "UserErrorRpCollectionDeleted",
] as const;
/** Errors that the hook never retries. */
export const PERMANENT = ["UserErrorGuestAgentStatusUnavailable", "UserErrorFsFreezeFailed", "SomeUnknownError"] as const;

/** One to thirty VMs, most of them pending. */
export function randomVms(random: Random): Vm[] {
  const count = random.chance(0.5) ? random.integer(1, 6) : random.integer(1, 30);
  return Array.from({ length: count }, (_, index) => {
    const kind = random.chance(0.8) ? "pending" : random.pick("backedUp", "backedUp", "stopped", "softDeleted");
    const listedFrom = random.chance(0.1) ? random.between(0, 2 * MINUTE) : 0;
    return { name: `vm-${index + 1}`, kind, outcomes: randomOutcomes(random), listedFrom };
  });
}

function randomOutcomes(random: Random): Outcome[] {
  const completed: Outcome = { ending: "Completed" };
  const transient = (): Outcome => ({ ending: "Failed", code: random.pick(...TRANSIENT), withoutJob: random.chance(0.2) });
  const permanent = (): Outcome => ({ ending: "Failed", code: random.pick(...PERMANENT), withoutJob: random.chance(0.2) });
  if (random.chance(0.6)) return [completed];
  return random.pick<() => Outcome[]>(
    () => [transient(), completed],
    () => [transient(), transient(), completed],
    () => [transient(), transient(), transient(), completed],
    () => [{ ending: "CompletedWithWarnings", code: "CloudTimeoutError" }, completed],
    () => [permanent(), completed],
    () => [transient()],
    () => [permanent()],
  )();
}

export function randomRun(random: Random): RunPlan {
  const kill = random.chance(0.6)
    ? { after: random.between(0, random.pick(10_000, 5 * MINUTE, 60 * MINUTE)), gently: random.chance(0.3) }
    : undefined;
  return {
    waitFor: random.pick<Milestone>("accepted", "snapshot", "completed"),
    timeoutMinutes: random.pick(1, 15, 120, 600),
    concurrency: random.integer(1, 8),
    named: random.chance(0.6),
    faults: random.chance(0.2) ? NO_FAULTS : randomFaults(random),
    kill,
    secondAfter: random.chance(0.2) ? random.between(0, 30_000) : undefined,
    pause: random.chance(0.6) ? random.between(0, 30_000) : random.between(0, 90 * MINUTE),
  };
}

/** The last runs: without faults and interruptions, and they wait for the end of the backups. */
export function finalRun(): RunPlan {
  const pause = 25 * 60 * MINUTE;
  return {
    waitFor: "completed",
    timeoutMinutes: 600,
    concurrency: 4,
    named: true,
    faults: NO_FAULTS,
    kill: undefined,
    secondAfter: undefined,
    pause,
  };
}

function randomFaults(random: Random): Faults {
  const intensity = random.pick(0.3, 1, 1, 2);
  const upTo = (most: number): number => random.between(0, most) * intensity;
  return {
    ...{ resetBefore: upTo(0.06), resetAfter: upTo(0.06), slow: upTo(0.02), throttled: upTo(0.1), failing: upTo(0.08) },
    ...{ hanging: upTo(0.02), unreadable: upTo(0.06), proxied: upTo(0.04), withoutToken: upTo(0.05) },
  };
}
