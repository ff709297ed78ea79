import { SNAPSHOT_TIER, VAULT_TIER } from "../vault/recovery-point";
import type { PreviewPoint } from "./points";

/** The tiers of a recovery point at an instant, as `recovery-points` names them. */
export function tierOf({ vaulted, snapshotUntil }: PreviewPoint, instant: number): string {
  if (!vaulted) return SNAPSHOT_TIER;
  return snapshotUntil > instant ? `${SNAPSHOT_TIER} and ${VAULT_TIER}` : VAULT_TIER;
}
