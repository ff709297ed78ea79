import Table from "cli-table3";

export { NONE } from "./none";

/** Formats a text table. Cells may contain colours. */
export function plainTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  for (const row of rows) table.push([...row]);
  return table.toString();
}
