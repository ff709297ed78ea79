/** Whether deleted items are kept for a while, and whether that can be switched off. */
export type SoftDeleteState = "Enabled" | "AlwaysON";
