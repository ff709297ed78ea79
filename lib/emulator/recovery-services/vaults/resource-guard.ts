import { caseFold, isSameName } from "../../../azure/case-fold";
import { MINUTE_MS } from "../../../azure/durations";
import { GUARDED_OPERATIONS, type GuardedOperationName } from "../../../azure/guarded-operations";
import type { GenericResource } from "../../arm/generic-resources";
import type { Context } from "../../context";
import { propertiesOf, withProperties } from "../../resources/body";
import { isWithin } from "../../resources/scope";
import { guardRequestMissing } from "../../errors/vault-errors";

/** Operations that a guard always protects and cannot exclude. */
const NEVER_EXCLUDED: readonly GuardedOperationName[] = ["changeBackupSettings", "deleteGuardAssociation"];

/** The resource type of a vault's association with a guard. */
export const GUARD_PROXY = "Microsoft.RecoveryServices/vaults/backupResourceGuardProxies";
/**
 * The property of the association that stores, by case-folded id, until when a deletion is unlocked. Clients neither send nor see
 * it.
 */
export const UNLOCKED_UNTIL = "emulatedUnlockedUntil";
const UNLOCKED_MILLISECONDS = 10 * MINUTE_MS;

/**
 * Refuses an operation on a guarded vault, unless the request names a request of the guard. The emulator accepts any request of
 * that guard, because the right one is known only for some operations.
 */
export function requireUnguarded(
  context: Context,
  vaultId: string,
  operation: GuardedOperationName,
  requests: readonly string[] | null | undefined,
): void {
  const guard = guardOf(context, vaultId, operation);
  if (guard === undefined || requests?.some((request) => isWithin(request, guard.id))) return;
  throw guardRequestMissing(GUARDED_OPERATIONS[operation]);
}

/** Refuses a deletion in a guarded vault, or of its association with the guard, that is not unlocked. */
export function requireGuardUnlocked(context: Context, vaultId: string, operation: GuardedOperationName, id: string): void {
  const guard = guardOf(context, vaultId, operation);
  if (guard === undefined) return;
  const until = unlocks(guard.proxy)[caseFold(id)] ?? 0;
  if (context.clock.now() >= until) throw guardRequestMissing(GUARDED_OPERATIONS[operation]);
}

/** Unlocks the deletion of a resource for 10 minutes, and returns until when. */
export function unlock({ clock, state }: Context, proxy: GenericResource, id: string): number {
  const until = clock.now() + UNLOCKED_MILLISECONDS;
  state.resources.set(proxy.id, withProperties(proxy, { [UNLOCKED_UNTIL]: { ...unlocks(proxy), [caseFold(id)]: until } }));
  return until;
}

function unlocks(proxy: GenericResource): Readonly<Record<string, number>> {
  return (propertiesOf(proxy)[UNLOCKED_UNTIL] ?? {}) as Readonly<Record<string, number>>;
}

/** Returns the guard that protects an operation on a vault, and the vault's association with it. */
function guardOf(
  { state }: Context,
  vaultId: string,
  operation: GuardedOperationName,
): { readonly id: string; readonly proxy: GenericResource } | undefined {
  const proxy = state.resources.under(vaultId).find(({ type }) => type === GUARD_PROXY);
  if (!proxy) return undefined;
  const id = String(propertiesOf(proxy)["resourceGuardResourceId"]);
  const guard = state.resources.get(id);
  const excluded = guard ? propertiesOf(guard)["vaultCriticalOperationExclusionList"] : [];
  const canBeExcluded = !NEVER_EXCLUDED.includes(operation);
  const isExcluded =
    canBeExcluded && Array.isArray(excluded) && excluded.some((one) => isSameName(String(one), GUARDED_OPERATIONS[operation]));
  return isExcluded ? undefined : { id, proxy };
}
