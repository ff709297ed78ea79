/** Whether the constructs check their props. */
export const guard = { isArmed: true };
