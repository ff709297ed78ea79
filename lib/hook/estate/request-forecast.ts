import { caseFold } from "../../azure/case-fold";
import { ARM_WRITES } from "../../azure/limits";
import { parseVaultId, parseVirtualMachineId } from "../../azure/resource-id";
import type { PendingVaults, PendingVault } from "./pending-vaults";
import type { PendingItem } from "./rows";
import type { Shard } from "./shard";

const SECONDS_PER_MINUTE = 60;

/** Returns the shortest time in seconds in which Azure takes the start requests for all VMs, of all shards. */
export function shortestStartSeconds(vaults: readonly PendingVault[]): number {
  const bySubscription = new Map<string, number>();
  for (const { vaultId, items } of vaults) {
    const key = caseFold(parseVaultId(vaultId)?.subscriptionId ?? "");
    bySubscription.set(key, (bySubscription.get(key) ?? 0) + items.length);
  }
  const most = Math.max(0, ...bySubscription.values());
  return Math.ceil(Math.max(0, most - ARM_WRITES.atOnce) / ARM_WRITES.perSecond);
}

/** Returns the lines that tell, before anything is started, what is pending and what Azure's limits make of it. */
export function forecastLines(
  { all, ofShard, unseen, gone }: PendingVaults,
  options: { readonly shard?: Shard | undefined; readonly timeoutMinutes: number },
): string[] {
  const { shard, timeoutMinutes } = options;
  const seconds = shortestStartSeconds(all);
  const together = shard ? ", from all shards together" : "";
  return [
    `${amountOf(all)} have no backup yet`,
    ...(shard ? [`shard ${shard.index}/${shard.count} has ${amountOf(ofShard)}`] : []),
    ...(unseen.length > 0
      ? [
          `${unseen.length} of the VMs without a backup cannot be read: they may be gone; give the identity the role 'Reader' on them`,
        ]
      : []),
    ...(gone.length > 0
      ? [
          `Azure has no VM any more for ${counted(gone.length, "protected item")} without a backup, which are skipped: ${gone.map(nameOf).join(", ")}; stop the protection of each and delete its data`,
        ]
      : []),
    ...(seconds > 0
      ? [
          `Azure Resource Manager takes ${ARM_WRITES.atOnce} requests that change something at once and ${ARM_WRITES.perSecond} more each second, in one subscription and region${together}, so starting the backups takes at least ${durationOf(seconds)}`,
        ]
      : []),
    ...(seconds > timeoutMinutes * SECONDS_PER_MINUTE
      ? [
          `the time limit of ${timeoutMinutes} min ends before that; the next run starts the rest, or allow more time with --timeout`,
        ]
      : []),
  ];
}

/** A deleted VM is found again only by its whole place. */
function nameOf({ vmId, vaultId }: PendingItem): string {
  const { vmName = vmId, resourceGroupName = "", subscriptionId = "" } = parseVirtualMachineId(vmId) ?? {};
  return `'${vmName}' of group '${resourceGroupName}' in subscription ${subscriptionId} (vault '${parseVaultId(vaultId)?.vaultName ?? vaultId}')`;
}

function amountOf(vaults: readonly PendingVault[]): string {
  const vms = vaults.reduce((sum, { items }) => sum + items.length, 0);
  return `${counted(vms, "VM")} in ${counted(vaults.length, "vault")}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function durationOf(seconds: number): string {
  return seconds < SECONDS_PER_MINUTE ? `${seconds} s` : `${Math.ceil(seconds / SECONDS_PER_MINUTE)} min`;
}
