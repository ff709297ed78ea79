import type { PointInTime } from "../commands/argument-types";
import type { ReportFiles } from "../report/report-files";

/** Which recovery point is restored. */
export type PointChoice =
  | { readonly kind: "latest" }
  /** The latest that is in the vault, and not beside the VM alone. */
  | { readonly kind: "latestVaulted" }
  | { readonly kind: "before"; readonly point: PointInTime }
  | { readonly kind: "id"; readonly id: string };

/** What a restore makes: disks, a new VM, or new disks for the VM that was backed up. */
export type RestoreTarget = "disks" | "vm" | "original";

/** For how long an archived recovery point is rehydrated, and how fast. */
export interface Rehydration {
  readonly priority: "standard" | "high";
  readonly days: number;
}

/** What is asked for. */
export interface RestoreOptions {
  readonly vaultId: string;
  /** The VM whose backup is restored: its name, its id, or the id of its protected item. */
  readonly vm: string;
  readonly point: PointChoice;
  readonly to: RestoreTarget;
  /** Name or id of the resource group that gets what is made; undefined of the original. */
  readonly targetGroup: string | undefined;
  /** Name or id. @default - the only one that can be used */
  readonly stagingAccount: string | undefined;
  /** Name of the new VM. */
  readonly name: string | undefined;
  /** Id of the new VM's subnet. */
  readonly subnetId: string | undefined;
  readonly zone: string | undefined;
  /** The LUNs of the data disks; none of them if empty. @default - all */
  readonly luns: readonly number[] | undefined;
  /** Whether it is restored in the region that the vault is copied to. */
  readonly secondaryRegion: boolean;
  readonly rehydration: Rehydration | undefined;
  /** The VM's name, said again by who lets its disks be replaced. */
  readonly replace: string | undefined;
  /** Restores again what was restored within the last day. */
  readonly again: boolean;
  /** Does not ask Azure to validate the restore before. */
  readonly skipValidation: boolean;
  readonly timeoutMinutes: number;
  readonly reports: ReportFiles;
}
