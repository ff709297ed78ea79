import * as v from "valibot";
import { caseFold } from "../../azure/case-fold";
import { regionName } from "../../azure/region";
import { ITEMS_QUERY, POLICIES_QUERY, VAULTS_QUERY, VMS_QUERY } from "../../azure/resource-graph";
import { parseBackupPolicyId, parseVaultId, parseVirtualMachineId } from "../../azure/resource-id";
import { instant, read, requiredText, text } from "../arm/answer-schema";
import { chosenSubscriptions, type Narrowing } from "../estate/narrowing";
import { parsedId, type ResourceGraph } from "../estate/resource-graph";
import { type EstateItem, itemOf, itemSchema, type Subscription, type Tags, tags, vmKeyOf } from "../estate/rows";
import { readBackupPolicy } from "../vault/backup-policy";

/** A VM that the identity sees. */
export interface EstateVm {
  readonly id: string;
  /** The id in its one canonical form. */
  readonly key: string;
  readonly name: string;
  readonly resourceGroup: string;
  /** In lower case. */
  readonly subscriptionId: string;
  readonly region: string;
  readonly tags: Tags;
  readonly createdAt: number | undefined;
}

/** A protected item with what coverage asks of it. */
export interface CoverageItem extends EstateItem {
  /** In milliseconds since 1970. */
  readonly lastRecoveryPoint: number | undefined;
  readonly policyId: string | undefined;
}

/** The safeguards of a vault; undefined if Azure does not say. */
export interface EstateVault {
  readonly id: string;
  readonly region: string;
  readonly softDelete: string | undefined;
  readonly immutability: string | undefined;
  readonly multiUserAuthorization: string | undefined;
}

/** Everything that coverage is computed from. */
export interface Estate {
  readonly subscriptions: readonly Subscription[];
  /** The VMs of the chosen subscriptions. */
  readonly vms: readonly EstateVm[];
  /** The protected items of all subscriptions, because a vault may be in another one than its VMs. */
  readonly items: readonly CoverageItem[];
  /** The days for which a policy keeps the recovery points that it keeps for the shortest time, by its id in lower case. */
  readonly retentionDays: ReadonlyMap<string, number>;
  /** By id in lower case. */
  readonly vaults: ReadonlyMap<string, EstateVault>;
}

const vmSchema = v.object({ id: requiredText, location: text, tags, createdAt: instant });
const state = v.nullish(v.object({ state: text }));
const vaultSchema = v.object({
  id: requiredText,
  location: text,
  security: v.nullish(
    v.object({
      softDeleteSettings: v.nullish(v.object({ softDeleteState: text })),
      immutabilitySettings: state,
      multiUserAuthorization: text,
    }),
  ),
});

/** Reads the estate: one request for each 1,000 VMs, items, policies and vaults, whatever the number of subscriptions. */
export async function readEstate(graph: ResourceGraph, narrowing: Narrowing): Promise<Estate> {
  const subscriptions = await chosenSubscriptions(graph, narrowing);
  const chosen = new Set(subscriptions.map(({ id }) => id));
  const vms = (await graph.rows(VMS_QUERY, "cannot list the VMs", readVm)).filter(({ subscriptionId }) =>
    chosen.has(subscriptionId),
  );
  const items = await graph.rows(ITEMS_QUERY, "cannot list the protected VMs", readItem);
  const policies = await graph.rows(POLICIES_QUERY, "cannot list the backup policies", readRetention);
  const vaults = await graph.rows(VAULTS_QUERY, "cannot list the vaults", readVault);
  return {
    ...{ subscriptions, vms, items },
    retentionDays: new Map(policies),
    vaults: new Map(vaults.map((vault) => [caseFold(vault.id), vault])),
  };
}

function readVm(row: unknown): EstateVm {
  const { id, location = "", tags: ofVm = {}, createdAt } = read(vmSchema, row);
  const { subscriptionId, resourceGroupName, vmName } = parsedId(id, parseVirtualMachineId, "a VM");
  return {
    ...{ id, key: vmKeyOf(id) ?? "", name: vmName, resourceGroup: resourceGroupName, subscriptionId: caseFold(subscriptionId) },
    ...{ region: regionName(location), tags: ofVm, createdAt: createdAt?.getTime() },
  };
}

function readItem(row: unknown): CoverageItem {
  const columns = read(itemSchema, row);
  return { ...itemOf(columns), lastRecoveryPoint: columns.lastRecoveryPoint?.getTime(), policyId: columns.policyId };
}

/** A policy of an unknown form has no retention, as one that cannot be read. */
function readRetention(row: unknown): readonly [string, number] | undefined {
  const { id, retention } = readBackupPolicy(row);
  parsedId(id, parseBackupPolicyId, "a backup policy");
  const days = retention?.dailyDays ?? (retention?.weekly && retention.weekly.weeks * 7);
  return days === undefined || days <= 0 ? undefined : [caseFold(id), days];
}

function readVault(row: unknown): EstateVault {
  const { id, location = "", security } = read(vaultSchema, row);
  parsedId(id, parseVaultId, "a vault");
  return {
    ...{ id, region: regionName(location), softDelete: security?.softDeleteSettings?.softDeleteState },
    immutability: security?.immutabilitySettings?.state,
    multiUserAuthorization: security?.multiUserAuthorization,
  };
}
