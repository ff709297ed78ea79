import { derivedGuid } from "../../arm/derived-guid";
import { azureTime } from "../../arm/times";
import type { App } from "../../app";
import type { Context } from "../../context";
import { ITEM, findItem, type ItemParams } from "../items/items";
import { findPoint } from "../recovery-points/recovery-points";
import { REGION, regionId, type RegionParams } from "../region";
import { findVault } from "../vaults/vaults";

interface RegionRoute {
  Params: RegionParams;
}

interface TokenRoute {
  Params: ItemParams & { recoveryPointId: string };
}

/** Serves the identity of a region, and the access token that a restore in the secondary region needs. */
export function serveCrossRegionAccess(app: App, context: Context): void {
  const { tenantId } = context.account;

  app.get<RegionRoute>(`${REGION}/backupAadProperties`, ({ params }) => ({
    id: `${regionId(params)}/backupAadProperties`,
    name: "backupAadProperties",
    type: "Microsoft.RecoveryServices/locations/backupAadProperties",
    properties: {
      tenantId,
      authority: `${context.origin}/${tenantId}`,
      servicePrincipalClientId: derivedGuid(`crr client ${params.location}`),
      servicePrincipalObjectId: derivedGuid(`crr object ${params.location}`),
      audience: `${context.origin}/`,
    },
  }));

  app.post<TokenRoute>(`${ITEM}/recoveryPoints/:recoveryPointId/accessToken`, ({ params }) => {
    const vault = findVault(context, params);
    const item = findItem(context, params);
    const point = findPoint(context, item, params.recoveryPointId);
    return {
      id: `${item.id}/recoveryPoints/${point.name}/accessToken`,
      name: "accessToken",
      properties: {
        objectType: "CrrAccessToken",
        accessTokenString: accessToken(item.id, point.name),
        subscriptionId: params.subscriptionId,
        resourceGroupName: params.resourceGroupName,
        resourceName: params.vaultName,
        resourceId: vault.id,
        recoveryPointId: point.name,
        recoveryPointTime: azureTime(point.time),
        containerName: item.containerName,
        datasourceName: item.vmName,
        protectableObjectContainerHostOsName: "",
        protectableObjectUniqueName: item.id,
        bMSActiveRegion: vault.location,
      },
    };
  });
}

/** Returns the access token of a recovery point. It is the same for every caller. */
export function accessToken(itemId: string, pointName: string): string {
  return derivedGuid(`access ${itemId} ${pointName}`);
}
