import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { ExitCode } from "./exit-code";
import { HookError } from "./hook-error";

/** Multiplies every wait and time-out, for a service whose own clock runs faster than real time. */
export const TIME_SCALE_VARIABLE = "AZURE_VM_BACKUP_TIME_SCALE";

/** The time as Azure's side sees it: the only clock the engine reads and waits on. */
export interface Clock {
  now(): Date;
  /** Waits, in milliseconds of this clock; resolves early when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Real time, each real millisecond counting as `1 / scale`. Elapsed time is monotonic: setting the machine's clock moves nothing. */
export function systemClock(scale: number): Clock {
  const startedAt = Date.now();
  const origin = performance.now();
  return {
    now: () => new Date(startedAt + (performance.now() - origin) / scale),
    sleep: async (ms, signal) => {
      try {
        await delay(ms * scale, undefined, signal ? { signal } : {});
      } catch (error) {
        if (!signal?.aborted) throw error;
      }
    },
  };
}

/** The scale that the environment sets, 1 where it sets none. */
export function timeScaleOf(environment: NodeJS.ProcessEnv): number {
  const text = environment[TIME_SCALE_VARIABLE];
  if (text === undefined || text === "") return 1;
  const scale = Number(text);
  if (Number.isFinite(scale) && scale > 0) return scale;
  throw new HookError(
    ExitCode.badInput,
    `${TIME_SCALE_VARIABLE} must be a positive number such as 0.01, got '${text}'; unset it for real time`,
  );
}
