import { MAX_POLICIES_PER_VAULT, MAX_VAULTS_PER_REGION, MAX_VMS_PER_SLOT, MAX_VMS_PER_VAULT } from "../../azure/limits";
import { type Assignment, type AssignmentFile, type FleetVault, vaultLabel } from "./assignment";
import type { FleetVm } from "./fleet-vm";
import { VaultLoads } from "./vault-loads";

/**
 * New VMs leave a tenth of each limit free, so that two branches that add VMs to the same vault or slot can be merged. No VM could be moved
 * afterwards.
 */
export const FLEET_LIMITS: FleetLimits = {
  vmsPerVault: MAX_VMS_PER_VAULT,
  filledVmsPerVault: 0.9 * MAX_VMS_PER_VAULT,
  filledVmsPerSlot: 0.9 * MAX_VMS_PER_SLOT,
};

export interface FleetLimits {
  readonly vmsPerVault: number;
  /** The number of VMs from which a vault takes no new ones. */
  readonly filledVmsPerVault: number;
  /** The number of VMs from which a slot takes no new ones. */
  readonly filledVmsPerSlot: number;
}

/** The number of slots of a tier in a vault, unless another is given: enough for a full vault of one tier. */
export const DEFAULT_SLOTS = 10;

export interface AssignOptions {
  readonly slots: number;
  /** The subscription of the vaults of new VMs. @default - that of each VM */
  readonly centralSubscriptionId?: string | undefined;
  /** The assignments that are deployed. A VM that is not among them may be moved if a merge has given a vault too many. */
  readonly deployed?: AssignmentFile | undefined;
  /** @default FLEET_LIMITS */
  readonly limits?: FleetLimits;
}

/** The result of an assignment, sorted by VM. */
export interface Assigned {
  readonly assignments: readonly Assignment[];
  readonly vaults: readonly FleetVault[];
  readonly added: readonly Assignment[];
  readonly removed: readonly string[];
  /** VMs with another tier, in the same vault. */
  readonly changed: readonly Assignment[];
  /** VMs with another vault: their region has changed, or a merge has given the vault too many. */
  readonly moved: readonly Assignment[];
  readonly problems: readonly string[];
}

/**
 * Assigns each VM of a fleet to a vault and a slot. A VM that has an assignment keeps its vault, and with the same tier its slot, whatever
 * happens to other VMs. The result does not depend on the order of the VMs.
 */
export function assign(vms: ReadonlyMap<string, FleetVm>, file: AssignmentFile, options: AssignOptions): Assigned {
  const limits = options.limits ?? FLEET_LIMITS;
  const kept = new Map<string, Assignment>();
  const problems: string[] = [];
  for (const [key, candidates] of file.assignments) {
    const vm = vms.get(key);
    const valid = vm ? candidates.filter(({ vault }) => vault.location === vm.location) : [];
    const one = vm && keptOf(vm, valid, options.deployed, problems);
    if (one) kept.set(key, one);
  }
  const displaced = displace(kept, options, problems);
  const loads = new VaultLoads(kept.values(), file.vaults);
  const changed: Assignment[] = [];
  for (const [key, one] of sorted(kept)) {
    const tier = (vms.get(key) as FleetVm).tier;
    if (tier === one.tier) continue;
    const slot = loads.leastLoadedSlot(one.vault, tier, options.slots, limits.filledVmsPerSlot);
    loads.remove(one);
    const next = { ...one, tier, slot };
    loads.add(next);
    kept.set(key, next);
    changed.push(next);
  }
  const [added, moved]: [Assignment[], Assignment[]] = [[], []];
  for (const [key, vm] of sorted(vms)) {
    if (kept.has(key)) continue;
    const one = place(vm, loads, options, problems);
    if (!one) continue;
    loads.add(one);
    kept.set(key, one);
    (displaced.has(key) || file.assignments.has(key) ? moved : added).push(one);
  }
  return {
    assignments: sorted(kept).map(([, one]) => one),
    vaults: loads.vaults,
    added,
    removed: [...file.assignments.keys()].filter((key) => !vms.has(key)).sort(),
    changed,
    moved,
    problems: [...problems, ...policyProblems(loads)],
  };
}

/** Chooses between the assignments that two branches gave a VM. In the same vault either is right: no recovery point is lost. */
function keptOf(
  { id, tier }: FleetVm,
  candidates: readonly Assignment[],
  deployed: AssignmentFile | undefined,
  problems: string[],
): Assignment | undefined {
  const vaults = new Set(candidates.map(({ vault }) => vaultLabel(vault)));
  const [first] = candidates;
  const inDeployedVault =
    first && deployed?.assignments.get(first.key)?.flatMap((one) => candidates.filter((other) => isSameVault(one, other)));
  if (vaults.size > 1 && !inDeployedVault?.length && !deployed) {
    problems.push(
      `the VM ${id} must have one vault, got ${[...vaults].map((one) => `'${one}'`).join(" and ")} from two branches; name the deployed file with --deployed`,
    );
  }
  const choice = [...(inDeployedVault?.length ? inDeployedVault : candidates)].sort(
    (one, other) => one.vault.number - other.vault.number || one.slot - other.slot,
  );
  return choice.find((one) => one.tier === tier) ?? choice[0];
}

