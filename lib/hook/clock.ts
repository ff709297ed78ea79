import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { TIME_SCALE_VARIABLE } from "../contract/time-scale";
import { ExitCode } from "../contract/exit-code";
import { HookError } from "./hook-error";

/** Node's timers take no longer time, and fire at once instead. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The only clock the engine reads and waits on. */
export interface Clock {
  /** The time as Azure has it. */
  now(): Date;
  /** Milliseconds since the clock was made: what a time-out is measured with, since nothing sets it. */
  elapsed(): number;
  /** Waits, in milliseconds of this clock; resolves early when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The instant, as Azure has it, at which a clock showed so many milliseconds. */
export function instantOf(clock: Pick<Clock, "now" | "elapsed">, elapsed: number): Date {
  return new Date(clock.now().getTime() - (clock.elapsed() - elapsed));
}

/** A clock of a machine, which Azure may put right. */
export interface AdjustableClock extends Clock {
  /** Says what time it is in Azure: a runner whose own clock is wrong must not choose the wrong day to keep a backup until. */
  readonly adjust: (azureTime: Date) => void;
  /** Whether Azure has told the time yet. */
  readonly isAdjusted: () => boolean;
}

/** Real time, each real millisecond counting as `1 / scale`. */
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

/** The scale that the environment sets, 1 if it sets none. */
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
