import { formatInstant } from "../../report/duration";
import { NONE, plainTable } from "../../report/plain-table";
import { colourOf } from "../../report/status-colour";
import type { Colours } from "../../report/terminal";
import type { ProtectedItem } from "../../vault/protected-item";
import { threatWarning } from "../../report/threat-warning";
import { resourceGroupOf, type VmLabel } from "../../vault/vm-label";
import { CRASH_CONSISTENT, isUnhealthy, type RecoveryPoint } from "../../vault/recovery-point";

const HEAD = ["VM", "Recovery point", "Tier", "Expires", "Consistency"];

/** A recovery point and its item. */
interface ItemPoint {
  readonly item: ProtectedItem;
  readonly point: RecoveryPoint;
}

export function recoveryPointsTable(found: readonly ItemPoint[], labelOf: VmLabel, colours: Colours): string {
  const hasStatus = found.some(({ point }) => point.threatStatus !== undefined);
  return plainTable(
    hasStatus ? [...HEAD, "Threat status"] : HEAD,
    found.map(({ item, point }) => [
      labelOf(item),
      point.time ? formatInstant(point.time) : point.id,
      point.tiers.join(" and ") || NONE,
      point.expires ? formatInstant(point.expires) : NONE,
      colourOf(point.consistency, colours),
      ...(hasStatus ? [point.threatStatus ?? NONE] : []),
    ]),
  );
}

/** Returns a recovery point for `--output json`. Instants are ISO text in UTC. Null means that Azure reports no value. */
export function recoveryPointRecord({ item, point }: ItemPoint): Record<string, unknown> {
  return {
    vm: item.vmName,
    resourceGroup: resourceGroupOf(item),
    protectedItemId: item.id,
    recoveryPointId: point.id,
    time: point.time?.toISOString() ?? null,
    tiers: point.tiers,
    expires: point.expires?.toISOString() ?? null,
    consistency: point.consistency,
    threatStatus: point.threatStatus ?? null,
    threats: point.threats,
  };
}

/** Returns warnings: a VM without a recovery point, a latest one that is only crash consistent, and one with a threat. */
export function warningsOf(
  items: readonly ProtectedItem[],
  points: ReadonlyMap<ProtectedItem, readonly RecoveryPoint[]>,
  labelOf: VmLabel,
): string[] {
  return items.flatMap((item) => {
    const latest = points.get(item)?.[0];
    if (!latest) return [`'${labelOf(item)}' has no recovery point; start its backup with 'azure-vm-backup backup-now'`];
    const unhealthy = (points.get(item) ?? []).filter(isUnhealthy).map((point) => threatWarning(point, labelOf(item)));
    if (latest.consistency !== CRASH_CONSISTENT) return unhealthy;
    return [
      ...unhealthy,
      `the latest recovery point of '${labelOf(item)}' is crash consistent only, as after a power failure; a VM that runs with a working VM agent gets an application or file system consistent one`,
    ];
  });
}
