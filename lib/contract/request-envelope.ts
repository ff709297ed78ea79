/** The environment variable that carries the request. */
export const REQUEST_VARIABLE = "AZURE_VM_BACKUP_REQUEST";

/** The only version of the request there is so far. */
export const REQUEST_VERSION = 1;
