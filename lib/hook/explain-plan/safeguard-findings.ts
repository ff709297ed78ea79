import { type ExplainContext, softDeleteDaysIn } from "./context";
import type { Estate } from "./estate";
import type { Finding } from "./finding";
import type { ResourceChange } from "./resource-change";
import { count } from "./words";

/** What a plan does to what keeps the backups of a vault: locks, Resource Guards, and the days of soft delete that azapi sets. */
export function safeguardFindings({ estate }: ExplainContext): Finding[] {
  return [
    ...estate.locks.flatMap((lock) => lockFindings(estate, lock)),
    ...estate.associations.flatMap((association) => guardFindings(estate, association)),
    ...estate.plan.resources.flatMap(softDeleteFindings),
  ];
}

function isDestroyed({ kind }: ResourceChange): boolean {
  return kind === "delete" || kind === "replace";
}

/** Whether the vault that is kept goes, too. */
function isVaultGone(estate: Estate, id: string | undefined): boolean {
  const vault = estate.vaultById(id);
  return vault !== undefined && isDestroyed(vault);
}

function lockFindings(estate: Estate, lock: ResourceChange): Finding[] {
  const { address, before, after, kind } = lock;
  const scope = (before ?? after)?.text("scope");
  const name = (before ?? after)?.shown("name") ?? address;
  if (isDestroyed(lock) && scope !== undefined && concernsVault(scope, estate) && !isVaultGone(estate, scope)) {
    const text = `The lock '${name}' is removed: vaults and recovery points in its scope can be deleted again.`;
    return [{ kind: "lock-removed", severity: "warning", address, text }];
  }
  if (kind !== "create" || after?.text("lock_level") !== "ReadOnly") return [];
  const text = `The lock '${name}' is read-only: in its scope it also refuses on-demand backups, such as initial backups, and changes of policies and protected VMs.`;
  return [{ kind: "lock-read-only", severity: "warning", address, text, remedy: "use CanNotDelete" }];
}

function concernsVault(scope: string, { vaults }: Estate): boolean {
  const outer = scope.toLowerCase();
  if (outer.includes("/microsoft.recoveryservices/vaults/")) return true;
  return vaults.some(({ before }) => (before?.text("id") ?? "").toLowerCase().startsWith(`${outer}/`));
}

function guardFindings(estate: Estate, association: ResourceChange): Finding[] {
  const { address, kind, before } = association;
  if (isDestroyed(association) && !isVaultGone(estate, before?.text("vault_id"))) {
    const text =
      "The vault is no longer protected by a Resource Guard: critical operations need no second permission any more. The removal itself needs a permission on the guard.";
    return [{ kind: "guard-removed", severity: "warning", address, text }];
  }
  if (kind !== "create") return [];
  const text = "A Resource Guard protects the vault: azurerm can then no longer delete or stop protection, or shorten retention.";
  return [{ kind: "guard-added", severity: "info", address, text }];
}

function softDeleteFindings({ type, address, kind, before, after }: ResourceChange): Finding[] {
  if (!/^azapi_(update_)?resource$/.test(type) || kind !== "update") return [];
  const [from, to] = [before, after].map((one) => softDeleteDaysIn(one?.raw("body")));
  if (from === undefined || to === undefined || to >= from) return [];
  const text = `Recovery points that are deleted from now on can be recovered for ${count(to, "day")} instead of ${from}.`;
  return [{ kind: "soft-delete-shortened", severity: "warning", address, text }];
}
