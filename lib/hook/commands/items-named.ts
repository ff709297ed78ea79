import { parseVaultId } from "../../azure/resource-id";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import type { ProtectedItem } from "../vault/protected-item";
import { byName } from "../vault/vm-label";
import { VmIndex } from "../vault/vm-matcher";

/**
 * Returns the items of the named VMs, sorted by name; all items if no name is given.
 * @throws HookError if the vault has no item of a name
 */
export function itemsNamed(
  items: readonly ProtectedItem[],
  names: readonly string[] | undefined,
  vaultId: string,
): ProtectedItem[] {
  const sorted = [...items].sort(byName);
  if (names === undefined) return sorted;
  const index = new VmIndex(items);
  const meant = names.map((name) => ({ name, found: index.named(name) }));
  const unknown = meant.filter(({ found }) => found.length === 0).map(({ name }) => `'${name}'`);
  const wanted = new Set(meant.flatMap(({ found }) => found));
  if (unknown.length === 0) return sorted.filter((item) => wanted.has(item));
  throw new HookError(
    ExitCode.notFound,
    `vault '${parseVaultId(vaultId)?.vaultName ?? vaultId}' does not protect ${unknown.join(", ")}; check the name with 'azure-vm-backup status'`,
  );
}
