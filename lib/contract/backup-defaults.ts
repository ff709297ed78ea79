/** What an initial backup does unless somebody says otherwise: the same in a stack and on the command line. */

/** How far each backup is followed. */
export const DEFAULT_WAIT_FOR = "snapshot";

/** Minutes for which backups are followed, by how far: the first backup of a large VM takes many hours to complete. */
export const DEFAULT_TIMEOUT_MINUTES = { accepted: 120, snapshot: 120, completed: 1_440 } as const;

/** Backups that are started at the same time. */
export const DEFAULT_CONCURRENCY = 4;
