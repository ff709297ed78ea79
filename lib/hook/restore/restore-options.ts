import type { PointInTime } from "../commands/argument-types";
import type { ReportFiles } from "../report/report-files";

/** Which recovery point is restored. */
export type PointChoice =
  | { readonly kind: "latest" }
  /** The latest in the vault; one that is only a snapshot does not count. */
  | { readonly kind: "latestVaulted" }
  | { readonly kind: "before"; readonly point: PointInTime }
  | { readonly kind: "id"; readonly id: string };

/** What a restore creates: disks, a new VM, or new disks in place of those of the backed-up VM. */
export type RestoreTarget = "disks" | "vm" | "original";

/** How fast an archived recovery point is rehydrated, and for how many days. */
export interface Rehydration {
  readonly priority: "standard" | "high";
  readonly days: number;
}

/** The options of a restore. */
export interface RestoreOptions {
  readonly vaultId: string;
  /** The VM to restore: its name, its id, or the id of its protected item. */
  readonly vm: string;
  readonly point: PointChoice;
  readonly to: RestoreTarget;
  /** Name or id of the resource group of the new resources; undefined if `to` is `original`. */
  readonly targetGroup: string | undefined;
  /** Name or id. @default - the only one that Azure accepts */
  readonly stagingAccount: string | undefined;
  /** Name of the new VM. */
  readonly name: string | undefined;
  /** Id of the new VM's subnet. */
  readonly subnetId: string | undefined;
  readonly zone: string | undefined;
  /** The LUNs of the data disks; no data disk if empty. @default - all */
  readonly luns: readonly number[] | undefined;
  /** Whether it is restored in the secondary region. */
  readonly secondaryRegion: boolean;
  readonly rehydration: Rehydration | undefined;
  /** The VM's name again, to confirm that its disks are replaced. */
  readonly replace: string | undefined;
  /** Whether to restore again if the same restore was completed within the last day. */
  readonly again: boolean;
  /** Whether to leave out Azure's validation. */
  readonly skipValidation: boolean;
  readonly timeoutMinutes: number;
  readonly reports: ReportFiles;
}
