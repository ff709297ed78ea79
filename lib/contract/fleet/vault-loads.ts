import { type Assignment, type FleetVault, vaultLabel } from "./assignment";

/** The load of one vault. */
interface Load {
  readonly vault: FleetVault;
  readonly names: Map<string, number>;
  /** The number of VMs by tier and slot. */
  readonly slots: Map<string, Map<number, number>>;
  count: number;
}

/** How many VMs each vault has, by tier and slot. */
export class VaultLoads {
  private readonly byLabel = new Map<string, Load>();

  constructor(assignments: Iterable<Assignment>, vaults: readonly FleetVault[]) {
    for (const vault of vaults) this.of(vault);
    for (const one of assignments) this.add(one);
  }

  /** Every vault, also those that have no VMs any more, sorted by subscription, region and number. */
  get vaults(): FleetVault[] {
    return [...this.byLabel.values()].map(({ vault }) => vault).sort(compareVaults);
  }

  count(vault: FleetVault): number {
    return this.find(vault)?.count ?? 0;
  }

  /** Whether the vault has a VM with this resource group and name. */
  hasName(vault: FleetVault, name: string): boolean {
    return (this.find(vault)?.names.get(name) ?? 0) > 0;
  }

  /** The number of policies: one for each tier and slot that has a VM. */
  policies(vault: FleetVault): number {
    let count = 0;
    for (const slots of this.find(vault)?.slots.values() ?? []) for (const vms of slots.values()) if (vms > 0) count++;
    return count;
  }

  /** The first slot of a tier with fewer VMs than a limit. */
  firstFreeSlot(vault: FleetVault, tier: string, slots: number, limit: number): number | undefined {
    const loads = this.find(vault)?.slots.get(tier);
    for (let slot = 1; slot <= slots; slot++) if ((loads?.get(slot) ?? 0) < limit) return slot;
    return undefined;
  }

  /** The first slot with fewer VMs than a limit, else the one with the fewest. */
  leastLoadedSlot(vault: FleetVault, tier: string, slots: number, limit: number): number {
    const free = this.firstFreeSlot(vault, tier, slots, limit);
    if (free !== undefined) return free;
    const loads = this.find(vault)?.slots.get(tier);
    const numbers = Array.from({ length: slots }, (_, index) => index + 1);
    return numbers.reduce((best, slot) => ((loads?.get(slot) ?? 0) < (loads?.get(best) ?? 0) ? slot : best), 1);
  }

  add(one: Assignment): void {
    this.change(one, 1);
  }

  remove(one: Assignment): void {
    this.change(one, -1);
  }

  private change({ vault, key, tier, slot }: Assignment, by: 1 | -1): void {
    const load = this.of(vault);
    const name = key.slice(key.indexOf("/") + 1);
    load.count += by;
    load.names.set(name, (load.names.get(name) ?? 0) + by);
    const slots = load.slots.get(tier) ?? new Map<number, number>();
    load.slots.set(tier, slots);
    slots.set(slot, (slots.get(slot) ?? 0) + by);
  }

  private find(vault: FleetVault): Load | undefined {
    return this.byLabel.get(vaultLabel(vault));
  }

  private of(vault: FleetVault): Load {
    const load = this.find(vault) ?? { vault, names: new Map(), slots: new Map(), count: 0 };
    this.byLabel.set(vaultLabel(vault), load);
    return load;
  }
}

function compareVaults(one: FleetVault, other: FleetVault): number {
  const places = [one, other].map(({ subscriptionId, location }) => `${subscriptionId} ${location}`) as [string, string];
  if (places[0] !== places[1]) return places[0] < places[1] ? -1 : 1;
  return one.number - other.number;
}
