import type { Milestone } from "../../lib/hook/backup-now/progress";
import { CALM, type Weather } from "./wire";
import type { Random } from "../support/random";
import type { Fate, Vm } from "./service";

const MINUTE = 60_000;

/** How one run of the hook goes, apart from what it meets. */
export interface RunPlan {
  readonly waitFor: Milestone;
  readonly timeoutMinutes: number;
  readonly concurrency: number;
  /** Whether the VMs are named, by their ids, or all of the vault are meant. */
  readonly named: boolean;
  readonly weather: Weather;
  /** When it is killed, or asked to end, in milliseconds after its start. */
  readonly kill: { readonly after: number; readonly gently: boolean } | undefined;
  /** When a second hook starts beside it. */
  readonly secondAfter: number | undefined;
  /** How long nobody runs anything after it. */
  readonly pause: number;
}

const PASSING = [
  "CloudInternalError",
  "BackUpOperationFailedV2",
  "ExtensionOperationInProgress",
  "UserErrorRpCollectionDeleted",
] as const;
/** Errors that are never tried again by themselves. */
export const FINAL = ["UserErrorGuestAgentStatusUnavailable", "UserErrorFsFreezeFailed", "SomethingNobodyKnows"] as const;

/** One to thirty VMs, most of them pending. */
export function someVms(random: Random): Vm[] {
  const count = random.chance(0.5) ? random.integer(1, 6) : random.integer(1, 30);
  return Array.from({ length: count }, (_, index) => {
    const kind = random.chance(0.8) ? "pending" : random.pick("backedUp", "backedUp", "stopped", "softDeleted");
    const listedFrom = random.chance(0.1) ? random.between(0, 2 * MINUTE) : 0;
    return { name: `vm-${index + 1}`, kind, fates: someFates(random), listedFrom };
  });
}

function someFates(random: Random): Fate[] {
  const completed: Fate = { ending: "Completed" };
  const passing = (): Fate => ({ ending: "Failed", code: random.pick(...PASSING), withoutJob: random.chance(0.2) });
  const final = (): Fate => ({ ending: "Failed", code: random.pick(...FINAL), withoutJob: random.chance(0.2) });
  if (random.chance(0.6)) return [completed];
  return random.pick<() => Fate[]>(
    () => [passing(), completed],
    () => [passing(), passing(), completed],
    () => [passing(), passing(), passing(), completed],
    () => [{ ending: "CompletedWithWarnings", code: "CloudTimeoutError" }, completed],
    () => [final(), completed],
    () => [passing()],
    () => [final()],
  )();
}

export function someRun(random: Random): RunPlan {
  const kill = random.chance(0.6)
    ? { after: random.between(0, random.pick(10_000, 5 * MINUTE, 60 * MINUTE)), gently: random.chance(0.3) }
    : undefined;
  return {
    waitFor: random.pick<Milestone>("accepted", "snapshot", "completed"),
    timeoutMinutes: random.pick(1, 15, 120, 600),
    concurrency: random.integer(1, 8),
    named: random.chance(0.6),
    weather: random.chance(0.2) ? CALM : someWeather(random),
    kill,
    secondAfter: random.chance(0.2) ? random.between(0, 30_000) : undefined,
    pause: random.chance(0.6) ? random.between(0, 30_000) : random.between(0, 90 * MINUTE),
  };
}

/** The last runs: nothing disturbs them, and they wait for the end. */
export function calmRun(): RunPlan {
  const pause = 25 * 60 * MINUTE;
  return {
    waitFor: "completed",
    timeoutMinutes: 600,
    concurrency: 4,
    named: true,
    weather: CALM,
    kill: undefined,
    secondAfter: undefined,
    pause,
  };
}

function someWeather(random: Random): Weather {
  const badness = random.pick(0.3, 1, 1, 2);
  const upTo = (most: number): number => random.between(0, most) * badness;
  return { resetBefore: upTo(0.06), resetAfter: upTo(0.06), slow: upTo(0.02), throttled: upTo(0.1), failing: upTo(0.08) };
}
