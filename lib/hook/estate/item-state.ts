import { caseFold } from "../../azure/case-fold";

/** Whether Azure backs up a protected item. */
export type ItemState = "active" | "configuring" | "notConfigured" | "stopped" | "suspended" | "softDeleted";

const STATES: Readonly<Record<string, ItemState>> = {
  softdeleted: "softDeleted",
  configuringprotectionfailed: "notConfigured",
  protectionstopped: "stopped",
  backupssuspended: "suspended",
  protectionpaused: "suspended",
  configuringprotection: "configuring",
};

/** Returns the state in what Resource Graph says in two columns. An item in an unknown state is active, as Azure goes on backing it up. */
export function itemStateOf(...columns: readonly (string | undefined)[]): ItemState {
  const said = columns.flatMap((column) => STATES[caseFold(column ?? "")] ?? []);
  return said.find((state) => state === "softDeleted") ?? said[0] ?? "active";
}
