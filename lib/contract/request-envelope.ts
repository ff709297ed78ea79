/** The environment variable that carries the request. */
export const REQUEST_VARIABLE = "AZURE_VM_BACKUP_REQUEST";

/** The version of the request format. */
export const REQUEST_VERSION = 1;
