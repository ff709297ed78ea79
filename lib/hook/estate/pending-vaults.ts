import { caseFold } from "../../azure/case-fold";
import { parseVaultId, parseVirtualMachineId } from "../../azure/resource-id";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import { chosenSubscriptions, type Narrowing } from "./narrowing";
import type { GoneVms } from "./gone-vms";
import type { ResourceGraph } from "./resource-graph";
import { listPending, type PendingItem, type Subscription } from "./rows";
import { type Shard, shardOf } from "./shard";
import { hasTag, type TagFilter } from "./tag-filter";

/** Which pending VMs a command is about. */
export interface PendingSelection extends Narrowing {
  /** Tags that a VM must have, all of them. */
  readonly tags?: readonly TagFilter[] | undefined;
  /** @default - every vault */
  readonly shard?: Shard | undefined;
}

/** A pending VM of a vault. */
interface ChosenItem extends PendingItem {
  /** Whether the VM does not exist any more. */
  readonly isGone: boolean;
}

/** A vault with pending VMs. */
export interface PendingVault {
  readonly vaultId: string;
  /** The vault's name; with its resource group and subscription if another vault with pending VMs has that name. */
  readonly label: string;
  readonly items: readonly ChosenItem[];
}

/** What a query found. */
export interface PendingVaults {
  /** Every chosen vault with pending VMs, of all shards. */
  readonly all: readonly PendingVault[];
  /** Those of the shard. */
  readonly ofShard: readonly PendingVault[];
  /** The VMs that the identity cannot see, and that may be gone. With a tag to look for they are left out. */
  readonly unseen: readonly PendingItem[];
  /** The VMs that do not exist any more. With a tag to look for they are left out. */
  readonly gone: readonly PendingItem[];
  readonly subscriptions: readonly Subscription[];
}

/**
 * Finds the pending VMs by one query. A subscription is chosen by where the VM is, because its vault may be in another one.
 * @throws HookError if the identity sees no subscription, or tags are asked for and it sees none of the VMs
 */
export async function pendingVaults(graph: ResourceGraph, selection: PendingSelection, goneVms: GoneVms): Promise<PendingVaults> {
  const { tags = [], shard } = selection;
  const subscriptions = await chosenSubscriptions(graph, selection);
  const isChosen = chosenBy(subscriptions, selection);
  const inScope = (await listPending(graph)).filter(isChosen);
  const withoutTags = inScope.filter(({ vmTags }) => vmTags === undefined);
  const goneIds = await goneVms(withoutTags);
  const gone = withoutTags.filter(({ id }) => goneIds.has(id));
  const unseen = withoutTags.filter(({ id }) => !goneIds.has(id));
  if (tags.length > 0 && unseen.length > 0 && withoutTags.length === inScope.length) {
    throw new HookError(
      ExitCode.notAuthorised,
      `the identity cannot read the tags of the ${unseen.length} VMs without a backup; give it the role 'Reader' on their subscriptions`,
    );
  }
  const wanted = inScope.filter(({ vmTags }) => tags.every((tag) => vmTags !== undefined && hasTag(vmTags, tag)));
  const all = byVault(wanted.map((item) => ({ ...item, isGone: goneIds.has(item.id) })));
  const ofShard = shard ? all.filter(({ vaultId }) => shardOf(vaultId, shard.count) === shard.index) : all;
  return { all, ofShard, unseen, gone, subscriptions };
}

/** Without flags every VM counts, also one in a subscription where the identity has a role on nothing but the vault of another one. */
function chosenBy(subscriptions: readonly Subscription[], narrowing: Narrowing): (item: PendingItem) => boolean {
  if (narrowing.subscriptions === undefined && narrowing.managementGroups === undefined) return () => true;
  const ids = new Set(subscriptions.map(({ id }) => id));
  return ({ vmKey }) => ids.has(parseVirtualMachineId(vmKey)?.subscriptionId ?? "");
}

function byVault(items: readonly ChosenItem[]): PendingVault[] {
  const vaults = new Map<string, ChosenItem[]>();
  for (const item of items) {
    const ofVault = vaults.get(caseFold(item.vaultId));
    if (ofVault) ofVault.push(item);
    else vaults.set(caseFold(item.vaultId), [item]);
  }
  const ids = [...vaults.values()].map(([item]) => item?.vaultId ?? "");
  const labelOf = vaultLabels(ids);
  return [...vaults.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, ofVault]) => {
      const vaultId = ofVault[0]?.vaultId ?? "";
      return { vaultId, label: labelOf(vaultId), items: ofVault };
    });
}

/** Returns labels that tell the vaults apart, and that can be a part of a file's name. */
function vaultLabels(vaultIds: readonly string[]): (vaultId: string) => string {
  const count = new Map<string, number>();
  const nameOf = (id: string): string => caseFold(parseVaultId(id)?.vaultName ?? id);
  for (const id of vaultIds) count.set(nameOf(id), (count.get(nameOf(id)) ?? 0) + 1);
  return (id) => {
    const vault = parseVaultId(id);
    if (!vault) return id;
    const { vaultName, resourceGroupName, subscriptionId } = vault;
    return count.get(nameOf(id)) === 1 ? vaultName : `${vaultName}.${resourceGroupName}.${subscriptionId}`;
  };
}
