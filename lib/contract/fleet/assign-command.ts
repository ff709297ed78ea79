import { DEFAULT_SLOTS } from "./assign";
import { DEFAULT_TIER_TAG, type TierRules } from "./fleet-vm";

/** What a call of `azure-vm-backup fleet assign` says. */
export interface AssignCommand extends TierRules {
  readonly inventory: string;
  readonly file: string;
  readonly slots: number;
  readonly centralSubscriptionId?: string | undefined;
}

/** The command line that writes a file of assignments, without what its defaults say. */
export function assignCommandLine(command: AssignCommand): string {
  const { inventory, file, tiers, defaultTier, tierTag, slots, centralSubscriptionId, locations = [] } = command;
  const flags: [flag: string, value: string | undefined][] = [
    ["--inventory", inventory],
    ["--file", file],
    ...tiers.map((tier): [string, string] => ["--tier", tier]),
    ["--default-tier", defaultTier],
    ["--tier-tag", tierTag === DEFAULT_TIER_TAG ? undefined : tierTag],
    ["--slots", slots === DEFAULT_SLOTS ? undefined : String(slots)],
    ...locations.map((location): [string, string] => ["--location", location]),
    ["--central-subscription", centralSubscriptionId],
  ];
  const given = flags.flatMap(([flag, value]) => (value === undefined ? [] : [`${flag} ${quoted(value)}`]));
  return `azure-vm-backup fleet assign ${given.join(" ")}`;
}

function quoted(value: string): string {
  return /^[-\w./:@]+$/.test(value) ? value : `"${value.replace(/["\\$`]/g, "\\$&")}"`;
}
