/** The defaults of an initial backup, both in a stack and on the command line. */

/** The state that the hook waits for. */
export const DEFAULT_WAIT_FOR = "snapshot";

/** The time-out in minutes for each state to wait for. The first backup of a large VM takes many hours to complete. */
export const DEFAULT_TIMEOUT_MINUTES = { accepted: 120, snapshot: 120, completed: 1_440 } as const;

/** The number of backups that are started at the same time. */
export const DEFAULT_CONCURRENCY = 4;
