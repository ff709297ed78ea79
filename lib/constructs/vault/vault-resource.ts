import { RecoveryServicesVault } from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import type { Construct } from "constructs";
import { withoutUndefined } from "../private/defaults";
import { dependenciesOf } from "../private/dependencies";
import { repairHcl } from "../private/hcl";
import { lifecycleOf } from "../private/lifecycle";
import { checkedProvider } from "../provider/checked-provider";
import type { VaultConfig } from "./soft-delete-argument";
import type { StorageRedundancy } from "./storage-redundancy";
import { type RecoveryServicesVaultProps, VaultSku } from "./vault-props";

/** Declares the resource of a vault. */
export function vaultResource(scope: Construct, props: RecoveryServicesVaultProps): RecoveryServicesVault {
  const { redundancy, encryption } = props;
  const identity = props.identity ?? encryption?._identity;
  const config: VaultConfig = {
    name: props.vaultName,
    resourceGroupName: props.resourceGroupName,
    location: props.location,
    sku: props.sku ?? VaultSku.STANDARD,
    storageModeType: redundancy?._storageModeType,
    crossRegionRestoreEnabled: redundancy?._crossRegionRestore,
    immutability: props.immutability?._state,
    softDeleteEnabled: props.softDeleteEnabled,
    publicNetworkAccessEnabled: props.publicNetworkAccessEnabled,
    identity: identity && { type: identity._type, identityIds: identity._identityIds },
    encryption: encryption?._block,
    monitoring: props.monitoring && withoutUndefined(props.monitoring),
    classicVmwareReplicationEnabled: props.classicVmwareReplicationEnabled,
    tags: props.tags,
    timeouts: props.timeouts && withoutUndefined(props.timeouts),
    provider: checkedProvider(scope, props.provider),
    dependsOn: dependenciesOf(scope, props.dependsOn),
    lifecycle: lifecycleOf(scope, props.lifecycle, {
      preventDestroy: true,
      // Azure cannot turn cross-region restore off: azurerm would replace a vault if somebody turned it on outside the stack.
      ...(isCrossRegionRestoreLeft(redundancy) && { ignoreChanges: ["cross_region_restore_enabled"] }),
    }),
  };
  const resource = new RecoveryServicesVault(scope, "Resource", config);
  repairHcl(resource);
  return resource;
}

function isCrossRegionRestoreLeft(redundancy: StorageRedundancy | undefined): boolean {
  return redundancy === undefined || redundancy._leavesCrossRegionRestore;
}
