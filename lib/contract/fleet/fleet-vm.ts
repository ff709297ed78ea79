import { caseFold } from "../../azure/case-fold";
import { GUID } from "../../azure/guid";
import { findInvalidCharacter } from "../../azure/id-characters";
import { regionName } from "../../azure/region";
import { parseVirtualMachineId } from "../../azure/resource-id";

/** A VM of an inventory, as a file or a program gives it. Nothing is checked yet. */
export interface InventoryRow {
  readonly id: string;
  readonly location?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly tier?: string | undefined;
}

/** A VM of a fleet. */
export interface FleetVm {
  /** `<subscription>/<resource group>/<name>` in lower case. */
  readonly key: string;
  readonly id: string;
  readonly subscriptionId: string;
  /** The normalized name of its region. */
  readonly location: string;
  readonly tier: string;
}

/** Which VMs a fleet takes, and how it finds their tiers. */
export interface TierRules {
  readonly tiers: readonly string[];
  /** The name of the tag whose value is the tier. */
  readonly tierTag: string;
  readonly defaultTier?: string | undefined;
  /** The regions that have vaults. @default - every region */
  readonly locations?: readonly string[] | undefined;
}

/** The tag whose value is a VM's tier, unless another is named. */
export const DEFAULT_TIER_TAG = "backup-tier";

/** The name of a tier: it is part of the names of policies, and a word in the file of assignments. */
export const TIER_NAME = /^[A-Za-z][-A-Za-z0-9]{0,49}$/;

/** Returns the VMs of an inventory by key, and everything that is wrong with it. */
export function fleetVms(rows: readonly InventoryRow[], rules: TierRules): { vms: Map<string, FleetVm>; problems: string[] } {
  const vms = new Map<string, FleetVm>();
  const wrong = new Problems();
  const locations = rules.locations && new Set(rules.locations.map(regionName));
  for (const row of rows) {
    const parsed = findInvalidCharacter(row.id) ? undefined : parseVirtualMachineId(row.id);
    if (!parsed || !GUID.test(parsed.subscriptionId)) {
      wrong.add("ids of VMs", row.id, "correct the id");
      continue;
    }
    const key = caseFold(`${parsed.subscriptionId}/${parsed.resourceGroupName}/${parsed.vmName}`);
    const location = regionName(row.location?.trim() ?? "");
    const tier = tierOf(row, rules);
    if (vms.has(key)) wrong.add("each VM once", row.id, "remove the second row");
    if (!/^[a-z0-9]+$/.test(location)) wrong.add("VMs with a region", row.id, "add its location");
    else if (locations && !locations.has(location)) {
      wrong.add("VMs in a region that has vaults", `${row.id} in '${location}'`, "add the region to the locations of the fleet");
    }
    if (!rules.tiers.includes(tier)) {
      const remedy = `set the tag '${rules.tierTag}' to one of ${rules.tiers.join(", ")}, or set a default tier`;
      wrong.add("VMs of a known tier", `${row.id} with ${tier === "" ? "no tier" : `'${tier}'`}`, remedy);
    }
    vms.set(key, { key, id: row.id, subscriptionId: caseFold(parsed.subscriptionId), location, tier });
  }
  return { vms, problems: wrong.sentences() };
}

/** Sentences that each name all VMs with the same fault. */
class Problems {
  private readonly byFault = new Map<string, { readonly remedy: string; readonly received: string[] }>();

  add(allowed: string, received: string, remedy: string): void {
    const fault = this.byFault.get(allowed) ?? { remedy, received: [] };
    this.byFault.set(allowed, fault);
    fault.received.push(received);
  }

  sentences(): string[] {
    return [...this.byFault].map(
      ([allowed, { remedy, received }]) => `the inventory must have ${allowed}, got ${received.join(", ")}; ${remedy}`,
    );
  }
}

/** Azure ignores the case of a tag's name, not that of its value. */
function tierOf({ tier, tags = {} }: InventoryRow, { tierTag, defaultTier = "" }: TierRules): string {
  if (tier !== undefined && tier !== "") return tier;
  const name = caseFold(tierTag);
  const own = Object.keys(tags).find((tag) => caseFold(tag) === name);
  return (own === undefined ? undefined : tags[own]) ?? defaultTier;
}
