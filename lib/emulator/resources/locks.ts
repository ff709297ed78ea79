import type { Context } from "../context";
import { propertiesOf } from "./body";
import { isWithin, scopeOf } from "./scope";
import { scopeLocked } from "../errors/arm-errors";

const LOCK = "Microsoft.Authorization/locks";
const WRITES = new Set(["PUT", "PATCH", "POST", "DELETE"]);

/**
 * Refuses what a management lock forbids: deleting what is locked, what lies in it, or what it lies in; and, if the lock is
 * ReadOnly, changing it. Locks themselves are put and removed regardless.
 */
export function requireNoLock({ state }: Context, method: string, path: string): void {
  if (!WRITES.has(method) || path.toLowerCase().includes(`/providers/${LOCK.toLowerCase()}`)) return;
  const deletes = method === "DELETE";
  const scopes = new Set<string>();
  for (const lock of state.resources.values()) {
    if (lock.type !== LOCK) continue;
    const scope = scopeOf(lock.id);
    const forbids = deletes || propertiesOf(lock)["level"] === "ReadOnly";
    if (forbids && (isWithin(path, scope) || (deletes && isWithin(scope, path)))) scopes.add(scope);
  }
  if (scopes.size === 0) return;
  throw scopeLocked(path, deletes ? "delete" : "write", [...scopes]);
}
