/** The soft-delete state of a vault. `AlwaysON` cannot be disabled. */
export type SoftDeleteState = "Enabled" | "AlwaysON";
