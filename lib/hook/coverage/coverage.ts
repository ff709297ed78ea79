import { caseFold } from "../../azure/case-fold";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../azure/durations";
import { parseVaultId, parseVirtualMachineId } from "../../azure/resource-id";
import { sharedTexts } from "../estate/shared-texts";
import type { CoverageItem, Estate, EstateVm } from "./estate";
import type { Finding, FindingKind } from "./finding";
import type { Objectives } from "./objectives";
import { vaultFindings } from "./vault-findings";

/** A VM with its protection. */
export interface VmCoverage {
  readonly vm: EstateVm;
  /** The item that counts, if a vault has one. */
  readonly item: CoverageItem | undefined;
  /** The age of the last recovery point, in milliseconds. */
  readonly ageMs: number | undefined;
  readonly findings: readonly Finding[];
}

/** The coverage of an estate. */
export interface Coverage {
  readonly vms: readonly VmCoverage[];
  readonly findings: readonly Finding[];
  /** The number of protected items whose VMs are in subscriptions that the identity does not see. */
  readonly unseenItems: number;
}

/** The states of an item, the one that protects best first. */
const PREFERENCE = ["active", "configuring", "suspended", "stopped", "notConfigured", "softDeleted"] as const;

/** Joins the VMs with their items by the canonical id of the VM, never by its name, and judges each. */
export function coverageOf(estate: Estate, objectives: Objectives, now: Date): Coverage {
  const itemOf = bestItems(estate.items);
  const known = { estate, objectives, namesakes: protectedNamesakes(estate.vms, itemOf), shared: sharedTexts() };
  const vms = estate.vms.map((vm): VmCoverage => {
    const item = itemOf.get(vm.key);
    const point = item?.lastRecoveryPoint;
    const ageMs = point === undefined ? undefined : now.getTime() - point;
    const findings = vm.exempt === undefined ? findingsOf({ vm, item, ageMs }, known) : [];
    return { vm, item, ageMs, findings };
  });
  const { gone, unseenItems } = withoutVm(estate, vms);
  const vaults = vaultFindings(
    estate,
    vms.flatMap(({ item }) => item ?? []),
  );
  return { vms, findings: [...vms.flatMap(({ findings }) => findings), ...gone, ...vaults], unseenItems };
}

/** Whether a VM has an item that counts as protection, even if its backups are stopped. */
export function isProtected(item: CoverageItem | undefined): item is CoverageItem {
  return item !== undefined && item.state !== "notConfigured" && item.state !== "softDeleted";
}

function bestItems(items: readonly CoverageItem[]): Map<string, CoverageItem> {
  const best = new Map<string, CoverageItem>();
  for (const item of items) {
    const { vmKey } = item;
    if (vmKey === undefined) continue;
    const known = best.get(vmKey);
    if (known === undefined || rank(item) < rank(known)) best.set(vmKey, item);
  }
  return best;
}

/** In milliseconds since 1970, and still exact when it is multiplied. */
const LATER_THAN_ANY = 1e14;

/** By state, then by the latest recovery point. */
function rank({ state, lastRecoveryPoint = 0 }: CoverageItem): number {
  return PREFERENCE.indexOf(state) * LATER_THAN_ANY - lastRecoveryPoint;
}

/** Returns the protected VMs by group and name: a VM of another subscription with the same ones looks protected to whoever joins by name. */
function protectedNamesakes(vms: readonly EstateVm[], itemOf: ReadonlyMap<string, CoverageItem>): Map<string, EstateVm> {
  return new Map(vms.filter(({ key }) => isProtected(itemOf.get(key))).map((vm) => [namesOf(vm), vm]));
}

function namesOf({ resourceGroup, name }: EstateVm): string {
  return caseFold(`${resourceGroup}/${name}`);
}

/** What is known when a VM is judged. */
interface Known {
  readonly estate: Estate;
  readonly objectives: Objectives;
  /** The protected VMs by their groups and names. */
  readonly namesakes: ReadonlyMap<string, EstateVm>;
  /** Many findings have one text. */
  readonly shared: (text: string) => string;
}

