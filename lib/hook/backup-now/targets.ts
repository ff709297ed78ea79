import { fold, parseProtectedItemId, parseVaultId, parseVirtualMachineId, type VaultId } from "../../azure/resource-id";
import { ExitCode } from "../exit-code";
import { HookError } from "../hook-error";
import type { ProtectedItem } from "../vault/protected-item";
import type { VaultClient } from "../vault/vault-client";
import { vmKeyOf } from "../vault/wire";
import { forEachConcurrently } from "./concurrency";

/**
 * The items that are meant: all of the vault, or those that are named by the id of the protected item, the id of the VM or the
 * name of the VM. Whatever cannot be found ends the run before anything is triggered.
 */
export async function selectItems(
  vault: VaultClient,
  vaultId: string,
  names: readonly string[] | undefined,
  concurrency: number,
): Promise<ProtectedItem[]> {
  const listed = await vault.listProtectedItems();
  const vaultName = parseVaultId(vaultId)?.vaultName ?? vaultId;
  if (names === undefined) {
    if (listed.length > 0) return listed;
    throw new HookError(ExitCode.notFound, `vault '${vaultName}' protects no VM; protect one first`);
  }

  const found = new Map<string, ProtectedItem>();
  const unlisted: string[] = [];
  for (const name of names) {
    const item = findItem(name, listed, vaultId);
    if (item) found.set(item.vmKey, item);
    else unlisted.push(name);
  }

  const missing: string[] = [];
  await forEachConcurrently(unlisted, concurrency, async (name) => {
    const item = parseProtectedItemId(name) && (await vault.getProtectedItem(name));
    if (item) found.set(item.vmKey, item);
    else missing.push(name);
  });
  if (missing.length === 0) return [...found.values()];
  const vms = missing.map((name) => `'${shortName(name)}'`).join(", ");
  throw new HookError(
    ExitCode.notFound,
    listed.length === 0
      ? `vault '${vaultName}' protects no VM, so ${vms} cannot be backed up; protect ${missing.length === 1 ? "it" : "them"} first`
      : `vault '${vaultName}' does not protect ${vms}; protect ${missing.length === 1 ? "it" : "them"} first, or check the name`,
  );
}

/** The listed item of that name or id; undefined where there is none. */
export function findItem(name: string, listed: readonly ProtectedItem[], vaultId: string): ProtectedItem | undefined {
  const itemId = parseProtectedItemId(name);
  if (itemId) {
    requireVault(name, itemId, vaultId);
    return listed.find((item) => item.vmKey === vmKeyOf(itemId.itemName));
  }
  const vmId = parseVirtualMachineId(name);
  if (vmId) {
    const key = vmKeyOf(`iaasvmcontainerv2;${vmId.resourceGroupName};${vmId.vmName}`);
    return listed.find((item) => item.vmKey === key);
  }
  const named = listed.filter((item) => fold(item.vmName) === fold(name));
  if (named.length < 2) return named[0];
  throw new HookError(
    ExitCode.badInput,
    `'${name}' is the name of ${named.length} VMs of the vault, which must be told apart by id; use one of ${named.map((item) => `'${item.id}'`).join(", ")}`,
  );
}

function requireVault(name: string, itemId: VaultId, vaultId: string): void {
  const vault = parseVaultId(vaultId);
  const same =
    vault !== undefined &&
    fold(vault.subscriptionId) === fold(itemId.subscriptionId) &&
    fold(vault.resourceGroupName) === fold(itemId.resourceGroupName) &&
    fold(vault.vaultName) === fold(itemId.vaultName);
  if (same) return;
  throw new HookError(
    ExitCode.badInput,
    `every protected item must be one of vault '${vaultId}', got '${name}'; ask for the VMs of each vault on their own`,
  );
}

function shortName(name: string): string {
  const itemName = parseProtectedItemId(name)?.itemName;
  return itemName?.split(";").at(-1) ?? parseVirtualMachineId(name)?.vmName ?? name;
}
