/** The environment variable that multiplies every wait and time-out of the hook, for a service whose clock runs faster than real time. */
export const TIME_SCALE_VARIABLE = "AZURE_VM_BACKUP_TIME_SCALE";
