import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { TIME_SCALE_VARIABLE } from "../contract/time-scale";
import { ExitCode } from "../contract/exit-code";
import { HookError } from "./hook-error";

/** Node's longest timer. A longer one fires at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The only clock that a run reads and waits on. */
export interface Clock {
  /** The current time, in Azure's time. */
  now(): Date;
  /** Milliseconds since the clock was created. Time-outs use it, because no adjustment changes it. */
  elapsed(): number;
  /** Waits, in milliseconds of this clock; resolves early when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Returns the instant, in Azure's time, at which `elapsed()` had a value. */
export function instantOf(clock: Pick<Clock, "now" | "elapsed">, elapsed: number): Date {
  return new Date(clock.now().getTime() - (clock.elapsed() - elapsed));
}

/** The clock of a machine, which Azure's time can adjust. */
export interface AdjustableClock extends Clock {
  /** Sets the clock to Azure's time, so that a wrong clock of the machine does not change the retention date. */
  readonly adjust: (azureTime: Date) => void;
  /** Whether the clock has been set to Azure's time. */
  readonly isAdjusted: () => boolean;
}

/** A clock of real time. Each real millisecond counts as `1 / scale` milliseconds. */
export function systemClock(scale: number): AdjustableClock {
  const origin = performance.now();
  const elapsed = (): number => (performance.now() - origin) / scale;
  let startedAt = Date.now();
  let adjusted = false;
  return {
    now: () => new Date(startedAt + elapsed()),
    elapsed,
    adjust: (azureTime) => {
      startedAt = azureTime.getTime() - elapsed();
      adjusted = true;
    },
    isAdjusted: () => adjusted,
    sleep: async (ms, signal) => {
      try {
        await delay(Math.min(ms * scale, LONGEST_TIMER_MS), undefined, signal ? { signal } : {});
      } catch (error) {
        if (!signal?.aborted) throw error;
      }
    },
  };
}

/** Returns the time scale of the environment, 1 if it is not set. */
export function timeScaleOf(env: NodeJS.ProcessEnv): number {
  const text = env[TIME_SCALE_VARIABLE];
  if (text === undefined || text === "") return 1;
  const scale = Number(text);
  if (Number.isFinite(scale) && scale > 0) return scale;
  throw new HookError(
    ExitCode.badInput,
    `${TIME_SCALE_VARIABLE} must be a positive number such as 0.01, got '${text}'; unset it for real time`,
  );
}
