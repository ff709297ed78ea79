import { isSameName } from "../../azure/case-fold";
import { type ExplainContext, softDeleteDaysIn, softDeleteOf } from "./context";
import { vmOf } from "./estate";
import type { Finding } from "./finding";
import { locksOn } from "./obstacles";
import { featuresOf } from "./provider-features";
import { removalOf } from "./removal";
import type { ResourceChange } from "./resource-change";
import { count, listOf, whyOf } from "./words";

/** What a plan does to vaults. */
export function vaultFindings(context: ExplainContext): Finding[] {
  return context.estate.vaults.flatMap((vault) => {
    switch (vault.kind) {
      case "delete":
      case "replace":
        return destroyed(context, vault);
      case "update":
        return updated(context, vault);
      case "forget":
        return [
          info(vault, "vault-forgotten", `Terraform forgets vault '${nameOf(vault)}', which stays in Azure with its backups.`),
        ];
      default:
        return moved(vault);
    }
  });
}

function nameOf({ before, after, address }: ResourceChange): string {
  return before?.shown("name") ?? after?.shown("name") ?? address;
}

function info({ address }: ResourceChange, kind: string, text: string): Finding {
  return { kind, severity: "info", address, text };
}

function moved(vault: ResourceChange): Finding[] {
  if (vault.isImported)
    return [info(vault, "vault-imported", `Terraform takes over vault '${nameOf(vault)}' as it is. Nothing is lost.`)];
  const { previousAddress, address } = vault;
  if (previousAddress === undefined || previousAddress === address) return [];
  return [info(vault, "vault-moved", `Vault '${nameOf(vault)}' moves here from ${previousAddress}. Nothing is lost.`)];
}

function destroyed(context: ExplainContext, vault: ResourceChange): Finding[] {
  const { estate } = context;
  const { address, kind } = vault;
  const id = vault.before?.text("id") ?? "";
  const name = nameOf(vault);
  const head = `Vault '${name}' is ${kind === "replace" ? "replaced" : "destroyed"} (${whyOf(vault)}).`;
  const remedy = vaultRemedy(context, vault);
  const base = { address, remedy };
  const [lock] = locksOn(estate, id, "delete", vault);
  if (lock?.isCertain) {
    return [
      {
        ...base,
        kind: "vault-kept",
        severity: "refused",
        text: `${head} Azure does not do it: ${lock.what} refuses.`,
        remedy: lock.remedy,
      },
    ];
  }
  if (kind === "replace" && vault.createdFirst && isSameName(vault.before?.text("name") ?? "", vault.after?.text("name") ?? "")) {
    const text = `${head} Terraform creates the new one first, which fails because a vault of this name exists already.`;
    return [{ ...base, kind: "vault-name-taken", severity: "refused", text }];
  }
  const items = estate.itemsOfVault(id);
  const [{ purgesVault }] = featuresOf(estate.plan, vault);
  const staying = items.filter((item) => staysInVault(context, item));
  const vms = [...new Set(items.map(vmOf))];
  if (staying.length > 0 && !purgesVault) {
    const text = `${head} Azure does not do it while the vault protects VMs: ${listOf(staying.map(vmOf))} ${staying.length === 1 ? "stays" : "stay"} in it.`;
    return [{ ...base, kind: "vault-not-empty", severity: "refused", text, vms: staying.map(vmOf) }];
  }
  if (items.length === 0) {
    const text = `${head} Azure refuses it if the vault protects a VM that is not in this plan.${purgesVault ? " The provider's features delete its items first." : ""}`;
    return [{ ...base, kind: kind === "replace" ? "vault-replaced" : "vault-removed", severity: "warning", text }];
  }
  const { isOn, until } = softDeleteOf(context, id);
  const purged =
    staying.length > 0
      ? ` The provider's features delete the data of ${listOf(staying.map(vmOf))} first, although its protection alone would keep it.`
      : "";
  const text = isOn
    ? `${head}${purged} The vault and the recovery points of ${count(vms.length, "VM")} (${listOf(vms)}) are soft-deleted: they can be recovered until ${until}, and are then gone.`
    : `${head}${purged} The recovery points of ${count(vms.length, "VM")} (${listOf(vms)}) are deleted at once, because soft delete is off.`;
  return [
    {
      ...{ ...base, kind: kind === "replace" ? "vault-replaced" : "vault-removed", severity: "lost", text, vms },
      ...{ effect: isOn ? "softDeleted" : "deleted", ...(isOn && { recoverableUntil: until }) },
    },
  ];
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
  const twin = estate.vaults.find(
    (one) => one.kind === "create" && isSameName(one.after?.text("name") ?? "", vault.before?.text("name") ?? ""),
  );
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
    ? "keep the construct, or give its resource a moved address with moveFromId"
    : "keep the resource, or add a moved or removed block";
}

