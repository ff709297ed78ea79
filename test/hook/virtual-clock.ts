import type { Clock } from "../../lib/hook/clock";
import { START } from "./fakes";

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that moves on to the next sleeper as soon as nothing else is to be done, however many sleep. */
export class VirtualClock implements Clock {
  private time = START.getTime();
  private sleepers: Sleeper[] = [];

  now(): Date {
    return new Date(this.time);
  }

  elapsed(): number {
    return this.time - START.getTime();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.sleepers = this.sleepers.filter((one) => one !== sleeper);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const sleeper = { at: this.time + ms, wake };
      this.sleepers.push(sleeper);
      signal?.addEventListener("abort", wake);
      setImmediate(() => {
        this.wakeNext();
      });
    });
  }

  private wakeNext(): void {
    const [next] = [...this.sleepers].sort((one, other) => one.at - other.at);
    if (!next) return;
    this.time = Math.max(this.time, next.at);
    next.wake();
  }
}
