import { isConstructWith } from "../private/instances";
import { problem } from "../private/problems";

/** Checks a prop for a vault: JavaScript and casts allow an id or the azurerm resource instead. */
export function checkVault(path: string, value: unknown): string[] {
  if (isConstructWith(value, "vaultId", "vaultName", "resourceGroupName")) return [];
  const id = typeof value === "string" ? "id" : "vault.id";
  const remedy = `use RecoveryServicesVault.fromVaultId(this, "Vault", ${id})`;
  return [problem(path, value, { allowed: "a RecoveryServicesVault, declared or referred to", remedy })];
}
