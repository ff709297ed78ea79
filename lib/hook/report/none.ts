/** The text of a cell without a value. */
export const NONE = "-";
