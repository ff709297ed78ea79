import type { ExplainContext } from "./context";
import type { Finding, Severity } from "./finding";
import type { ResourceChange } from "./resource-change";
import { nameOf } from "./words";

/** The settings of a vault that decide what can be lost, and those that Azure or azurerm refuse to change. */
export function vaultSettings({ estate }: ExplainContext, vault: ResourceChange): Finding[] {
  const { address } = vault;
  const hasItems = estate.itemsOfVault(vault.before?.text("id") ?? "").length > 0;
  const changes = [...safetyChanges(vault), ...fixedSettings(vault, hasItems)];
  return changes.map(([kind, severity, text, remedy]) => ({ kind, severity, address, text, remedy }));
}

type Change = readonly [kind: string, severity: Severity, text: string, remedy?: string];

const UNDO = "undo the change, or create a second vault";

function safetyChanges(vault: ResourceChange): Change[] {
  const name = nameOf(vault);
  const changes: Change[] = [];
  const immutability = changed(vault, "immutability")?.to;
  if (immutability === "Locked") {
    changes.push([
      "immutability-locked",
      "warning",
      `The immutability of vault '${name}' is locked, which nobody can ever undo: recovery points can then never be deleted before they expire.`,
    ]);
  } else if (immutability === "Unlocked") {
    changes.push([
      "immutability-on",
      "info",
      `Vault '${name}' becomes immutable: recovery points can no longer be deleted before they expire.`,
    ]);
  } else if (immutability !== undefined) {
    changes.push([
      "immutability-off",
      "warning",
      `Vault '${name}' is no longer immutable: recovery points can be deleted before they expire.`,
    ]);
  }
  if (changed(vault, "soft_delete_enabled")?.to === false) {
    changes.push([
      "soft-delete-off",
      "warning",
      `Soft delete of vault '${name}' is turned off: deleted recovery points are gone at once.`,
    ]);
  }
  if (changed(vault, "cross_region_restore_enabled")?.to === true) {
    changes.push([
      "cross-region-restore-on",
      "info",
      `Cross-region restore of vault '${name}' is turned on. It can only be turned off by replacing the vault.`,
    ]);
  }
  return changes;
}

function fixedSettings(vault: ResourceChange, hasItems: boolean): Change[] {
  const { before, after } = vault;
  const name = nameOf(vault);
  const changes: Change[] = [];
  const redundancy = changed(vault, "storage_mode_type");
  if (redundancy) {
    const text = `The redundancy of vault '${name}' changes from ${String(redundancy.from)} to ${String(redundancy.to)}`;
    changes.push(
      hasItems
        ? ["redundancy-refused", "refused", `${text}, which Azure refuses once a VM was protected in it.`, UNDO]
        : ["redundancy-changed", "info", `${text}. Azure refuses it if a VM was ever protected in it.`],
    );
  }
  const [old, next] = [before?.block("encryption"), after?.block("encryption")];
  if (old && !next && after && !after.isUnknown("encryption")) {
    changes.push([
      "encryption-refused",
      "refused",
      `Vault '${name}' gives up its customer-managed key, which Azure refuses.`,
      UNDO,
    ]);
  }
  if (!old && next && hasItems) {
    const text = `Vault '${name}' gets a customer-managed key, which Azure refuses once a VM was protected in it.`;
    changes.push(["encryption-refused", "refused", text, UNDO]);
  }
  return changes;
}

function changed({ before, after }: ResourceChange, name: string): { readonly from: unknown; readonly to: unknown } | undefined {
  const [from, to] = [before?.raw(name), after?.raw(name)];
  return !after || after.isUnknown(name) || from === to ? undefined : { from, to: to ?? "" };
}
