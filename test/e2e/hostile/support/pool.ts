import { availableParallelism } from "node:os";

/** More at once than processors, because most of the programs wait. */
const AT_ONCE = 4 * availableParallelism();

/** Runs many tasks, a few at once, while tests wait for one after the other. */
export class Pool<T> {
  private readonly results = new Map<string, Promise<T>>();
  private readonly queue: (() => Promise<unknown>)[] = [];

  add(name: string, task: () => Promise<T>): void {
    const result = new Promise<T>((resolve, reject) => {
      this.queue.push(() => task().then(resolve, reject));
    });
    // A test that waits for it reports its failure.
    result.catch(() => undefined);
    this.results.set(name, result);
  }

  start(): void {
    for (let count = 0; count < AT_ONCE; count++) void this.work();
  }

  ended(name: string): Promise<T> {
    return this.results.get(name) ?? Promise.reject(new Error(`there is no task ${name}`));
  }

  private async work(): Promise<void> {
    for (let next = this.queue.shift(); next; next = this.queue.shift()) await next();
  }
}
