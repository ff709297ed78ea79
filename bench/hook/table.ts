import Table from "cli-table3";

export interface Figure {
  readonly what: string;
  readonly value: number;
  /** The most, or the least, that it may be. @default - it is only told */
  readonly limit?: number;
  readonly kept?: boolean;
}

export function atMost(what: string, value: number, limit: number): Figure {
  return { what, value, limit, kept: value <= limit };
}

export function atLeast(what: string, value: number, limit: number): Figure {
  return { what, value, limit, kept: value >= limit };
}

export function tableOf(figures: readonly Figure[]): string {
  const table = new Table({ head: ["", "measured", "limit", ""], style: { head: [], border: [] } });
  for (const { what, value, limit, kept } of figures) {
    table.push([
      what,
      rounded(value),
      limit === undefined ? "" : rounded(limit),
      kept === undefined ? "" : kept ? "kept" : "BROKEN",
    ]);
  }
  return table.toString();
}

function rounded(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
