import { caseFold } from "../azure/case-fold";

/** Records by id or name, in the order in which they were added. Letter case does not matter. */
export class Registry<T> {
  readonly #records: Map<string, T>;

  constructor(
    entries: Iterable<readonly [string, T]> = [],
    private readonly onChange: () => void = () => undefined,
  ) {
    this.#records = new Map(entries);
  }

  get(id: string): T | undefined {
    return this.#records.get(caseFold(id));
  }

  set(id: string, record: T): void {
    this.#records.set(caseFold(id), record);
    this.onChange();
  }

  delete(id: string): boolean {
    const wasThere = this.#records.delete(caseFold(id));
    if (wasThere) this.onChange();
    return wasThere;
  }

  values(): IterableIterator<T> {
    return this.#records.values();
  }

  /** Returns the records whose id begins with another id and a slash. */
  under(id: string): T[] {
    const prefix = `${caseFold(id)}/`;
    const records: T[] = [];
    for (const [key, record] of this.#records) if (key.startsWith(prefix)) records.push(record);
    return records;
  }

  /** Removes the oldest records until at most `count` are left. */
  keepNewest(count: number): void {
    for (const key of this.#records.keys()) {
      if (this.#records.size <= count) return;
      this.#records.delete(key);
    }
  }

  deleteUnder(id: string): void {
    const prefix = `${caseFold(id)}/`;
    for (const key of this.#records.keys()) if (key.startsWith(prefix)) this.#records.delete(key);
    this.onChange();
  }

  toJSON(): [string, T][] {
    return [...this.#records];
  }
}
