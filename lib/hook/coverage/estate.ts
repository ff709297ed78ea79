import * as v from "valibot";
import { caseFold } from "../../azure/case-fold";
import { regionName } from "../../azure/region";
import { ITEMS_QUERY, POLICIES_QUERY, VAULTS_QUERY, VMS_QUERY } from "../../azure/resource-graph";
import { parseBackupPolicyId, parseVaultId, parseVirtualMachineId } from "../../azure/resource-id";
import { instant, read, requiredText, text } from "../arm/answer-schema";
import { chosenSubscriptions, type Narrowing } from "../estate/narrowing";
import { parsedId, type ResourceGraph } from "../estate/resource-graph";
import { type EstateItem, itemOf, itemSchema, type Subscription, tags, vmKeyOf } from "../estate/rows";
import { sharedTexts } from "../estate/shared-texts";
import { readBackupPolicy } from "../vault/backup-policy";
import { type Objectives, type VmObjectives, vmObjectives } from "./objectives";

/** A VM that the identity sees. */
export interface EstateVm extends VmObjectives {
  readonly id: string;
  /** The id in its one canonical form. */
  readonly key: string;
  readonly name: string;
  readonly resourceGroup: string;
  /** In lower case. */
  readonly subscriptionId: string;
  readonly region: string;
  readonly createdAt: number | undefined;
}

/** A protected item with what coverage asks of it. */
export interface CoverageItem extends Omit<EstateItem, "id"> {
  /** Kept only if its VM is not among those of the estate: ids are most of what a large one takes. */
  readonly id: string | undefined;
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
export async function readEstate(graph: ResourceGraph, narrowing: Narrowing, objectives: Objectives): Promise<Estate> {
  const subscriptions = await chosenSubscriptions(graph, narrowing);
  const chosen = new Set(subscriptions.map(({ id }) => id));
  const shared = sharedTexts();
  const vmOf = (row: unknown): EstateVm | undefined => {
    const vm = readVm(row, objectives, shared);
    return chosen.has(vm.subscriptionId) ? vm : undefined;
  };
  const vms = await graph.rows(VMS_QUERY, "cannot list the VMs", vmOf);
  const keys = new Map(vms.map(({ key }) => [key, key]));
  const items = await graph.rows(ITEMS_QUERY, "cannot list the protected VMs", (row) => readItem(row, keys, shared));
  const policies = await graph.rows(POLICIES_QUERY, "cannot list the backup policies", readRetention);
  const vaults = await graph.rows(VAULTS_QUERY, "cannot list the vaults", readVault);
  return {
    ...{ subscriptions, vms, items },
    retentionDays: new Map(policies),
    vaults: new Map(vaults.map((vault) => [caseFold(vault.id), vault])),
  };
}

function readVm(row: unknown, objectives: Objectives, shared: (text: string) => string): EstateVm {
  const { id, location = "", tags: ofVm = {}, createdAt } = read(vmSchema, row);
  const { subscriptionId, resourceGroupName, vmName } = parsedId(id, parseVirtualMachineId, "a VM");
  const { rpoMinutes, exempt, isChosen } = vmObjectives(ofVm, objectives);
  // Node gives objects of one literal without a spread one hidden class together, and others one each, which takes half of the memory.
  return {
    id,
    key: vmKeyOf(id) ?? "",
    name: vmName,
    resourceGroup: shared(resourceGroupName),
    subscriptionId: shared(caseFold(subscriptionId)),
    region: shared(regionName(location)),
    createdAt: createdAt?.getTime(),
    rpoMinutes,
    exempt,
    isChosen,
  };
}

function readItem(row: unknown, keys: ReadonlyMap<string, string>, shared: (text: string) => string): CoverageItem {
  const columns = read(itemSchema, row);
  const { id, vaultId, vmKey = "", state } = itemOf(columns);
  const { lastRecoveryPoint, policyId } = columns;
  const ofVm = keys.get(vmKey);
  return {
    id: ofVm === undefined ? id : undefined,
    vaultId: shared(vaultId),
    vmKey: ofVm ?? (vmKey === "" ? undefined : vmKey),
    state,
    lastRecoveryPoint: lastRecoveryPoint?.getTime(),
    policyId: policyId === undefined ? undefined : shared(policyId),
  };
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
