/** The defaults of a drill, both in a stack and on the command line. */

/** The largest number of VMs that a drill restores without being told another. */
export const DEFAULT_DRILL_MAX_VMS = 10;

/** The number of VMs that are restored at the same time. */
export const DEFAULT_DRILL_CONCURRENCY = 4;

/** The time-out of a drill in minutes. A restore from the vault tier takes hours for a large VM. */
export const DEFAULT_DRILL_TIMEOUT_MINUTES = 720;

/** The recovery point of each VM: one in the vault tier proves that the vault can restore. */
export const DEFAULT_DRILL_POINT = "latest-vaulted";

/** What a drill restores. */
export const DEFAULT_DRILL_RESTORES = "disks";
