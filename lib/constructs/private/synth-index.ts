import type { IConstruct } from "constructs";

/** What is known of all constructs of a stack or an app, and the constructs that have not asked for it yet. */
interface Indexed<T> {
  readonly value: T;
  readonly waiting: Set<IConstruct>;
}

/**
 * What validations look up among all constructs of a stack or an app, found by one search for all of them. Each construct asks once per
 * synthesis. One that asks again, or that is newer than the search, has the constructs searched anew.
 */
export class SynthIndex<T> {
  private readonly indexed = new WeakMap<IConstruct, Indexed<T>>();

  constructor(private readonly build: (all: readonly IConstruct[]) => T) {}

  /**
   * The index of a scope.
   * @param scope the stack or the app
   * @param asker the construct whose validation needs it
   */
  of(scope: IConstruct, asker: IConstruct): T {
    const last = this.indexed.get(scope);
    if (last?.waiting.delete(asker) === true) return last.value;
    const all = scope.node.findAll();
    const waiting = new Set(all);
    waiting.delete(asker);
    const value = this.build(all);
    this.indexed.set(scope, { value, waiting });
    return value;
  }
}
