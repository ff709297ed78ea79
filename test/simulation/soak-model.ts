const DAY_MS = 24 * 3_600_000;

interface ModelVm {
  protected: boolean;
  /** The times of its scheduled backups that completed. */
  readonly completed: number[];
  /** The times of those that failed. */
  readonly failed: number[];
  failsNext: boolean;
}

/** What a vault must hold: a backup of each protected VM a day, kept for some days. It knows nothing of the emulator. */
export class SoakModel {
  readonly vms = new Map<string, ModelVm>();

  constructor(
    private readonly retentionDays: number,
    /** The time of day of the backups, in milliseconds. */
    private readonly timeOfDay: number,
  ) {}

  add(name: string): void {
    this.vms.set(name, { protected: true, completed: [], failed: [], failsNext: false });
  }

  /** Advances the time. Every protected VM is backed up at each run of the schedule. */
  advance(from: number, to: number): void {
    const first = Math.floor((from - this.timeOfDay) / DAY_MS) + 1;
    for (let day = first; day * DAY_MS + this.timeOfDay <= to; day++) {
      const time = day * DAY_MS + this.timeOfDay;
      for (const vm of this.vms.values()) {
        if (!vm.protected) continue;
        (vm.failsNext ? vm.failed : vm.completed).push(time);
        vm.failsNext = false;
      }
    }
    for (const { completed, failed } of this.vms.values()) {
      for (const times of [completed, failed]) while ((times[0] ?? to) < to - 2 * this.retentionDays * DAY_MS) times.shift();
    }
  }

  /** The number of recovery points of a VM that have not expired. */
  points(name: string, now: number): number {
    return this.vms.get(name)?.completed.filter((time) => time + this.retentionDays * DAY_MS > now).length ?? 0;
  }

  /** The number of backups that began in a period, by how they ended. */
  jobs(from: number, to: number): { readonly completed: number; readonly failed: number } {
    const within = (time: number): boolean => time > from && time <= to;
    const sum = { completed: 0, failed: 0 };
    for (const { completed, failed } of this.vms.values()) {
      sum.completed += completed.filter(within).length;
      sum.failed += failed.filter(within).length;
    }
    return sum;
  }
}

const MOST_GROWTH = 1.1;

/** Compares the memory in the first third of the days with that in the last. @throws if it grew, or if there are too few days */
export function comparedMemory(heaps: readonly number[]): { readonly first: number; readonly last: number } {
  const third = Math.floor(heaps.length / 3);
  if (third === 0) throw new Error("too few days passed to compare the memory; give it more --minutes or fewer --vms");
  const [first, last] = [median(heaps.slice(0, third)), median(heaps.slice(-third))];
  if (last > first * MOST_GROWTH) throw new Error(`the memory grew by ${((last / first - 1) * 100).toFixed(0)} %`);
  return { first, last };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
