import { randomUUID } from "node:crypto";
import { DAY_MS } from "../../../azure/durations";
import { formatVaultId, parseVaultId } from "../../../azure/resource-id";
import type { Context } from "../../context";
import { deletedVaultNameTaken } from "../../errors/vault-errors";
import { isWithin } from "../../resources/scope";
import type { DeletedVault, Vault, VaultContent } from "../model";
import { regionIdOf } from "../region";

/** How long a deleted vault without backup data is listed. One was seen in a list three days after its deletion. */
const LISTED_MS = 3 * DAY_MS;

/**
 * Soft-deletes a vault with everything in it. Its name is free at once, and its soft-deleted items are kept until they expire.
 */
export function softDeleteVault({ clock, state }: Context, vault: Vault): DeletedVault {
  const now = clock.now();
  const content = state.takeVault(vault.id);
  const { resourceGroupName = "" } = parseVaultId(vault.id) ?? {};
  const name = `${resourceGroupName}_${randomUUID()}`;
  const deleted: DeletedVault = {
    id: `${regionIdOf(vault)}/deletedVaults/${name}`,
    name,
    deletedAt: now,
    purgeAt: Math.max(now, ...content.items.map(({ deletion }) => deletion?.recoverableUntil ?? 0)),
    content,
  };
  state.deletedVaults.set(deleted.id, deleted);
  return deleted;
}

/** The deleted vaults that have not been purged. */
export function allDeletedVaults({ clock, state }: Context): DeletedVault[] {
  const now = clock.now();
  return [...state.deletedVaults.values()].filter(({ deletedAt, purgeAt }) => now < Math.max(purgeAt, deletedAt + LISTED_MS));
}

/** The deleted vaults of a location that have not been purged. */
export function deletedVaults(context: Context, locationId: string): DeletedVault[] {
  return allDeletedVaults(context).filter(({ id }) => isWithin(id, locationId));
}

/** Restores a deleted vault to a resource group, and returns its id. */
export function undeleteVault({ state }: Context, deleted: DeletedVault, resourceGroupName: string): string {
  const { vault } = deleted.content;
  const { subscriptionId = "", vaultName = "" } = parseVaultId(vault.id) ?? {};
  const id = formatVaultId({ subscriptionId, resourceGroupName, vaultName });
  if (state.vaults.get(id)) throw deletedVaultNameTaken(id);
  state.putVault(moved(deleted.content, vault.id, id));
  state.deletedVaults.delete(deleted.id);
  return id;
}

/** Returns the content with the ids of another vault. */
function moved(content: VaultContent, from: string, to: string): VaultContent {
  const reviver = (_: string, value: unknown) =>
    typeof value === "string" && (value === from || value.startsWith(`${from}/`)) ? to + value.slice(from.length) : value;
  return JSON.parse(JSON.stringify(content), reviver) as VaultContent;
}
