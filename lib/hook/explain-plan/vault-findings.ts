import type { ExplainContext } from "./context";
import type { Finding } from "./finding";
import type { ResourceChange } from "./resource-change";
import { vaultDestruction } from "./vault-destruction";
import { vaultSettings } from "./vault-settings";
import { nameOf } from "./words";

/** What a plan does to vaults. */
export function vaultFindings(context: ExplainContext): Finding[] {
  return context.estate.vaults.flatMap((vault) => {
    switch (vault.kind) {
      case "delete":
      case "replace":
        return vaultDestruction(context, vault);
      case "update":
        return [...takenOver(vault), ...vaultSettings(context, vault)];
      case "forget":
        return [
          info(vault, "vault-forgotten", `Terraform forgets vault '${nameOf(vault)}', which stays in Azure with its backups.`),
        ];
      default:
        return takenOver(vault);
    }
  });
}

function takenOver(vault: ResourceChange): Finding[] {
  const { previousAddress, address, isImported } = vault;
  if (isImported)
    return [info(vault, "vault-imported", `Terraform takes over vault '${nameOf(vault)}' as it is. Nothing is lost.`)];
  if (previousAddress === undefined || previousAddress === address) return [];
  return [info(vault, "vault-moved", `Vault '${nameOf(vault)}' moves here from ${previousAddress}. Nothing is lost.`)];
}

function info({ address }: ResourceChange, kind: string, text: string): Finding {
  return { kind, severity: "info", address, text };
}
