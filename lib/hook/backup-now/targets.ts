import {
  type VaultId,
  formatProtectedItemId,
  isInVault,
  parseProtectedItemId,
  parseVaultId,
  parseVirtualMachineId,
  protectedItemIdOf,
} from "../../azure/resource-id";
import { vmNameIn } from "../../azure/vm-item-name";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import type { ProtectedItem } from "../vault/protected-item";
import type { BackupVault } from "../vault/vault-client";
import { type VmLabel, vmLabels } from "../vault/vm-label";
import { VmIndex, vmMatcher } from "../vault/vm-matcher";
import { forEachConcurrently } from "./concurrency";
import type { BackupOptions, BackupContext } from "./backup-context";

/** For how long a VM that the list does not show is looked for: lists lag behind what was just protected. */
const LIST_LAGS_MS = 180_000;
const LOOK_INTERVAL_MS = 15_000;
/** Items that are asked for one by one; of more than that, the list is asked again instead. */
const MAX_LOOKED_UP = 50;

/** The items that are meant, and what each is called among those of the vault. */
export interface Selection {
  readonly items: readonly ProtectedItem[];
  readonly labelOf: VmLabel;
}

/**
 * The items that are meant: all of the vault, or those that are named by the id of the protected item, the id of the VM or the
 * name of the VM. Whatever cannot be found ends the run before anything is triggered; an id is looked for during some minutes.
 */
export async function selectItems(
  { vaultId, vms: names, concurrency }: Pick<BackupOptions, "vaultId" | "vms" | "concurrency">,
  { vault, clock, signal }: Pick<BackupContext, "vault" | "clock" | "signal">,
): Promise<Selection> {
  let listed = await listOnce(vault);
  if (names === undefined) {
    if (listed.length > 0) return { items: listed, labelOf: vmLabels(listed) };
    throw new HookError(ExitCode.notFound, `vault '${nameOf(vaultId)}' protects no VM; protect one first`);
  }

  const found = new Map<string, ProtectedItem>();
  let missing = names;
  const until = clock.elapsed() + LIST_LAGS_MS;
  for (;;) {
    const index = new VmIndex(listed);
    missing = missing.filter((name) => !take(findItem(name, index, vaultId), found));
    if (missing.length <= MAX_LOOKED_UP) {
      const byId = new Set<string>();
      await forEachConcurrently(missing, concurrency, async (name) => {
        const id = itemIdOf(name, vaultId);
        const item = id === undefined ? undefined : await vault.getProtectedItem(id);
        if (item && vmMatcher(name)(item) && take(item, found)) byId.add(name);
      });
      missing = missing.filter((name) => !byId.has(name));
    }
    if (missing.length === 0) {
      const items = [...found.values()];
      return { items, labelOf: vmLabels([...listed, ...items]) };
    }
    if (missing.some((name) => itemIdOf(name, vaultId) === undefined) || clock.elapsed() >= until) break;
    await clock.sleep(LOOK_INTERVAL_MS, signal);
    signal.throwIfAborted();
    listed = await listOnce(vault);
  }
  const vms = missing.map((name) => `'${shortName(name)}'`).join(", ");
  const them = missing.length === 1 ? "it" : "them";
  throw new HookError(
    ExitCode.notFound,
    listed.length === 0
      ? `vault '${nameOf(vaultId)}' protects no VM, so ${vms} cannot be backed up; protect ${them} first`
      : `vault '${nameOf(vaultId)}' does not protect ${vms}; protect ${them} first, or check the name`,
  );
}

/** Every item once: one that comes or goes between two pages of the list may be on both. */
async function listOnce(vault: BackupVault): Promise<ProtectedItem[]> {
  const items = await vault.listProtectedItems();
  return [...new Map(items.map((item) => [item.vmKey, item])).values()];
}

function take(item: ProtectedItem | undefined, found: Map<string, ProtectedItem>): boolean {
  if (item) found.set(item.vmKey, item);
  return item !== undefined;
}

/** The id that the item of that VM has or would have; undefined if only a name is given, which nothing can be looked up by. */
function itemIdOf(name: string, vaultId: string): string | undefined {
  if (parseProtectedItemId(name)) return name;
  const [vault, vm] = [parseVaultId(vaultId), parseVirtualMachineId(name)];
  return vault && vm && formatProtectedItemId(protectedItemIdOf(vault, vm));
}

function nameOf(vaultId: string): string {
  return parseVaultId(vaultId)?.vaultName ?? vaultId;
}

/** The listed item of that name or id; undefined if there is none. */
export function findItem(name: string, listed: VmIndex<ProtectedItem>, vaultId: string): ProtectedItem | undefined {
  const itemId = parseProtectedItemId(name);
  if (itemId) requireVault(name, itemId, vaultId);
  const named = listed.named(name);
  if (named.length < 2) return named[0];
  throw new HookError(
    ExitCode.badInput,
    `'${name}' is the name of ${named.length} VMs of the vault, which must be told apart by id; use one of ${named.map((item) => `'${item.id}'`).join(", ")}`,
  );
}

function requireVault(name: string, itemId: VaultId, vaultId: string): void {
  if (isInVault(itemId, vaultId)) return;
  throw new HookError(
    ExitCode.badInput,
    `every protected item must be one of vault '${vaultId}', got '${name}'; ask for the VMs of each vault on their own`,
  );
}

function shortName(name: string): string {
  const itemName = parseProtectedItemId(name)?.itemName;
  return (itemName && vmNameIn(itemName)) ?? parseVirtualMachineId(name)?.vmName ?? name;
}
