import { parseVaultId } from "../../../azure/resource-id";
import { ExitCode } from "../../../contract/exit-code";
import { HookError } from "../../hook-error";
import type { ArmConnection } from "../../arm/arm-connection";
import { BACKUP_API_VERSION } from "../../vault/arm-vault-client";
import { VM_ITEMS_FILTER } from "../../vault/filter";
import { keyOf } from "../../vault/vm-name";
import { type VaultItem, vaultItemFrom } from "./vault-item";

/** Every VM of a vault by name, classic and soft-deleted ones included. */
export async function listVaultItems(arm: ArmConnection, vaultId: string): Promise<VaultItem[]> {
  const items = await arm.list(
    {
      path: `${vaultId}/backupProtectedItems`,
      apiVersion: BACKUP_API_VERSION,
      about: "cannot list what the vault protects",
      action: "Microsoft.RecoveryServices/Vaults/backupProtectedItems/read",
      query: { $filter: VM_ITEMS_FILTER },
    },
    vaultItemFrom,
  );
  return items.sort((a, b) => a.vmName.localeCompare(b.vmName));
}

/**
 * The items of the VMs that were named, all of them where none was.
 * @throws HookError for a name that no item of the vault has
 */
export function itemsNamed(items: readonly VaultItem[], names: readonly string[] | undefined, vaultId: string): VaultItem[] {
  if (names === undefined) return [...items];
  const meant = names.map((name) => ({ name, isMeant: keyOf(name) }));
  const unknown = meant.filter(({ isMeant }) => !items.some(isMeant)).map(({ name }) => `'${name}'`);
  if (unknown.length === 0) return items.filter((item) => meant.some(({ isMeant }) => isMeant(item)));
  throw new HookError(
    ExitCode.notFound,
    `vault '${parseVaultId(vaultId)?.vaultName ?? vaultId}' does not protect ${unknown.join(", ")}; check the name with 'azure-vm-backup status'`,
  );
}