function findingsOf({ vm, item, ageMs }: Omit<VmCoverage, "findings">, known: Known): Finding[] {
  const { estate, objectives, namesakes, shared } = known;
  const found: Finding[] = [];
  const add = (kind: FindingKind, text: string): void => {
    const { id, name, subscriptionId, region } = vm;
    found.push({ kind, id, name, subscriptionId, region, text: shared(text) });
  };
  if (!isProtected(item)) {
    add("unprotected", whyUnprotected(item));
    const other = namesakes.get(namesOf(vm));
    if (other)
      add("namesake", `the VM of that group and name in subscription ${other.subscriptionId} is protected, and this one is not`);
    return found;
  }
  const vault = vaultName(item.vaultId);
  if (item.state === "stopped" || item.state === "suspended") {
    const point = ageMs === undefined ? "no recovery point exists" : `the last recovery point is ${ageText(ageMs)} old`;
    add("stopped", `backups in vault '${vault}' are ${item.state}; ${point}`);
    return found;
  }
  if (ageMs === undefined) add("neverBackedUp", `protected by vault '${vault}', without a recovery point`);
  else if (vm.createdAt !== undefined && item.lastRecoveryPoint !== undefined && vm.createdAt > item.lastRecoveryPoint)
    add("neverBackedUp", `the recovery points in vault '${vault}' are of an earlier VM of that id; this one was created later`);
  else if (ageMs > vm.rpoMinutes * MINUTE_MS)
    add(
      "stale",
      `the last recovery point in vault '${vault}' is ${ageText(ageMs)} old; the objective is ${ageText(vm.rpoMinutes * MINUTE_MS)}`,
    );
  const { minRetentionDays } = objectives;
  const shortage = minRetentionDays === undefined ? undefined : retentionShortage(item, estate, minRetentionDays);
  if (shortage !== undefined) add("shortRetention", shortage);
  return found;
}

function whyUnprotected(item: CoverageItem | undefined): string {
  if (item === undefined) return "no vault protects it";
  const vault = vaultName(item.vaultId);
  return item.state === "softDeleted"
    ? `no vault protects it; vault '${vault}' has soft-deleted backups of it`
    : `its protection by vault '${vault}' could not be configured`;
}

function retentionShortage({ policyId }: CoverageItem, { retentionDays }: Estate, required: number): string | undefined {
  if (policyId === undefined) return `it has no policy, and ${required} days are required`;
  const policy = policyId.slice(policyId.lastIndexOf("/") + 1);
  const days = retentionDays.get(caseFold(policyId));
  if (days === undefined) return `the retention of its policy '${policy}' cannot be read, and ${required} days are required`;
  return days < required ? `its policy '${policy}' keeps a backup for ${days} days, and ${required} are required` : undefined;
}

/** Returns the items whose VM is not there. A VM of a subscription that was not chosen, or is not seen, is not known to be gone. */
function withoutVm({ items, subscriptions }: Estate, vms: readonly VmCoverage[]): { gone: Finding[]; unseenItems: number } {
  const there = new Set(vms.map(({ vm }) => vm.key));
  const seen = new Set(subscriptions.map(({ id }) => id));
  const missing = items.filter(({ vmKey, state }) => state !== "softDeleted" && vmKey !== undefined && !there.has(vmKey));
  const gone: Finding[] = [];
  let unseenItems = 0;
  for (const { id = "", vmKey = "", vaultId } of missing) {
    const vm = parseVirtualMachineId(vmKey);
    const subscriptionId = vm?.subscriptionId ?? "";
    if (!seen.has(subscriptionId)) {
      unseenItems++;
      continue;
    }
    const text = `vault '${vaultName(vaultId)}' protects it, and it is gone or the identity may not read it`;
    gone.push({ kind: "gone", id, name: vm?.vmName ?? vmKey, subscriptionId, region: null, text });
  }
  return { gone, unseenItems };
}

function vaultName(vaultId: string): string {
  return parseVaultId(vaultId)?.vaultName ?? vaultId;
}

/** Such as `90 min`, `26 h 5 min` or `3 days 2 h`. */
function ageText(ms: number): string {
  if (ms < 2 * HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < 3 * DAY_MS) return inTwo(ms, [HOUR_MS, "h"], [MINUTE_MS, "min"]);
  return inTwo(ms, [DAY_MS, "days"], [HOUR_MS, "h"]);
}

function inTwo(ms: number, [large, ofLarge]: [number, string], [small, ofSmall]: [number, string]): string {
  const rest = Math.floor((ms % large) / small);
  return `${Math.floor(ms / large)} ${ofLarge}${rest > 0 ? ` ${rest} ${ofSmall}` : ""}`;
}
