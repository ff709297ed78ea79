import { quoted } from "./code/escaped";
import type { Library } from "./code/library";
import { call, type Code, list, object, text } from "./code/printed";
import type { ItemReading } from "./item-reading";

/** What the generated code has beside what was read. */
export interface CodeOptions {
  /** Takes the initial backup of the VMs, with this retention. @default - no initial backup, so that the first plan is empty */
  readonly initialBackupDays?: number | undefined;
}

/** The statement that takes the initial backup of protected VMs of one vault. */
export function initialBackupCode(constructId: string, vms: readonly string[], days: number, library: Library): Code {
  const props = object([
    { key: "protectedVms", value: list(vms) },
    { key: "retention", value: library.call("RecoveryPointRetention", "days", [String(days)]) },
  ]);
  return [call(`new ${library.name("InitialBackup")}`, ["this", text(constructId), props]), ";"];
}

/** A note on the VMs that have never been backed up, and get no initial backup by the code. */
export function pendingNotes(items: readonly ItemReading[], { initialBackupDays }: CodeOptions): string[] {
  const SHOWN = 10;
  const names = items.filter(({ protectionState }) => protectionState === "IRPending").map(({ vmName }) => quoted(vmName));
  if (names.length === 0 || initialBackupDays !== undefined) return [];
  const shown = [...names.slice(0, SHOWN), ...(names.length > SHOWN ? [`${names.length - SHOWN} more`] : [])].join(", ");
  return [`There is no backup yet of ${shown}: the policy takes the first one. With --initial-backup <days>, the code takes it.`];
}
