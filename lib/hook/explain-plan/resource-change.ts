import { Attributes } from "./attributes";
import type { PlannedChange } from "./plan-json";

export type ChangeKind = "none" | "create" | "update" | "delete" | "replace" | "forget";

/** What a plan does with one resource. */
export interface ResourceChange {
  readonly address: string;
  /** The address without the keys of `for_each` and `count`, as the configuration has it. */
  readonly block: string;
  readonly previousAddress: string | undefined;
  readonly type: string;
  readonly name: string;
  readonly kind: ChangeKind;
  /** Whether a replacement is created before the old resource is destroyed. */
  readonly createdFirst: boolean;
  /** Whether the change is about an old object that an earlier apply left behind. */
  readonly deposed: boolean;
  readonly isImported: boolean;
  /** Terraform's reason, such as `delete_because_each_key`. */
  readonly reason: string | undefined;
  /** The names of the arguments that force a replacement. */
  readonly replacedBy: readonly string[];
  /** Undefined if the resource does not exist yet. */
  readonly before: Attributes | undefined;
  /** Undefined if the resource will not exist, or will not be managed, any more. */
  readonly after: Attributes | undefined;
}

export function resourceChange(planned: PlannedChange): ResourceChange {
  const { address, change, deposed } = planned;
  const kind = kindOf(change.actions);
  return {
    address: deposed ? `${address} (deposed object ${deposed})` : address,
    block: blockOf(address),
    previousAddress: planned.previous_address ?? undefined,
    type: planned.type,
    name: planned.name,
    kind,
    createdFirst: change.actions[0] === "create",
    deposed: deposed !== undefined && deposed !== null,
    isImported: change.importing !== undefined && change.importing !== null,
    reason: planned.action_reason ?? undefined,
    replacedBy: [...new Set(change.replace_paths.map(([first]) => String(first)))],
    before: change.before ? new Attributes(change.before, {}, change.before_sensitive) : undefined,
    after:
      change.after && kind !== "delete" && kind !== "forget"
        ? new Attributes(change.after, change.after_unknown, change.after_sensitive)
        : undefined,
  };
}

function kindOf(actions: readonly string[]): ChangeKind {
  const [first] = actions;
  if (actions.includes("delete") && actions.includes("create")) return "replace";
  if (first === "create" || first === "update" || first === "delete" || first === "forget") return first;
  return "none";
}

/** Removes the keys from an address: `module.a["x"].azurerm_x.y[0]` is the block `module.a.azurerm_x.y`. */
export function blockOf(address: string): string {
  return address.replaceAll(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, "");
}
