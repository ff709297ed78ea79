import { DAY_MS } from "../../../azure/durations";
import type { Context } from "../../context";
import type { RecoveryPoint } from "../recovery-points/recovery-point";

/** The least age, and the least remaining retention, with which a recovery point can be moved to the archive tier. */
const LEAST_AGE_DAYS = 90;
const LEAST_REMAINING_DAYS = 180;

/** Returns the tiers of a recovery point, without the snapshot. Whether Azure still lists an expired tier is not known. */
export function vaultTiers({ vaulted, archived }: RecoveryPoint): readonly { readonly type: string; readonly status: string }[] {
  if (!archived) return vaulted ? [{ type: "HardenedRP", status: "Valid" }] : [];
  return [{ type: "ArchivedRP", status: vaulted ? "Rehydrated" : "Valid" }];
}

export interface MoveReadiness {
  readonly isReadyForMove: boolean;
  readonly additionalInfo: string;
}

/** Returns whether a recovery point can be moved to the archive tier and, if not, why. */
export function moveReadiness({ clock }: Context, { time, expiry, vaulted, archived }: RecoveryPoint): MoveReadiness {
  const now = clock.now();
  if (archived) return { isReadyForMove: false, additionalInfo: "Recovery point is already in the archive tier." };
  if (!vaulted || now - time < LEAST_AGE_DAYS * DAY_MS) {
    return { isReadyForMove: false, additionalInfo: "Whether this recovery point can be moved is not determined yet." };
  }
  if (expiry - now < LEAST_REMAINING_DAYS * DAY_MS) {
    return { isReadyForMove: false, additionalInfo: "Recovery point will expire in less than 180 days." };
  }
  return { isReadyForMove: true, additionalInfo: "" };
}
