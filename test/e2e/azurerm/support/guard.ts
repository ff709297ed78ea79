/** Whether the constructs refuse what is wrong. */
export const guard = { isArmed: true };
