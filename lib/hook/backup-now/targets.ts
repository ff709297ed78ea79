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

/** How long a VM missing in the list is searched for: lists lag behind new protection. */
const LIST_LAG_MS = 180_000;
const RETRY_INTERVAL_MS = 15_000;
/** The maximum number of items read one by one. If more are missing, the list is read again. */
const MAX_SINGLE_READS = 50;

/** The selected items and their labels. */
export interface Selection {
  readonly items: readonly ProtectedItem[];
  readonly labelOf: VmLabel;
}

/**
 * Returns the selected items: all of the vault, or those named by protected item id, VM id or VM name. An id that is not found is searched
 * for some minutes.
 * @throws HookError if an item is not found, before anything is triggered
 */
export async function selectItems(
  { vaultId, vms: names, concurrency, found: areFound }: Pick<BackupOptions, "vaultId" | "vms" | "concurrency" | "found">,
  { vault, clock, signal }: Pick<BackupContext, "vault" | "clock" | "signal">,
): Promise<Selection> {
  let listed = await listOnce(vault);
  if (names === undefined) {
    if (listed.length > 0) return { items: listed, labelOf: vmLabels(listed) };
    throw new HookError(ExitCode.notFound, `vault '${nameOf(vaultId)}' protects no VM; protect one first`);
  }

  if (areFound) return { items: listedOf(names, listed, vaultId), labelOf: vmLabels(listed) };
  const found = new Map<string, ProtectedItem>();
  let missing = names;
  const until = clock.elapsed() + LIST_LAG_MS;
  for (;;) {
    const index = new VmIndex(listed);
    missing = missing.filter((name) => !take(findItem(name, index, vaultId), found));
    if (missing.length <= MAX_SINGLE_READS) {
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
    await clock.sleep(RETRY_INTERVAL_MS, signal);
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

/** Lists every item once. An item may be on two pages if the list changes while it is read. */
async function listOnce(vault: BackupVault): Promise<ProtectedItem[]> {
  const items = await vault.listProtectedItems();
  return [...new Map(items.map((item) => [item.vmKey, item])).values()];
}

/** Returns the items of these ids that the vault still has. */
function listedOf(ids: readonly string[], listed: readonly ProtectedItem[], vaultId: string): ProtectedItem[] {
  const index = new VmIndex(listed);
  return ids.flatMap((id) => findItem(id, index, vaultId) ?? []);
}

function take(item: ProtectedItem | undefined, found: Map<string, ProtectedItem>): boolean {
  if (item) found.set(item.vmKey, item);
  return item !== undefined;
}

/** Returns the protected item id of a VM id or item id; undefined for a VM name, which cannot be read directly. */
function itemIdOf(name: string, vaultId: string): string | undefined {
  if (parseProtectedItemId(name)) return name;
  const [vault, vm] = [parseVaultId(vaultId), parseVirtualMachineId(name)];
  return vault && vm && formatProtectedItemId(protectedItemIdOf(vault, vm));
}

function nameOf(vaultId: string): string {
  return parseVaultId(vaultId)?.vaultName ?? vaultId;
}

/** Returns the listed item of a name or id; undefined if there is none. */
export function findItem(name: string, listed: VmIndex<ProtectedItem>, vaultId: string): ProtectedItem | undefined {
  const itemId = parseProtectedItemId(name);
  if (itemId) requireVault(name, itemId, vaultId);
  const named = listed.named(name);
  if (named.length < 2) return named[0];
  throw new HookError(
    ExitCode.badInput,
    `'${name}' is the name of ${named.length} VMs of the vault, so the name is ambiguous; use one of these ids: ${named.map((item) => `'${item.id}'`).join(", ")}`,
  );
}

function requireVault(name: string, itemId: VaultId, vaultId: string): void {
  if (isInVault(itemId, vaultId)) return;
  throw new HookError(
    ExitCode.badInput,
    `every protected item must be in vault '${vaultId}', got '${name}'; run the command once per vault`,
  );
}

function shortName(name: string): string {
  const itemName = parseProtectedItemId(name)?.itemName;
  return (itemName && vmNameIn(itemName)) ?? parseVirtualMachineId(name)?.vmName ?? name;
}
