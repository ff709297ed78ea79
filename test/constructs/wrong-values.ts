/** Values of every type, one of which is wrong for any option and parameter. */
export const WRONG_VALUES: readonly unknown[] = [null, NaN, "", "x", 5, [], {}, true, new Date(0), () => 1];
