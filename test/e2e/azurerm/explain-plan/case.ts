import type { Block } from "../support/configuration";

/** A Terraform configuration in JSON syntax. */
export interface Config {
  readonly provider?: Readonly<Record<string, readonly Block[]>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly locals?: Block;
  readonly variable?: Readonly<Record<string, Block>>;
  readonly module?: Readonly<Record<string, Block>>;
  readonly moved?: readonly Block[];
  readonly import?: readonly Block[];
  readonly removed?: readonly Block[];
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
}

/** A change of a deployment, from the configurations that were applied before to the one that is planned. */
export interface PlanCase {
  readonly name: string;
  /** Applied one after another. */
  readonly before: readonly Config[];
  /** Applied some weeks before the plan, after a year of backups. */
  readonly second?: Config | undefined;
  /** Whether the apply of {@link second} fails, and leaves something behind. */
  readonly failsSecond?: boolean;
  /** Whether policies take backups before the plan is made. */
  readonly backedUp: boolean;
  readonly after: Config;
  /** Arguments of `terraform plan`. */
  readonly args: readonly string[];
  /** Arguments of a terraform command that runs before the plan, such as `state rm`. */
  readonly state?: readonly string[];
  /** The configurations of modules, by folder. */
  readonly modules: Readonly<Record<string, Config>>;
  readonly softDelete: "Enabled" | "AlwaysON";
  /** Whether the emulator's backups of the days after the apply are part of what is known. */
  readonly watched: boolean;
}

export const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";

/** The names in the configurations of a case: no two cases share a resource. */
export interface Place {
  readonly group: string;
  readonly groupId: string;
  readonly vaultId: string;
  vmId(name: string): string;
  itemId(name: string): string;
}

export function placeOf(name: string): Place {
  const group = `rg-${name}`;
  const groupId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}`;
  const vaultId = `${groupId}/providers/Microsoft.RecoveryServices/vaults/vault-app`;
  return {
    group,
    groupId,
    vaultId,
    vmId: (vm) => `${groupId}/providers/Microsoft.Compute/virtualMachines/${vm}`,
    itemId: (vm) => {
      const item = `iaasvmcontainerv2;${group};${vm}`;
      return `${vaultId}/backupFabrics/Azure/protectionContainers/iaasvmcontainer;${item}/protectedItems/VM;${item}`;
    },
  };
}

const cases: PlanCase[] = [];

type CaseOptions = Partial<Omit<PlanCase, "name" | "before" | "after">>;

/** Adds a case. */
export function define(
  name: string,
  build: (place: Place) => {
    readonly before: Config | readonly Config[];
    readonly after: Config;
    readonly modules?: PlanCase["modules"];
    readonly state?: readonly string[];
    readonly second?: Config;
  },
  options: CaseOptions = {},
): void {
  const { before, after, modules = {}, state, second } = build(placeOf(name));
  cases.push({
    ...{ backedUp: true, args: [], softDelete: "Enabled", watched: false },
    ...options,
    ...{ name, second, before: "length" in before ? before : [before], after, modules },
    ...(state && { state }),
  });
}

export function allCases(): readonly PlanCase[] {
  return cases;
}
