/** The environment variable that carries the request. */
export const REQUEST_VARIABLE = "AZURE_VM_BACKUP_REQUEST";

/** The version of the request format. */
export const REQUEST_VERSION = 1;

/** The environment variable that carries the request of a drill, as `base64gzip(jsonencode({…}))`. */
export const DRILL_VARIABLE = "AZURE_VM_BACKUP_DRILL";

/** The version of the format of a drill's request. */
export const DRILL_VERSION = 1;
