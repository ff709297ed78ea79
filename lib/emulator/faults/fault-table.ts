import { caseFold, isSameName } from "../../azure/case-fold";
import { parseVirtualMachineId } from "../../azure/resource-id";
import { type VmName, vmOfName } from "../../azure/vm-item-name";
import { chanceOf } from "./chance";
import type { Fault, FaultKind, FaultMatcher, LagFault, Seconds } from "./fault";

/** A request or a resource, against which faults are matched. */
export interface FaultTarget {
  readonly method?: string;
  /** The path of a request, or the id of a resource. */
  readonly path: string;
}

interface Entry {
  readonly fault: Fault;
  /** How many more times the fault applies; undefined if there is no limit. */
  readonly left: number | undefined;
  readonly skip: number;
}

/** {@link FaultTable} as JSON. */
export interface SavedFaults {
  readonly entries: readonly Entry[];
  readonly drawn: number;
}

type FaultOf<K extends FaultKind> = Extract<Fault, { kind: K }>;

/** The faults that are not used up, in the order in which they were added. */
export class FaultTable {
  #entries: readonly Entry[];
  /** The number of random numbers drawn so far. It makes the next one differ, but be the same on the next run. */
  #drawn: number;

  constructor(
    private readonly seed: number,
    private readonly onChange: () => void,
    saved?: SavedFaults,
  ) {
    this.#entries = saved?.entries ?? [];
    this.#drawn = saved?.drawn ?? 0;
  }

  get pending(): readonly Fault[] {
    return this.#entries.map(({ fault }) => fault);
  }

  add(fault: Fault): void {
    const once = fault.kind === "latency" || fault.kind === "lag" ? "always" : 1;
    const { times = once, skip = 0 } = fault.kind === "lag" ? {} : fault;
    this.#replace([...this.#entries, { fault, left: times === "always" ? undefined : times, skip }]);
  }

  clear(): void {
    this.#replace([]);
  }

  /** Returns the first fault of a kind that applies to the target, and counts it as used once more. */
  take<K extends FaultKind>(kind: K, subject: FaultTarget): FaultOf<K> | undefined {
    for (const entry of this.#entries) {
      const { fault, skip } = entry;
      if (!isOfKind(fault, kind) || !isFor(fault, subject)) continue;
      if (skip > 0) {
        this.#update(entry, { ...entry, skip: skip - 1 });
        continue;
      }
      if (chanceFor(fault) < 1 && this.#draw() >= chanceFor(fault)) continue;
      if (entry.left !== undefined) this.#update(entry, entry.left > 1 ? { ...entry, left: entry.left - 1 } : undefined);
      return fault;
    }
    return undefined;
  }

  /**
   * Returns the lag of a VM or its protected item in emulated milliseconds. It is the same on every run for the same id and the
   * same `nth`.
   */
  lag(of: LagFault["of"], id: string, nth: () => number): number {
    let milliseconds = 0;
    for (const { fault } of this.#entries) {
      if (fault.kind !== "lag" || fault.of !== of || !isFor(fault, { path: id })) continue;
      milliseconds += secondsOf(fault.seconds, chanceOf(this.seed, `${of} ${caseFold(id)} ${nth()}`)) * 1000;
    }
    return milliseconds;
  }

  /** Returns a number of seconds from the span, a new one for each call. */
  draw(span: Seconds): number {
    return typeof span === "number" ? span : secondsOf(span, this.#draw());
  }

  toJSON(): SavedFaults {
    return { entries: this.#entries, drawn: this.#drawn };
  }

  #draw(): number {
    this.onChange();
    return chanceOf(this.seed, String(this.#drawn++));
  }

  #update(old: Entry, replacement: Entry | undefined): void {
    this.#replace(this.#entries.flatMap((entry) => (entry === old ? (replacement ?? []) : entry)));
  }

  #replace(entries: readonly Entry[]): void {
    this.#entries = entries;
    this.onChange();
  }
}

function isOfKind<K extends FaultKind>(fault: Fault, kind: K): fault is FaultOf<K> {
  return fault.kind === kind;
}

function chanceFor(fault: Fault): number {
  return fault.kind === "lag" ? 1 : (fault.chance ?? 1);
}

function secondsOf(span: Seconds, share: number): number {
  if (typeof span === "number") return span;
  const [least, most] = span;
  return least + (most - least) * share;
}

function isFor({ method, path, vm }: FaultMatcher, subject: FaultTarget): boolean {
  if (method !== undefined && subject.method !== undefined && !isSameName(method, subject.method)) return false;
  if (path !== undefined && !globOf(path).test(subject.path)) return false;
  return vm === undefined || isOfVm(vm, subject.path);
}

function globOf(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i");
}

/** Whether a path belongs to a VM, given by id or name, or to its protected item in any vault. */
function isOfVm(vm: string, path: string): boolean {
  const { resourceGroupName, vmName } = parseVirtualMachineId(vm) ?? { vmName: vm, resourceGroupName: undefined };
  const { resourceGroupName: group, vmName: name } = vmOfPath(path) ?? {};
  if (!group || !name) return false;
  return isSameName(name, vmName) && (resourceGroupName === undefined || isSameName(group, resourceGroupName));
}

function vmOfPath(path: string): VmName | undefined {
  const [item] = path.split("/").flatMap((segment) => vmOfName(segment) ?? []);
  const vmId = /^.*\/virtualMachines\/[^/]+/i.exec(path)?.[0];
  return item ?? parseVirtualMachineId(vmId ?? "");
}
