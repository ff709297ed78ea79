import type { Context } from "../context";
import { propertiesOf } from "./body";
import { isWithin, scopeOf } from "./scope";
import { scopeLocked } from "../errors/arm-errors";

const LOCK = "Microsoft.Authorization/locks";
const WRITES = new Set(["PUT", "PATCH", "POST", "DELETE"]);

/**
 * Refuses a request that a management lock forbids. A lock forbids the deletion of its scope, and of every scope above or below
 * it. A ReadOnly lock also forbids changes of its scope and of the scopes below. Locks themselves can always be created and
 * deleted.
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
