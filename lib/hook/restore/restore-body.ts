import { createHash } from "node:crypto";
import { caseFold } from "../../azure/case-fold";
import type { Rehydration, RestoreTarget } from "./restore-options";

/** The properties in the request of a restore, in the API's format. */
export type RestoreBody = Readonly<Record<string, unknown>>;

/** The names of the kinds of restore in the API. */
export const RECOVERY_TYPES: Readonly<Record<RestoreTarget, string>> = {
  disks: "RestoreDisks",
  vm: "AlternateLocation",
  original: "OriginalLocation",
};

/** The values that a request needs. */
export interface RestoreParts {
  readonly to: RestoreTarget;
  readonly pointId: string;
  readonly sourceVmId: string | undefined;
  readonly region: string;
  readonly stagingId: string;
  readonly targetGroupId: string | undefined;
  readonly targetVmId: string | undefined;
  readonly networkId: string | undefined;
  readonly subnetId: string | undefined;
  readonly zone: string | undefined;
  readonly luns: readonly number[] | undefined;
  readonly rehydration: Rehydration | undefined;
}

export function restoreBody(parts: RestoreParts): RestoreBody {
  const { to, rehydration, zone, luns } = parts;
  return {
    objectType: rehydration ? "IaasVMRestoreWithRehydrationRequest" : "IaasVMRestoreRequest",
    recoveryPointId: parts.pointId,
    recoveryType: RECOVERY_TYPES[to],
    sourceResourceId: parts.sourceVmId,
    storageAccountId: parts.stagingId,
    region: parts.region,
    ...(to === "original" ? {} : { targetResourceGroupId: parts.targetGroupId }),
    ...(to === "vm"
      ? { targetVirtualMachineId: parts.targetVmId, virtualNetworkId: parts.networkId, subnetId: parts.subnetId }
      : {}),
    createNewCloudService: false,
    originalStorageAccountOption: false,
    ...(zone === undefined ? {} : { zones: [zone] }),
    ...(luns === undefined ? {} : { restoreDiskLunList: luns }),
    ...(rehydration
      ? {
          recoveryPointRehydrationInfo: {
            rehydrationRetentionDuration: `P${rehydration.days}D`,
            rehydrationPriority: rehydration.priority === "high" ? "High" : "Standard",
          },
        }
      : {}),
  };
}

/**
 * Returns the id of a request, a GUID. It is derived from the request and the number of failed attempts, so that a later run with the same
 * options finds the job by it.
 */
export function requestIdOf(itemId: string, body: RestoreBody, attempt: number): string {
  const text = caseFold(JSON.stringify([itemId, body, attempt]));
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}
