import { parseVaultId } from "../../azure/resource-id";
import { BackupAction } from "../../azure/backup-actions";
import { caseFold } from "../../azure/case-fold";
import { ExitCode } from "../../contract/exit-code";
import type { ArmConnection, ArmRequest } from "../arm/arm-connection";
import { forEachConcurrently } from "../backup-now/concurrency";
import { HookError } from "../hook-error";
import { BACKUP_API_VERSION } from "../vault/vault-client";
import { ofVault } from "../vault/of-vault";
import { isVmItem, type ItemReading, type OtherItem, readItem } from "./item-reading";
import { isVmPolicy, type OtherPolicy, type PolicyReading, readPolicy } from "./policy-reading";
import { readClassicReplication } from "./replication-reading";
import { readSurroundings } from "./surroundings";
import { readVault, type VaultReading } from "./vault-reading";

/** What Azure has of a vault. Lists are sorted, so that the same vault gives the same code. */
export interface Reading {
  readonly vault: VaultReading;
  /** Whether Site Recovery has its classic experience for VMware; undefined if it could not be read. */
  readonly classicReplication: boolean | undefined;
  readonly policies: readonly PolicyReading[];
  readonly otherPolicies: readonly OtherPolicy[];
  readonly items: readonly ItemReading[];
  readonly otherItems: readonly OtherItem[];
  /** Notes on what belongs to the vault beside its settings. */
  readonly surroundings: readonly string[];
}

const REQUESTS_AT_ONCE = 8;

/** Reads a vault, its policies and all that it protects. @throws HookError if there is no such vault */
export async function readAll(arm: ArmConnection, vaultId: string): Promise<Reading> {
  const at = (path: string, about: string, action: string): ArmRequest => ({
    ...{ path, apiVersion: BACKUP_API_VERSION, about, action },
  });
  const vaultRequest = at(vaultId, "cannot read the vault", BackupAction.readVault);
  const vault = await arm.get(vaultRequest, ofVault(vaultId, vaultId, readVault));
  if (!vault) {
    const name = parseVaultId(vaultId)?.vaultName ?? vaultId;
    throw new HookError(ExitCode.notFound, `there is no vault '${name}' at ${vaultId}; check its name and subscription`);
  }
  const policiesRequest = at(`${vaultId}/backupPolicies`, "cannot list the backup policies", BackupAction.readPolicy);
  const policies = sorted(await arm.list(policiesRequest, ofVault(vaultId, vaultId, readPolicy)), ({ name }) => name);
  const itemsRequest = at(`${vaultId}/backupProtectedItems`, "cannot list what the vault protects", BackupAction.listItems);
  const items = await arm.list(itemsRequest, ofVault(vaultId, vaultId, readItem));
  const vms = sorted(items.filter(isVmItem), ({ id }) => id);
  return {
    vault,
    classicReplication: await readClassicReplication(arm, vaultId),
    policies: policies.filter(isVmPolicy),
    otherPolicies: policies.filter((one): one is OtherPolicy => !isVmPolicy(one)),
    items: await withDisks(vms, async (item) => {
      const request = at(item.id, "cannot read the protected item", BackupAction.readItem);
      return arm.get(request, ofVault(vaultId, vaultId, readItem));
    }),
    otherItems: sorted(
      items.filter((one): one is OtherItem => !isVmItem(one)),
      ({ name }) => name,
    ),
    surroundings: await readSurroundings(arm, vaultId),
  };
}

/** Reads the items on their own of which the list does not tell the disks. One that is gone meanwhile is left out. */
async function withDisks(
  items: readonly ItemReading[],
  get: (item: ItemReading) => Promise<ItemReading | OtherItem | undefined>,
): Promise<ItemReading[]> {
  const read = new Map<ItemReading, ItemReading>();
  await forEachConcurrently(items, REQUESTS_AT_ONCE, async (item) => {
    const full = item.hasDisks || item.softDeleted || item.classic ? item : await get(item);
    if (full && isVmItem(full)) read.set(item, full);
  });
  return items.flatMap((item) => read.get(item) ?? []);
}

function sorted<T>(elements: readonly T[], nameOf: (element: T) => string): T[] {
  return [...elements].sort((one, other) => {
    const [first, second] = [caseFold(nameOf(one)), caseFold(nameOf(other))];
    return first < second ? -1 : Number(first > second);
  });
}
