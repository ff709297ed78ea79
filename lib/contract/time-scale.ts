/** The environment variable that multiplies each wait and time-out of the hook, for a service whose clock is faster than real time. */
export const TIME_SCALE_VARIABLE = "AZURE_VM_BACKUP_TIME_SCALE";
