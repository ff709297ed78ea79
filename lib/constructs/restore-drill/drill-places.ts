import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import type { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import type { VirtualNetwork } from "@cdktf/provider-azurerm/lib/virtual-network";
import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { canonicalId, idSegment } from "../private/azure-ids";
import { warnIfUnknownRegion } from "../private/azure-names";
import { STORAGE_ACCOUNT, SUBNET } from "../vault/resource-types";
import { requireUniqueName } from "../vault/unique-names";
import type { IRecoveryServicesVault } from "../vault/vault";
import { defaultScratchGroupName, defaultStagingName } from "./drill-names";
import { type DrillPlace, metaOf, repaired } from "./drill-resources";
import { isolatedNetwork } from "./isolated-network";
import { DrillRestores, type RestoreDrillProps } from "./restore-drill-options";
import { stagingAccount } from "./staging-account";

/** Where a drill restores, and what of it the construct declares. */
export interface DrillPlaces {
  readonly scratchGroupId: string;
  readonly stagingAccountId: string;
  readonly subnetId?: string;
  readonly scratchGroup?: ResourceGroup;
  readonly stagingAccount?: StorageAccount;
  readonly network?: VirtualNetwork;
  /** What must exist before a drill runs, beside what the request refers to. */
  readonly required: readonly ITerraformDependable[];
}

const SEGMENT_OF_GROUP_NAME = 4;

type PlaceProps = RestoreDrillProps & { readonly provider: TerraformProvider | undefined };

/** Declares what a drill restores into, or refers to what exists. */
export function drillPlaces(scope: Construct, vault: IRecoveryServicesVault, props: PlaceProps): DrillPlaces {
  const { provider, dependsOn, tags, existingStagingAccountId, existingSubnetId } = props;
  const location = props.location ?? vault.location ?? "";
  warnIfUnknownRegion(scope, "location", props.location);
  const scratch = scratchGroup(scope, vault, location, props);
  const place = { scope, location, resourceGroupName: scratch.name, tags, provider, dependsOn };
  const staging = existingStagingAccountId === undefined ? declaredStaging(place, vault, props) : undefined;
  const isolated = props.restores === DrillRestores.VM && existingSubnetId === undefined ? isolatedNetwork(place) : undefined;
  return {
    scratchGroupId: scratch.id,
    stagingAccountId: staging?.id ?? canonicalId(existingStagingAccountId ?? "", STORAGE_ACCOUNT),
    subnetId: isolated?.subnet.id ?? (existingSubnetId && canonicalId(existingSubnetId, SUBNET)),
    scratchGroup: scratch.declared,
    stagingAccount: staging,
    network: isolated?.network,
    required: isolated ? [isolated.association] : [],
  };
}

interface ScratchGroup {
  readonly id: string;
  readonly name: string;
  readonly declared?: ResourceGroup;
}

function scratchGroup(scope: Construct, vault: IRecoveryServicesVault, location: string, props: PlaceProps): ScratchGroup {
  const { existingScratchResourceGroupId: id, provider, dependsOn, tags } = props;
  if (id !== undefined) {
    // A drill deletes what an earlier one has left in its group, so that the group has one drill only.
    const prop = "existingScratchResourceGroupId";
    requireUniqueName({ construct: scope, prop, name: id, place: { kind: "Azure" } });
    return { id, name: idSegment(id, SEGMENT_OF_GROUP_NAME) };
  }
  const { scratchResourceGroupName: name = defaultScratchGroupName(scope, vault) } = props;
  const declared = repaired(
    new ResourceGroup(scope, "ScratchGroup", { name, location, tags, ...metaOf({ scope, provider, dependsOn }) }),
  );
  const place = { kind: "subscription" } as const;
  requireUniqueName({ construct: scope, resource: declared, prop: "scratchResourceGroupName", name, place });
  return { id: declared.id, name: declared.name, declared };
}

function declaredStaging(place: DrillPlace, vault: IRecoveryServicesVault, props: PlaceProps): StorageAccount {
  const { stagingAccountName: name = defaultStagingName(place.scope, vault), stagingRetentionDays } = props;
  const account = stagingAccount(place, name, stagingRetentionDays);
  const where = { kind: "Azure" } as const;
  requireUniqueName({ construct: place.scope, resource: account, prop: "stagingAccountName", name, place: where });
  return account;
}
