import type { PageElement } from "../../../page/element";
import { type Look, pill } from "../../../page/pill";

/** How Azure's states look, and their words if these differ from Azure's name. */
const STATES: Readonly<Record<string, readonly [look: Look, words?: string, sign?: string]>> = {
  Completed: ["good"],
  Protected: ["good"],
  InProgress: ["busy", "In progress"],
  IRPending: ["busy", "Initial backup pending", "○"],
  CompletedWithWarnings: ["warn", "Completed with warnings"],
  Cancelling: ["warn"],
  ProtectionStopped: ["warn", "Protection stopped", "❙❙"],
  BackupsSuspended: ["warn", "Backups suspended", "❙❙"],
  SoftDeleted: ["bad", "Soft-deleted"],
  Failed: ["bad"],
  ProtectionError: ["bad", "Protection error"],
  Cancelled: ["calm"],
};

/** A state as a pill; a dash if there is none. */
export function statePill(state: string): PageElement | string {
  if (state === "") return "–";
  const [look, words, sign] = STATES[state] ?? ["calm", state, "·"];
  return pill(look, words ?? state, sign);
}

/** The words of a state, as a pill shows them. */
export function stateWords(state: string): string {
  return STATES[state]?.[1] ?? state;
}

/** `ConfigureBackup` as `Configure backup`. */
export function operationWords(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}
