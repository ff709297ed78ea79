import { isSameName } from "../../azure/case-fold";
import { type ExplainContext, softDeleteOf } from "./context";
import { vmOf } from "./estate";
import type { Finding } from "./finding";
import { locksOn } from "./obstacles";
import { featuresOf } from "./provider-features";
import { removalOf } from "./removal";
import type { ResourceChange } from "./resource-change";
import { count, listOf, nameOf, whyOf } from "./words";

/** What becomes of the recovery points of a vault that is destroyed or replaced. */
export function vaultDestruction(context: ExplainContext, vault: ResourceChange): Finding[] {
  const { estate } = context;
  const id = vault.before?.text("id") ?? "";
  const head = `Vault '${nameOf(vault)}' is ${vault.kind === "replace" ? "replaced" : "destroyed"} (${whyOf(vault)}).`;
  const base = { address: vault.address, remedy: vaultRemedy(context, vault) };
  const items = estate.itemsOfVault(id);
  const [{ purgesVault }] = featuresOf(estate.plan, vault);
  const staying = items.filter((item) => staysInVault(context, item)).map(vmOf);
  const refusal = refusalOf(context, vault, purgesVault ? [] : staying);
  if (refusal) return [{ ...base, severity: "refused", ...refusal, text: `${head} ${refusal.text}` }];
  const kind = vault.kind === "replace" ? "vault-replaced" : "vault-removed";
  if (items.length === 0) {
    const purge = purgesVault ? " The provider's features delete its items first." : "";
    const text = `${head} Azure refuses it if the vault protects a VM that is not in this plan.${purge}`;
    return [{ ...base, kind, severity: "warning", text }];
  }
  const vms = [...new Set(items.map(vmOf))];
  const { isOn, until } = softDeleteOf(context, id);
  const purged =
    staying.length > 0
      ? ` The provider's features delete the data of ${listOf(staying)} first, although those of its protection would keep it.`
      : "";
  const points = `recovery points of ${count(vms.length, "VM")} (${listOf(vms)})`;
  const text = isOn
    ? `${head}${purged} The vault and the ${points} are soft-deleted: they can be recovered until ${until}, and are then gone.`
    : `${head}${purged} The ${points} are deleted at once, because soft delete is off.`;
  const effect = isOn ? "softDeleted" : "deleted";
  return [{ ...base, kind, severity: "lost", text, vms, effect, ...(isOn && { recoverableUntil: until }) }];
}

/** Why the vault cannot be deleted, or its replacement not be created. */
function refusalOf(
  { estate }: ExplainContext,
  vault: ResourceChange,
  staying: readonly string[],
): Pick<Finding, "kind" | "text" | "remedy" | "vms"> | undefined {
  const { before, after } = vault;
  const [lock] = locksOn(estate, before?.text("id") ?? "", "delete", vault).filter(({ isCertain }) => isCertain);
  if (lock) return { kind: "vault-kept", text: `Azure does not do it: ${lock.what} refuses.`, remedy: lock.remedy };
  if (vault.kind === "replace" && vault.createdFirst && isSameName(before?.text("name") ?? "", after?.text("name") ?? "")) {
    const text = "Terraform creates the new one first, which fails because a vault of this name exists already.";
    return { kind: "vault-name-taken", text };
  }
  if (staying.length === 0) return undefined;
  const text = `Azure does not do it while the vault protects VMs: ${listOf(staying)} ${staying.length === 1 ? "stays" : "stay"} in it.`;
  return { kind: "vault-not-empty", text, vms: staying };
}

/** Whether an item keeps Azure from deleting its vault. */
function staysInVault(context: ExplainContext, item: ResourceChange): boolean {
  if (item.kind !== "delete" && item.kind !== "replace") return true;
  const { refusal, effect } = removalOf(context, item);
  return refusal || effect === "retained" || effect === "suspended";
}

function vaultRemedy({ estate }: ExplainContext, vault: ResourceChange): string {
  const { replacedBy } = vault;
  const ours = estate.isOurs(vault);
  const name = vault.before?.text("name") ?? "";
  const twin = estate.vaults.find((one) => one.kind === "create" && isSameName(one.after?.text("name") ?? "", name));
  if (twin) {
    return ours
      ? `call resource.moveFromId('${vault.address}') on the vault's construct`
      : `add moved { from = ${vault.address}, to = ${twin.address} }`;
  }
  if (replacedBy.includes("cross_region_restore_enabled")) {
    return ours
      ? "leave cross-region restore on: StorageRedundancy.geo({ crossRegionRestore: true })"
      : "leave cross_region_restore_enabled = true";
  }
  if (replacedBy.length > 0) return "undo the change, or create a second vault and protect the VMs there from now on";
  return ours
    ? "keep the construct; if it only gets another id, call resource.moveFromId with the old address"
    : "keep the resource, or add a moved or removed block";
}
