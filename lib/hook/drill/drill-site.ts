import type { ArmConnection } from "../arm/arm-connection";
import type { Clock } from "../clock";
import { RestoreReads } from "../restore/restore-reads";
import type { RestoreRegion } from "../restore/restore-region";
import { readTarget, restoreRegion } from "../restore/restore-target";
import type { ProtectedItem } from "../vault/protected-item";
import type { DrillOptions } from "./drill-options";
import type { DrillPlace } from "./guard";

/** Where a drill restores from and to, read once for all of its VMs. */
export interface DrillSite {
  readonly reads: RestoreReads;
  readonly items: readonly ProtectedItem[];
  readonly region: RestoreRegion;
  readonly place: DrillPlace;
}

/** @throws HookError if the vault, the scratch group, the staging account or the subnet does not exist or does not fit */
export async function openDrillSite(
  options: Pick<DrillOptions, "vaultId" | "scratchGroup" | "stagingAccount" | "restores" | "subnetId">,
  context: { readonly arm: ArmConnection; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<DrillSite> {
  const { vaultId, restores: to, scratchGroup: targetGroup, stagingAccount, subnetId } = options;
  const reads = new RestoreReads(context.arm, vaultId);
  const region = await restoreRegion({ vaultId, secondaryRegion: false }, reads, context);
  const target = { vaultId, to, targetGroup, groupFlag: "--scratch-group", stagingAccount, subnetId };
  const { targetGroupId, staging } = await readTarget(target, undefined, region.region, reads);
  const items = await reads.items();
  return { reads, items, region, place: { scratchGroupId: targetGroupId, stagingAccountId: staging.account.id } };
}
