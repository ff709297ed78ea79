import type { RetentionRuleKind } from "../../azure/retention-calendar";
import type { Schedule } from "../../azure/schedule-runs";
import type { LostPoint } from "./retention-loss";
import type { ResourceChange } from "./resource-change";

/** Parts of sentences that several findings share. */

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** `vm-a, vm-b and 3 more`. */
export function listOf(names: readonly string[], most = 5): string {
  const shown = names.slice(0, names.length > most ? most - 1 : most);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} and ${rest} more`;
  return shown.length < 2 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`;
}

const REASONS: Readonly<Record<string, string>> = {
  delete_because_no_resource_config: "its block is no longer in the configuration",
  delete_because_each_key: "its key is no longer in for_each",
  delete_because_count_index: "count is smaller than its index",
  delete_because_no_module: "its module is no longer in the configuration",
  delete_because_wrong_repetition: "the block now has, or no longer has, count or for_each",
  delete_because_no_move_target: "a moved block moved it to an address that is not in the configuration",
  replace_because_tainted: "it is tainted, since an earlier apply failed",
  replace_by_request: "-replace asks for it",
  replace_by_triggers: "replace_triggered_by asks for it",
};

const ARGUMENTS: Readonly<Record<string, string>> = {
  name: "its name changes",
  location: "its region changes",
  resource_group_name: "its resource group changes",
  recovery_vault_name: "the vault's name changes",
  cross_region_restore_enabled: "cross-region restore is turned off",
  immutability: "locked immutability cannot be changed",
  policy_type: "its type changes",
  source_vm_id: "source_vm_id changes",
  classic_vmware_replication_enabled: "classic_vmware_replication_enabled changes",
};

/** Why Terraform destroys or replaces a resource, as a clause. */
export function whyOf({ reason, replacedBy, deposed, before, after }: ResourceChange): string {
  if (deposed) return "an earlier apply replaced it and could not destroy it";
  const known = reason === undefined ? undefined : REASONS[reason];
  if (known !== undefined) return known;
  const causes = replacedBy.map((name) => {
    if (name === "source_vm_id" && after?.isUnknown(name))
      return "source_vm_id is known only after the apply, as if its VM is created anew";
    const [from, to] = [before?.text(name), after?.text(name)];
    if (name === "source_vm_id" && from !== undefined && from.toLowerCase() === to?.toLowerCase())
      return "source_vm_id differs in case";
    return ARGUMENTS[name] ?? `${name} changes`;
  });
  return causes.length > 0 ? causes.join(", ") : "the plan destroys it";
}

export function scheduleWords(schedule: Schedule, timeZone: string): string {
  switch (schedule.kind) {
    case "daily":
      return `daily at ${schedule.times.join(", ")} (${timeZone})`;
    case "weekly":
      return `on ${schedule.days.join(", ")} at ${schedule.times.join(", ")} (${timeZone})`;
    case "hourly":
      return `every ${schedule.everyHours} hours from ${schedule.from}, for ${schedule.forHours} hours a day (${timeZone})`;
  }
}

const KINDS: readonly RetentionRuleKind[] = ["daily", "weekly", "monthly", "yearly"];

/** `10 daily and 2 weekly recovery points, of 2027-01-03 to 2027-02-10`. */
export function pointsWords(points: readonly LostPoint[]): string {
  const kinds = KINDS.flatMap((kind) => {
    const ofKind = points.filter(({ keptBy }) => keptBy === kind).length;
    return ofKind === 0 ? [] : [`${ofKind} ${kind}`];
  });
  const [newest, oldest] = [points[0]?.day ?? "", points.at(-1)?.day ?? ""];
  const days = newest === oldest ? `of ${newest}` : `of ${oldest} to ${newest}`;
  return `${listOf(kinds)} recovery ${points.length === 1 ? "point" : "points"} (${days})`;
}

/** The name of a resource, for people. */
export function nameOf({ before, after, address }: ResourceChange): string {
  return before?.shown("name") ?? after?.shown("name") ?? address;
}
