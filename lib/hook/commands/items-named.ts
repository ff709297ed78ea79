import { parseVaultId } from "../../azure/resource-id";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import type { ProtectedItem } from "../vault/protected-item";
import { byName } from "../vault/vm-label";
import { vmMatcher } from "../vault/vm-matcher";

/**
 * The items of the VMs that were named, sorted by name; all of them if none was named.
 * @throws HookError for a name that no item of the vault has
 */
export function itemsNamed(
  items: readonly ProtectedItem[],
  names: readonly string[] | undefined,
  vaultId: string,
): ProtectedItem[] {
  const sorted = [...items].sort(byName);
  if (names === undefined) return sorted;
  const meant = names.map((name) => ({ name, isMeant: vmMatcher(name) }));
  const unknown = meant.filter(({ isMeant }) => !items.some(isMeant)).map(({ name }) => `'${name}'`);
  if (unknown.length === 0) return sorted.filter((item) => meant.some(({ isMeant }) => isMeant(item)));
  throw new HookError(
    ExitCode.notFound,
    `vault '${parseVaultId(vaultId)?.vaultName ?? vaultId}' does not protect ${unknown.join(", ")}; check the name with 'azure-vm-backup status'`,
  );
}
