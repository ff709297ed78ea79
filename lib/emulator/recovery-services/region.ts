import { parseVaultId } from "../../azure/resource-id";
import type { Vault } from "./model";

export interface RegionParams {
  readonly subscriptionId: string;
  readonly location: string;
}

/** The route of what Recovery Services has in a region. */
export const REGION = regionId({ subscriptionId: ":subscriptionId", location: ":location" });

export function regionId({ subscriptionId, location }: RegionParams): string {
  return `/subscriptions/${subscriptionId}/providers/Microsoft.RecoveryServices/locations/${location}`;
}

/** Returns the id of a vault's region, in the vault's subscription. */
export function regionIdOf({ id, location }: Vault): string {
  return regionId({ subscriptionId: parseVaultId(id)?.subscriptionId ?? "", location });
}
