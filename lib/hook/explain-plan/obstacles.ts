import { caseFold, isSameName } from "../../azure/case-fold";
import { GUARDED_OPERATIONS, type GuardedOperationName } from "../../azure/guarded-operations";
import type { Estate } from "./estate";
import type { ResourceChange } from "./resource-change";

/** What makes Azure refuse a change. */
export interface Obstacle {
  /** Such as `the lock 'keep' on the vault`. */
  readonly what: string;
  readonly remedy: string;
  /** Whether it certainly exists when the change is made. It may not if the same plan removes it in no fixed order. */
  readonly isCertain: boolean;
}

/** The locks that forbid to delete, or to write, a resource below a scope. */
export function locksOn(estate: Estate, id: string, request: "delete" | "write", subject: ResourceChange): Obstacle[] {
  return estate.locks.flatMap((lock) => {
    const scope = lock.before?.text("scope");
    const level = lock.before?.text("lock_level");
    if (scope === undefined || !isWithin(id, scope) || (request === "write" && level !== "ReadOnly")) return [];
    const gone = removedBefore(estate, lock, subject);
    if (gone === "yes") return [];
    const what = `the lock '${lock.before?.text("name") ?? lock.address}' (${level ?? "of an unknown level"}) on '${lastName(scope)}'`;
    return [{ what, remedy: `remove the lock ${lock.address} in an earlier apply`, isCertain: gone === "no" }];
  });
}

/** The Resource Guards that protect an operation on a vault. */
export function guardsOf(estate: Estate, vaultId: string, operation: GuardedOperationName, subject: ResourceChange): Obstacle[] {
  return estate.associations.flatMap((association) => {
    const guardId = association.before?.text("resource_guard_id");
    if (guardId === undefined || !isSameName(association.before?.text("vault_id") ?? "", vaultId)) return [];
    const gone = removedBefore(estate, association, subject);
    if (gone === "yes") return [];
    const guard = estate.guards.find(({ before }) => isSameName(before?.text("id") ?? "", guardId));
    const excluded = guard?.before?.texts("vault_critical_operation_exclusion_list") ?? [];
    const name = GUARDED_OPERATIONS[operation];
    if (excluded.some((one) => isSameName(one, name))) return [];
    const what = `the Resource Guard '${lastName(guardId)}', for which azurerm sends no request,`;
    const remedy = `remove ${association.address} in an earlier apply, or exclude '${name}' from the guard`;
    return [{ what, remedy, isCertain: gone === "no" }];
  });
}

/** Whether a plan removes a resource before it changes another one. */
function removedBefore(estate: Estate, obstacle: ResourceChange, subject: ResourceChange): "yes" | "no" | "maybe" {
  if (obstacle.kind !== "delete" && obstacle.kind !== "replace") return "no";
  return dependsOn(estate, obstacle, subject) ? "yes" : "maybe";
}

function dependsOn(estate: Estate, one: ResourceChange, other: ResourceChange): boolean {
  return estate.plan.dependenciesOf(one).some((address) => address === other.block || address === other.address);
}

/** Whether an id is a scope, or lies below it. */
function isWithin(id: string, scope: string): boolean {
  const [inner, outer] = [caseFold(id), caseFold(scope).replace(/\/$/, "")];
  return inner === outer || inner.startsWith(`${outer}/`);
}

function lastName(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
