import { ExitCode } from "../../lib/contract/exit-code";
import { MAX_ON_DEMAND_BACKUPS_PER_DAY } from "../../lib/azure/limits";

/** What is true of a VM in the vault, as the API shows it. */
export interface SeenVm {
  readonly name: string;
  readonly state: "absent" | "active" | "stopped" | "softDeleted";
  readonly points: readonly { readonly id: string; readonly expires: number }[];
  /** The start times of its on-demand backups, and those of them that completed. */
  readonly attempts: readonly number[];
  readonly completed: readonly number[];
  readonly restores: readonly SeenRestore[];
}

export interface SeenRestore {
  /** The id of the request that started it. */
  readonly request: string;
  readonly status: string;
  readonly start: number;
}

const DAY_MS = 24 * 3_600_000;
/** The days for which deleted backups are kept. */
const SOFT_DELETE_MS = 14 * DAY_MS;
const RESTORES_ARE_FOUND_MS = 7 * DAY_MS;

interface KnownVm {
  /** When each recovery point that was seen expires. */
  readonly points: Map<string, number>;
  deletedAt: number | undefined;
  /** Whether it has had a recovery point, which may have expired since. */
  isBackedUp: boolean;
  /** The completed on-demand backups that were there when the VM was last without recovery points. */
  before: number;
}

/** What must be true of a vault and of the runs of the hook, whatever happens. It knows what it has seen, and nothing of the emulator. */
export class LifeModel {
  private readonly vms = new Map<string, KnownVm>();

  /** Azure has accepted a policy for a VM: it may keep backups for a shorter time, also those that had no expiry while protection was stopped. */
  policyChanged(name: string): void {
    const { points } = this.vms.get(name) ?? {};
    for (const id of points?.keys() ?? []) points?.set(id, 0);
  }

  /** @throws if a recovery point is lost, a VM has two initial backups, or more attempts than Azure allows */
  see(now: number, seen: readonly SeenVm[]): void {
    for (const vm of seen) {
      const known = this.vms.get(vm.name) ?? {
        points: new Map<string, number>(),
        deletedAt: undefined,
        isBackedUp: false,
        before: 0,
      };
      this.vms.set(vm.name, known);
      if (vm.state !== "softDeleted" && vm.state !== "absent") known.deletedAt = undefined;
      else if (vm.state === "softDeleted") known.deletedAt ??= now;
      this.checkPoints(now, vm, known);
      const initial = vm.completed.length - known.before;
      if (initial > 1) throw new Error(`${vm.name}: ${initial} initial backups`);
      if (vm.points.length === 0) known.before = vm.completed.length;
      for (const start of vm.attempts) {
        const inDay = vm.attempts.filter((one) => one <= start && one > start - DAY_MS).length;
        if (inDay > MAX_ON_DEMAND_BACKUPS_PER_DAY) throw new Error(`${vm.name}: ${inDay} attempts in a day`);
      }
      this.checkRestores(vm);
    }
  }

  /** The active VMs that never had a backup. */
  withoutBackup(seen: readonly SeenVm[]): string[] {
    const bare = seen.filter(
      ({ name, state, points }) => state === "active" && points.length === 0 && !this.vms.get(name)?.isBackedUp,
    );
    return bare.map(({ name }) => name);
  }

  /** @throws if a run that waited for completed backups ended with another exit code than the vault deserves */
  checkExit(code: ExitCode, seen: readonly SeenVm[], failed: ReadonlySet<string>): void {
    const without = this.withoutBackup(seen);
    if (code === ExitCode.done && without.length > 0)
      throw new Error(`a run ended with 0 although ${without.join(", ")} has no backup`);
    if (code === ExitCode.backupFailed && failed.size === 0) throw new Error("a run reports a failed backup, and none failed");
  }

  /** @throws if a run that restored a VM ended with another exit code than its restores deserve */
  checkRestore(code: ExitCode, name: string, seen: readonly SeenVm[], failed: ReadonlySet<string>): void {
    const restores = seen.find((vm) => vm.name === name)?.restores ?? [];
    if (code === ExitCode.done && !restores.some(({ status }) => status === "Completed"))
      throw new Error(`a restore ended with 0 although ${name} was not restored`);
    if (code === ExitCode.backupFailed && !failed.has(name))
      throw new Error(`a failed restore of ${name} is reported, and none failed`);
  }

  private checkRestores({ name, restores }: SeenVm): void {
    for (const [index, one] of restores.entries()) {
      const same = restores.slice(index + 1).find(({ request }) => request === one.request);
      // A run looks for its request among the restores of seven days.
      if (same && Math.abs(same.start - one.start) < RESTORES_ARE_FOUND_MS)
        throw new Error(`${name}: the request ${one.request} started two restores`);
    }
  }

  private checkPoints(now: number, vm: SeenVm, known: KnownVm): void {
    const isGone = vm.state === "absent" && known.deletedAt !== undefined && now - known.deletedAt >= SOFT_DELETE_MS;
    if (isGone) {
      known.points.clear();
      known.isBackedUp = false;
    }
    known.isBackedUp ||= vm.points.length > 0;
    // The points of deleted backups are not listed. They must be there again afterwards.
    if (vm.state === "softDeleted") return;
    const ids = new Set(vm.points.map(({ id }) => id));
    for (const [id, expires] of known.points) {
      if (ids.has(id)) continue;
      // Backups that are stopped are kept, and the last point of a VM too.
      if (expires > now) throw new Error(`${vm.name}: recovery point ${id} is gone before its expiry`);
      known.points.delete(id);
    }
    for (const { id, expires } of vm.points) {
      if (vm.state === "active" || !known.points.has(id)) known.points.set(id, expires);
    }
  }
}
