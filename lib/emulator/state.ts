import type { GenericResource } from "./arm/generic-resources";
import type { Operation } from "./arm/operation";
import type { ResourceGroup } from "./arm/resource-group";
import { FaultTable, type SavedFaults } from "./faults/fault-table";
import { JobTable } from "./recovery-services/jobs/job-table";
import type { PendingRestore } from "./recovery-services/restores/restore-details";
import type { BackupPolicy, DeletedVault, Discovery, Job, ProtectedItem, Vault, VaultContent } from "./recovery-services/model";
import { Registry } from "./registry";

/** {@link State} as JSON. */
export interface SavedState {
  readonly resourceGroups: [string, ResourceGroup][];
  readonly resources: [string, GenericResource][];
  readonly vaults: [string, Vault][];
  readonly deletedVaults: [string, DeletedVault][];
  readonly policies: [string, BackupPolicy][];
  readonly protectedItems: [string, ProtectedItem][];
  readonly discoveries: [string, Discovery][];
  readonly operations: [string, Operation][];
  readonly faults: SavedFaults;
  readonly jobs: Job[];
  readonly restores?: [string, PendingRestore][];
}

/**
 * The whole state of the emulator, as records of JSON values. The state of a resource at a moment is computed from its record and
 * the clock. `JSON.stringify(state)` serializes it, and {@link State.from} reads it.
 */
export class State {
  readonly resourceGroups: Registry<ResourceGroup>;
  readonly resources: Registry<GenericResource>;
  readonly vaults: Registry<Vault>;
  readonly deletedVaults: Registry<DeletedVault>;
  readonly policies: Registry<BackupPolicy>;
  readonly protectedItems: Registry<ProtectedItem>;
  readonly discoveries: Registry<Discovery>;
  readonly operations: Registry<Operation>;
  readonly faults: FaultTable;
  readonly jobs: JobTable;
  /** Restores whose effects are still pending. */
  readonly restores: Registry<PendingRestore>;
  #revision = 0;

  private constructor(seed: number, saved?: SavedState) {
    const changed = () => {
      this.#revision++;
    };
    this.resourceGroups = new Registry(saved?.resourceGroups, changed);
    this.resources = new Registry(saved?.resources, changed);
    this.vaults = new Registry(saved?.vaults, changed);
    this.deletedVaults = new Registry(saved?.deletedVaults, changed);
    this.policies = new Registry(saved?.policies, changed);
    this.protectedItems = new Registry(saved?.protectedItems, changed);
    this.discoveries = new Registry(saved?.discoveries, changed);
    this.operations = new Registry(saved?.operations, changed);
    this.faults = new FaultTable(seed, changed, saved?.faults);
    this.jobs = new JobTable(saved?.jobs, changed);
    this.restores = new Registry(saved?.restores, changed);
  }

  static empty(seed = 0): State {
    return new State(seed);
  }

  static from(saved: SavedState, seed = 0): State {
    return new State(seed, saved);
  }

  /** The number of changes so far. If it is the same, the state is the same. */
  get revision(): number {
    return this.#revision;
  }

  /**
   * Removes a vault, and returns it with its content.
   * @throws Error if there is none
   */
  takeVault(id: string): VaultContent {
    const vault = this.vaults.get(id);
    if (!vault) throw new Error(`there is no vault '${id}'`);
    const content: VaultContent = {
      vault,
      policies: this.policies.under(id),
      items: this.protectedItems.under(id),
      jobs: this.jobs.ofVault(id),
      resources: this.resources.under(id),
    };
    this.vaults.delete(id);
    this.policies.deleteUnder(id);
    this.protectedItems.deleteUnder(id);
    this.discoveries.delete(id);
    this.resources.deleteUnder(id);
    this.jobs.removeVault(id);
    return content;
  }

  /** Adds a vault with its content, as {@link takeVault} returned it. */
  putVault({ vault, policies, items, jobs, resources }: VaultContent): void {
    this.vaults.set(vault.id, vault);
    for (const policy of policies) this.policies.set(policy.id, policy);
    for (const item of items) this.protectedItems.set(item.id, item);
    for (const job of jobs) this.jobs.add(job);
    for (const resource of resources) this.resources.set(resource.id, resource);
  }

  toJSON(): SavedState {
    return {
      resourceGroups: this.resourceGroups.toJSON(),
      resources: this.resources.toJSON(),
      vaults: this.vaults.toJSON(),
      deletedVaults: this.deletedVaults.toJSON(),
      policies: this.policies.toJSON(),
      protectedItems: this.protectedItems.toJSON(),
      discoveries: this.discoveries.toJSON(),
      operations: this.operations.toJSON(),
      faults: this.faults.toJSON(),
      jobs: this.jobs.toJSON(),
      restores: this.restores.toJSON(),
    };
  }
}
