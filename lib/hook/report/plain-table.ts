import Table from "cli-table3";

/** What a cell says where there is nothing to say. */
export const NONE = "-";

/** A table of text; its cells may be coloured. */
export function plainTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  for (const row of rows) table.push([...row]);
  return table.toString();
}
