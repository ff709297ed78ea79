import { readFileSync } from "node:fs";
import { cpus, totalmem, type } from "node:os";
import { dirname, join } from "node:path";
import Table from "cli-table3";
import type { Result } from "./figures";
import type { Metric, Spread } from "./sample";

const HEAD = ["figure", "this package", "beside", "ratio", "at most", ""];

/** The table for the terminal. */
export function terminalTable(results: readonly Result[]): string {
  const table = new Table({ head: HEAD, style: { head: [], border: [] } });
  table.push(...results.map(cells));
  return table.toString();
}

/** The table for a page. */
export function markdownTable(results: readonly Result[]): string {
  return [HEAD, HEAD.map(() => "---"), ...results.map(cells)].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/** The machine of the measurements. */
export function machine(): string {
  const [cpu] = cpus();
  return `${type()}, ${cpus().length} × ${cpu?.model.trim() ?? "an unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
}

/** The section of the page: how it was measured, on what, and the table. */
export function section(results: readonly Result[], rounds: number): string {
  return `\`npm run bench\` measures this package beside the same written by hand with the resources of \`@cdktf/provider-azurerm\`, whose source is
in [\`bench/constructs\`](../bench/constructs), and writes this section. Each contender runs at least ${rounds} times, in turn with the others and in a process of its own; the
table has the medians, with the extremes in brackets. All are compiled before and loaded alike; the time of a synthesis begins after
everything is imported and ends when the files are written. Times differ from machine to machine, ratios hardly do: those are what
\`npm run bench:check\` holds to the limits in CI, by the fastest runs, and fails from a quarter above one.

${markdownTable(results)}

Measured with ${["cdktf", "@cdktf/provider-azurerm", "constructs", "typescript"].map(withVersion).join(", ")} and Node ${process.versions.node} on
${machine()}.
`;
}

function cells({ title, metric, oursSpread, besideSpread, value, limit }: Result): string[] {
  const digits = limit === Infinity || limit < 1 || limit % 1 !== 0 ? 2 : 1;
  return [
    title,
    shown(oursSpread, metric),
    besideSpread ? shown(besideSpread, metric) : "",
    value.toFixed(digits),
    ...(limit === Infinity ? ["", ""] : [String(Number(limit.toFixed(2))), value <= limit ? "✓" : "✗"]),
  ];
}

const UNITS: Record<Metric, readonly [divisor: number, unit: string, digits: number]> = {
  milliseconds: [1, "ms", 0],
  peakBytes: [2 ** 20, "MiB", 0],
  jsonBytes: [1000, "kB", 0],
};

function shown({ median, min, max }: Spread, metric: Metric): string {
  const [divisor, unit, digits] = UNITS[metric];
  const [middle, low, high] = [median, min, max].map((value) => (value / divisor).toFixed(digits)) as [string, string, string];
  return low === high ? `${middle} ${unit}` : `${middle} ${unit} (${low}–${high})`;
}

function withVersion(name: string): string {
  const manifest = join(dirname(require.resolve(`${name}/package.json`)), "package.json");
  return `${name} ${(JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version}`;
}
