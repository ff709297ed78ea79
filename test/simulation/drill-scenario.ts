import type { Fault } from "../../lib/emulator";
import type { Random } from "../support/random";

const MINUTE = 60_000;

/** The options and the interruptions of one drill. */
export interface DrillPlan {
  readonly restores: "disks" | "vm";
  readonly onlyCleans: boolean;
  readonly concurrency: number;
  readonly timeoutMinutes: number;
  /** When the drill is killed or, `gently`, asked to end, in milliseconds after its start. */
  readonly kill: { readonly after: number; readonly gently: boolean } | undefined;
  /** When a second drill starts in parallel, in milliseconds. */
  readonly secondAfter: number | undefined;
  /** The pause after the drill, in milliseconds. */
  readonly pause: number;
}

export function randomDrill(random: Random): DrillPlan {
  return {
    restores: random.pick("disks", "disks", "vm"),
    onlyCleans: random.chance(0.1),
    concurrency: random.integer(1, 3),
    timeoutMinutes: random.pick(3, 30, 240, 240),
    kill: random.chance(0.85)
      ? { after: random.between(0, random.pick(20_000, 3 * MINUTE, 12 * MINUTE, 40 * MINUTE)), gently: random.chance(0.25) }
      : undefined,
    secondAfter: random.chance(0.15) ? random.between(0, 2 * MINUTE) : undefined,
    pause: random.pick(0, 1, 5, 30, 300) * MINUTE,
  };
}

/** The last drills: without faults and interruptions. */
export function finalDrill(): DrillPlan {
  return {
    ...{ restores: "disks", onlyCleans: false, concurrency: 2, timeoutMinutes: 600 },
    ...{ kill: undefined, secondAfter: undefined, pause: 30 * MINUTE },
  };
}

/** Faults of each phase, some of which the drill does not meet. */
export function randomFaults(random: Random, vms: readonly [string, ...string[]]): Fault[] {
  if (random.chance(0.3)) return [];
  const possible: readonly [() => Fault, ...(() => Fault)[]] = [
    () => ({
      kind: "reset",
      method: "POST",
      path: "*/restore",
      when: random.pick("before", "after"),
      times: random.integer(1, 2),
    }),
    () => ({ kind: "reset", method: "DELETE", when: random.pick("before", "after"), times: random.integer(1, 3) }),
    () => ({ kind: "reset", method: "PUT", path: "*/containers/*", when: random.pick("before", "after") }),
    () => ({
      kind: "reset",
      method: "PATCH",
      path: "*/containers/*",
      when: random.pick("before", "after"),
      skip: random.integer(0, 2),
    }),
    () => ({ kind: "error", method: "DELETE", status: 409, code: "AnotherOperationInProgress", times: random.integer(1, 4) }),
    () => ({ kind: "error", method: "DELETE", status: 403, code: "AuthorizationFailed", times: random.integer(1, 2) }),
    () => ({ kind: "error", status: 500, code: "InternalServerError", times: random.integer(1, 5), chance: 0.3 }),
    () => ({ kind: "throttle", times: random.integer(1, 4), chance: 0.3, retryAfter: random.integer(1, 60) }),
    () => ({
      kind: "restore",
      vm: random.pick(...vms),
      code: "UserErrorQuotaExceeded",
      phase: random.pick("transfer", "virtualMachine"),
    }),
    () => ({
      kind: "restoreValidation",
      vm: random.pick(...vms),
      code: "UserErrorStagingAccount",
      message: "The storage account cannot be used.",
    }),
    () => ({ kind: "lag", of: "jobs", seconds: random.integer(1, 60) }),
    () => ({ kind: "operation", path: "*/restore", code: "UserErrorRecoveryPointNotFound" }),
  ];
  return Array.from({ length: random.integer(1, 4) }, () => random.pick(...possible)());
}
