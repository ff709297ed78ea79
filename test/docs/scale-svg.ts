/** A construct, the numbers of VMs that it is for, and who creates them. */
export interface Choice {
  readonly construct: string;
  readonly vms: readonly [from: number, to: number];
  readonly who: string;
  readonly initial: string;
}

const [WIDTH, LEFT, ROW, TOP] = [760, 150, 64, 46];
const TICKS = [1, 20, 200, 1_000, 5_000, 20_000, 50_000];
const COLOURS = ["#2f6fde", "#1a7f5a", "#b26a00"];

/** Draws a bar for each construct over the number of VMs, on a logarithmic axis. */
export function scaleSvg(choices: readonly Choice[]): string {
  const height = TOP + choices.length * ROW + 12;
  const axis = TICKS.map(
    (tick) =>
      `<line x1="${x(tick)}" y1="30" x2="${x(tick)}" y2="${height - 8}" stroke="#8885" />` +
      `<text x="${x(tick)}" y="22" text-anchor="middle">${tick.toLocaleString("en-US")}</text>`,
  );
  const bars = choices.map(({ construct, vms: [from, to], who, initial }, index) => {
    const y = TOP + index * ROW;
    const [start, end] = [x(from), x(to)];
    return (
      `<text x="8" y="${y + 16}" font-weight="bold">${construct}</text>` +
      `<rect x="${start}" y="${y}" width="${end - start}" height="22" rx="4" fill="${COLOURS[index] ?? ""}" />` +
      `<text x="${LEFT}" y="${y + 38}">VMs created by ${who}. Initial backup: ${initial}.</text>`
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12" role="img" aria-label="Which construct to use, by the number of VMs">
<rect width="${WIDTH}" height="${height}" fill="#fff" />
<g fill="#222">
<text x="8" y="22">VMs</text>
${[...axis, ...bars].join("\n")}
</g>
</svg>
`;
}

function x(vms: number): number {
  return Math.round(LEFT + ((WIDTH - LEFT - 40) * Math.log10(vms)) / Math.log10(50_000));
}