function isSameVault(one: Assignment, other: Assignment): boolean {
  return vaultLabel(one.vault) === vaultLabel(other.vault);
}

/**
 * Takes VMs out of vaults that two merged branches have filled beyond a limit: those that are not deployed, so that no recovery point is
 * lost. Without the deployed file, nothing is known of the VMs, and each such vault is a problem.
 */
function displace(kept: Map<string, Assignment>, options: AssignOptions, problems: string[]): Set<string> {
  const { deployed, limits = FLEET_LIMITS } = options;
  const displaced = new Set<string>();
  const byVault = new Map<string, Assignment[]>();
  for (const [, one] of sorted(kept)) {
    const label = vaultLabel(one.vault);
    byVault.set(label, byVault.get(label) ?? []);
    byVault.get(label)?.push(one);
  }
  for (const [label, members] of byVault) {
    const isDeployed = ({ key }: Assignment): boolean => deployed?.assignments.has(key) === true;
    const names = new Map<string, Assignment>();
    const excess = new Set<Assignment>();
    for (const one of [...members].sort((a, b) => Number(isDeployed(b)) - Number(isDeployed(a)))) {
      const name = nameOfKey(one.key);
      if (names.has(name)) excess.add(one);
      else names.set(name, one);
    }
    const movable = members.filter((one) => !excess.has(one) && !isDeployed(one));
    const over = members.length - excess.size - limits.vmsPerVault;
    for (const one of over > 0 ? movable.slice(-over) : []) excess.add(one);
    const stuck = [...excess].filter(isDeployed).length + Math.max(0, over - movable.length);
    if (excess.size === 0 && stuck === 0) continue;
    if (!deployed || stuck > 0) problems.push(excessProblem(label, members.length, [...excess], deployed !== undefined));
    if (deployed) for (const one of excess) if (!isDeployed(one) && kept.delete(one.key)) displaced.add(one.key);
  }
  return displaced;
}

function excessProblem(label: string, count: number, excess: readonly Assignment[], knowsDeployed: boolean): string {
  const remedy = knowsDeployed
    ? "end the protection of some VMs of that vault, which lose no recovery points, and remove them from the inventory"
    : "name the deployed file with --deployed, such as that of the main branch: VMs that it does not have get another vault";
  const received = count > MAX_VMS_PER_VAULT ? `${count} VMs` : `namesakes: ${excess.map(({ key }) => key).join(", ")}`;
  return `the vault '${label}' must have at most ${MAX_VMS_PER_VAULT} VMs, no two with the same resource group and name, got ${received}; ${remedy}`;
}

/** Two VMs of different subscriptions with the same group and name would be the same item of a vault. */
export function nameOfKey(key: string): string {
  return key.slice(key.indexOf("/") + 1);
}

function place(vm: FleetVm, loads: VaultLoads, options: AssignOptions, problems: string[]): Assignment | undefined {
  const { location, tier, key } = vm;
  const { filledVmsPerVault, filledVmsPerSlot } = options.limits ?? FLEET_LIMITS;
  const subscriptionId = options.centralSubscriptionId ?? vm.subscriptionId;
  for (let number = 1; number <= MAX_VAULTS_PER_REGION; number++) {
    const vault = { subscriptionId, location, number };
    const slot = loads.firstFreeSlot(vault, tier, options.slots, filledVmsPerSlot);
    const isFree = loads.count(vault) < filledVmsPerVault && !loads.hasName(vault, nameOfKey(key));
    if (isFree && slot !== undefined) return { key, vault, tier, slot };
  }
  problems.push(
    `the region '${location}' of the subscription ${subscriptionId} must have at most ${MAX_VAULTS_PER_REGION} vaults, got a VM for which all are full, ${vm.id}; use another subscription for its vaults`,
  );
  return undefined;
}

function policyProblems(loads: VaultLoads): string[] {
  return loads.vaults
    .filter((vault) => loads.policies(vault) > MAX_POLICIES_PER_VAULT)
    .map(
      (vault) =>
        `the vault '${vaultLabel(vault)}' must have at most ${MAX_POLICIES_PER_VAULT} policies, got ${loads.policies(vault)}; have fewer tiers or slots`,
    );
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1));
}