function updated(context: ExplainContext, vault: ResourceChange): Finding[] {
  const { address, before, after } = vault;
  const name = nameOf(vault);
  const findings: Finding[] = [...moved(vault)];
  const add = (kind: string, severity: Finding["severity"], text: string, remedy?: string): void => {
    findings.push({ kind, severity, address, text, remedy });
  };
  const changed = (attribute: string): [unknown, unknown] | undefined => {
    const [from, to] = [before?.raw(attribute), after?.raw(attribute)];
    return after?.isUnknown(attribute) || JSON.stringify(from) === JSON.stringify(to) ? undefined : [from, to];
  };
  const items = context.estate.itemsOfVault(before?.text("id") ?? "");
  const immutability = changed("immutability");
  if (immutability) {
    const [, to] = immutability;
    if (to === "Locked")
      add(
        "immutability-locked",
        "warning",
        `The immutability of vault '${name}' is locked, which nobody can ever undo: from then on no protected VM's data can be deleted before it expires.`,
      );
    else if (to === "Unlocked")
      add(
        "immutability-on",
        "info",
        `Vault '${name}' becomes immutable: recovery points can no longer be deleted before they expire.`,
      );
    else
      add(
        "immutability-off",
        "warning",
        `Vault '${name}' is no longer immutable: recovery points can be deleted before they expire.`,
      );
  }
  const redundancy = changed("storage_mode_type");
  if (redundancy) {
    if (items.length > 0) {
      add(
        "redundancy-refused",
        "refused",
        `The redundancy of vault '${name}' changes from ${String(redundancy[0])} to ${String(redundancy[1])}, which Azure refuses once a VM was protected in it.`,
        "undo the change, or create a second vault",
      );
    } else {
      add(
        "redundancy-changed",
        "info",
        `The redundancy of vault '${name}' changes from ${String(redundancy[0])} to ${String(redundancy[1])}. Azure refuses it if a VM was ever protected in it.`,
      );
    }
  }
  const softDelete = changed("soft_delete_enabled");
  if (softDelete?.[1] === false)
    add("soft-delete-off", "warning", `Soft delete of vault '${name}' is turned off: deleted recovery points are gone at once.`);
  const crossRegion = changed("cross_region_restore_enabled");
  if (crossRegion?.[1] === true)
    add(
      "cross-region-restore-on",
      "info",
      `Cross-region restore of vault '${name}' is turned on. It can only be turned off by replacing the vault.`,
    );
  return findings;
}

/** What a plan does to what keeps the backups of a vault: locks, Resource Guards, and settings that azapi makes. */
export function safeguardFindings({ estate }: ExplainContext): Finding[] {
  const findings: Finding[] = [];
  const isVaultGone = (id: string | undefined): boolean => ["delete", "replace"].includes(estate.vaultById(id)?.kind ?? "");
  for (const lock of estate.locks) {
    const scope = (lock.before ?? lock.after)?.text("scope") ?? "";
    if (!concernsVault(scope, estate.vaults) && lock.before) continue;
    const name = (lock.before ?? lock.after)?.shown("name") ?? lock.address;
    const level = lock.after?.text("lock_level");
    if ((lock.kind === "delete" || lock.kind === "replace") && !isVaultGone(scope)) {
      findings.push({
        kind: "lock-removed",
        severity: "warning",
        address: lock.address,
        text: `The lock '${name}' is removed: vaults and recovery points in its scope can be deleted again.`,
      });
    }
    if (lock.kind === "create" && level === "ReadOnly") {
      findings.push({
        kind: "lock-read-only",
        severity: "warning",
        address: lock.address,
        text: `The lock '${name}' is read-only: it also refuses on-demand backups, such as initial backups, and changes of policies and protected VMs.`,
        remedy: "use CanNotDelete",
      });
    }
  }
  for (const association of estate.associations) {
    const [before, after] = [association.before, association.after];
    if ((association.kind === "delete" || association.kind === "replace") && !isVaultGone(before?.text("vault_id"))) {
      findings.push({
        kind: "guard-removed",
        severity: "warning",
        address: association.address,
        text: "The vault is no longer protected by a Resource Guard: critical operations need no second permission any more. The removal itself needs a permission on the guard.",
      });
    }
    if (association.kind === "create" && after) {
      findings.push({
        kind: "guard-added",
        severity: "info",
        address: association.address,
        text: "A Resource Guard protects the vault: azurerm can then no longer delete or stop protection, or shorten retention.",
      });
    }
  }
  for (const { type, address, kind, before, after } of estate.plan.resources) {
    if (!/^azapi_(update_)?resource$/.test(type) || kind !== "update") continue;
    const [from, to] = [before, after].map((one) => softDeleteDaysIn(one?.raw("body")));
    if (from === undefined || to === undefined || to >= from) continue;
    findings.push({
      kind: "soft-delete-shortened",
      severity: "warning",
      address,
      text: `Recovery points that are deleted from now on can be recovered for ${count(to, "day")} instead of ${from}.`,
    });
  }
  return findings;
}

function concernsVault(scope: string, vaults: readonly ResourceChange[]): boolean {
  const outer = scope.toLowerCase();
  if (outer.includes("/microsoft.recoveryservices/vaults/")) return true;
  return vaults.some(({ before }) => (before?.text("id") ?? "").toLowerCase().startsWith(`${outer}/`));
}
