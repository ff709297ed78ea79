import type { Context } from "../context";

/** A row of a table. Its columns are computed only if it is on the page. */
export interface Row {
  readonly id: string;
  /** The type in lower case, such as `microsoft.compute/virtualmachines`. */
  readonly type: string;
  readonly columns: () => Readonly<Record<string, unknown>>;
}

/** The rows of one query, before those are left out that the caller may not read. */
export type RowsOf = (context: Context, reads: (id: string, type: string) => boolean) => Row[];
