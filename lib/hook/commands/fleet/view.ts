import { MAX_POLICY_EDITS_PER_DAY } from "../../../azure/limits";
import type { Assigned } from "../../../contract/fleet/assign";
import { type Assignment, type AssignmentFile, vaultLabel } from "../../../contract/fleet/assignment";

/** What an assignment has changed, as text. */
export function assignedText(result: Assigned, before: AssignmentFile): string {
  const { assignments, added, removed, changed, moved } = result;
  const vaults = new Set(assignments.map(({ vault }) => vaultLabel(vault))).size;
  return [
    `${assignments.length} VMs in ${vaults} vaults: ${added.length} added, ${removed.length} removed, ${changed.length} with another tier, ${moved.length} moved`,
    ...added.map((one) => `+ ${line(one)}`),
    ...removed.map((key) => `- ${key}`),
    ...changed.map((one) => `~ ${line(one)}`),
    ...moved.map((one) => `> ${line(one)}, another vault: its recovery points stay in the old one`),
    ...newPolicies(assignments, before),
  ].join("\n");
}

function line({ key, vault, tier, slot }: Assignment): string {
  return `${key}: vault ${vaultLabel(vault)}, ${tier}, slot ${slot}`;
}

/** Tells vaults that get more policies than Azure lets anybody create in a day. */
function newPolicies(assignments: readonly Assignment[], before: AssignmentFile): string[] {
  const known = new Set([...before.assignments.values()].flat().map(policyLabel));
  const added = new Map<string, Set<string>>();
  for (const one of assignments) {
    if (known.has(policyLabel(one))) continue;
    const vault = vaultLabel(one.vault);
    added.set(vault, (added.get(vault) ?? new Set()).add(policyLabel(one)));
  }
  return [...added].flatMap(([vault, { size }]) =>
    size <= MAX_POLICY_EDITS_PER_DAY
      ? []
      : `the vault ${vault} gets ${size} new policies: at ${MAX_POLICY_EDITS_PER_DAY} a day, this change needs ${Math.ceil(size / MAX_POLICY_EDITS_PER_DAY)} days`,
  );
}

function policyLabel({ vault, tier, slot }: Assignment): string {
  return `${vaultLabel(vault)} ${tier} ${slot}`;
}
