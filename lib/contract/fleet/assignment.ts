import { GUID } from "../../azure/guid";
import { TIER_NAME } from "./fleet-vm";

/**
 * The file that remembers where each VM of a fleet is backed up. `azure-vm-backup fleet assign` writes it, synthesis reads it:
 *
 *     <subscription>/<group>/<name> <region> <vault> <tier> <slot>
 *     vault <subscription> <region> <number>
 *
 * Each vault has a line too, and keeps it without VMs, since it still holds recovery points. The lines are sorted, so that git merges two
 * branches line by line.
 */

/** A vault of a fleet. */
export interface FleetVault {
  readonly subscriptionId: string;
  readonly location: string;
  /** The number of the vault in its subscription and region, from 1. */
  readonly number: number;
}

/** Where a VM of a fleet is backed up. */
export interface Assignment {
  /** The key of the VM: `<subscription>/<group>/<name>` in lower case. */
  readonly key: string;
  readonly vault: FleetVault;
  readonly tier: string;
  /** The number of the policy of that tier in the vault, from 1. */
  readonly slot: number;
}

/** What a file says. A VM has two assignments if two branches gave it one each. */
export interface AssignmentFile {
  readonly assignments: ReadonlyMap<string, readonly Assignment[]>;
  readonly vaults: readonly FleetVault[];
  /** Whether git has left its conflict markers. Both sides are read. */
  readonly hasConflict: boolean;
  readonly problems: readonly string[];
}

const HEADER = "# VM, region, vault, tier, slot: written by 'azure-vm-backup fleet assign', version 1. Do not edit.";

/** Returns the text that names a vault, and that is equal for the same vault only. */
export function vaultLabel({ subscriptionId, location, number }: FleetVault): string {
  return `${subscriptionId} ${location} ${number}`;
}

/** Returns the subscription in the key of a VM. */
export function subscriptionOfKey(key: string): string {
  return key.slice(0, key.indexOf("/"));
}

/** Returns the text of the file. Equal assignments have equal texts. */
export function formatAssignments(assignments: Iterable<Assignment>, vaults: Iterable<FleetVault>): string {
  const lines = [...vaults].map((vault) => `vault ${vaultLabel(vault)}`);
  for (const one of assignments) lines.push(lineOf(one));
  return `${[HEADER, ...[...new Set(lines)].sort()].join("\n")}\n`;
}

/** The subscription of the vault is left out if it is that of the VM. */
function lineOf({ key, vault, tier, slot }: Assignment): string {
  const own = subscriptionOfKey(key) === vault.subscriptionId;
  return `${key} ${vault.location} ${own ? "" : `${vault.subscriptionId}/`}${vault.number} ${tier} ${slot}`;
}

/** Reads the text of the file. Their order has no meaning, nor has a line that stands there twice. */
export function parseAssignments(text: string): AssignmentFile {
  const assignments = new Map<string, Assignment[]>();
  const vaults = new Map<string, FleetVault>();
  const problems: string[] = [];
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  let [hasConflict, inBase] = [false, false];
  for (const [index, line] of lines.entries()) {
    if (/^(<{7}|\|{7}|={7}|>{7})( |$)/.test(line)) {
      hasConflict = true;
      inBase = line.startsWith("|");
      continue;
    }
    if (inBase || line === "" || line.startsWith("#")) continue;
    const vault = parseVaultLine(line);
    const one = vault ? undefined : parseLine(line);
    if (vault ?? one) vaults.set(vaultLabel((vault ?? one?.vault) as FleetVault), (vault ?? one?.vault) as FleetVault);
    else problems.push(`line ${index + 1} must be '<subscription>/<group>/<name> <region> <vault> <tier> <slot>', got '${line}'`);
    if (one) addTo(assignments, one);
  }
  return { assignments, vaults: [...vaults.values()], hasConflict, problems };
}

function addTo(assignments: Map<string, Assignment[]>, one: Assignment): void {
  const others = assignments.get(one.key);
  if (!others) assignments.set(one.key, [one]);
  else if (!others.some((other) => lineOf(other) === lineOf(one))) others.push(one);
}

function parseVaultLine(line: string): FleetVault | undefined {
  const [word, subscriptionId = "", location = "", number = "", ...rest] = line.split(" ");
  const valid = word === "vault" && isSubscription(subscriptionId) && isRegion(location) && isNumber(number) && rest.length === 0;
  return valid ? { subscriptionId, location, number: Number(number) } : undefined;
}

function parseLine(line: string): Assignment | undefined {
  const [key = "", location = "", place = "", tier = "", slot = "", ...rest] = line.split(" ");
  const [own = "", group, name, ...more] = key.split("/");
  const [vaultNumber = "", subscriptionId = own, ...others] = place.split("/").reverse();
  const isKey = isSubscription(own) && group && name && more.length === 0 && key === key.toLowerCase();
  const isPlace = isSubscription(subscriptionId) && isRegion(location) && isNumber(vaultNumber) && others.length === 0;
  if (!isKey || !isPlace || !TIER_NAME.test(tier) || !isNumber(slot) || rest.length > 0) return undefined;
  return { key, vault: { subscriptionId, location, number: Number(vaultNumber) }, tier, slot: Number(slot) };
}

function isSubscription(text: string): boolean {
  return GUID.test(text) && text === text.toLowerCase();
}

function isRegion(text: string): boolean {
  return /^[a-z0-9]+$/.test(text);
}

function isNumber(text: string): boolean {
  return /^[1-9]\d{0,5}$/.test(text);
}
