import { isConstructWith } from "../private/instances";
import { problem } from "../private/problems";

/** A prop that takes a vault: a caller in JavaScript, or a cast, may give an id or the resource of azurerm instead. */
export function checkVault(path: string, value: unknown): string[] {
  if (isConstructWith(value, "vaultId", "vaultName", "resourceGroupName")) return [];
  const id = typeof value === "string" ? "id" : "vault.id";
  const remedy = `use RecoveryServicesVault.fromVaultId(this, "Vault", ${id})`;
  return [problem(path, value, { allowed: "a RecoveryServicesVault, declared or referred to", remedy })];
}
