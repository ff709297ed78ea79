import type { GenericResource } from "./arm/generic-resources";
import type { Operation } from "./arm/operations";
import type { ResourceGroup } from "./arm/resource-groups";
import { JobTable } from "./recovery-services/job-table";
import type { BackupFault, BackupPolicy, Job, ProtectedItem, Vault } from "./recovery-services/model";
import { Registry } from "./registry";

/** {@link State} as JSON. */
export interface SavedState {
  readonly resourceGroups: [string, ResourceGroup][];
  readonly resources: [string, GenericResource][];
  readonly vaults: [string, Vault][];
  readonly policies: [string, BackupPolicy][];
  readonly protectedItems: [string, ProtectedItem][];
  readonly operations: [string, Operation][];
  readonly backupFaults: [string, BackupFault][];
  readonly jobs: Job[];
}

/**
 * Everything the emulator remembers, as records of plain JSON values: what a resource looks like at a moment is derived from
 * its record and the clock. `JSON.stringify(state)` saves it, {@link State.from} reads it back.
 */
export class State {
  readonly resourceGroups: Registry<ResourceGroup>;
  readonly resources: Registry<GenericResource>;
  readonly vaults: Registry<Vault>;
  readonly policies: Registry<BackupPolicy>;
  readonly protectedItems: Registry<ProtectedItem>;
  readonly operations: Registry<Operation>;
  /** What the next backup of a VM is to meet, by the VM's name or id. */
  readonly backupFaults: Registry<BackupFault>;
  readonly jobs: JobTable;

  private constructor(saved?: SavedState) {
    this.resourceGroups = new Registry(saved?.resourceGroups);
    this.resources = new Registry(saved?.resources);
    this.vaults = new Registry(saved?.vaults);
    this.policies = new Registry(saved?.policies);
    this.protectedItems = new Registry(saved?.protectedItems);
    this.operations = new Registry(saved?.operations);
    this.backupFaults = new Registry(saved?.backupFaults);
    this.jobs = new JobTable(saved?.jobs);
  }

  static empty(): State {
    return new State();
  }

  /** Removes a vault with everything in it. */
  removeVault(id: string): void {
    this.vaults.delete(id);
    this.policies.deleteUnder(id);
    this.protectedItems.deleteUnder(id);
    this.jobs.removeVault(id);
  }

  static from(saved: SavedState): State {
    return new State(saved);
  }
}
