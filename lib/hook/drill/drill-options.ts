import type { DrillRequest } from "../../contract/drill-request";
import type { VerifyCommand } from "./verify-command";
import type { DrawStart } from "./turn";

/** What a drill is asked for. */
export interface DrillOptions {
  readonly vaultId: string;
  /** Names or ids of VMs. @default - every VM of the vault */
  readonly vms: readonly string[] | undefined;
  readonly tag: DrillRequest["tag"];
  /** The number of VMs that are drawn in turn. @default - all */
  readonly sample: number | undefined;
  /** Where the draw begins. @default - behind the VMs of the last drill */
  readonly draw: DrawStart | undefined;
  readonly point: "latest" | "latest-vaulted";
  readonly restores: "disks" | "vm";
  /** Name or id. */
  readonly scratchGroup: string;
  /** Name or id. @default - the only one that can be used */
  readonly stagingAccount: string | undefined;
  readonly subnetId: string | undefined;
  readonly objectiveMinutes: number | undefined;
  readonly pointAgeHours: number | undefined;
  readonly maxVms: number;
  readonly concurrency: number;
  readonly timeoutMinutes: number;
  readonly verify: VerifyCommand | undefined;
}
