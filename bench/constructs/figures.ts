import { type Metric, type Sample, type Spread, spread } from "./sample";

/** One line of the table: our contender, the one to compare with, and the limit. */
export interface Figure {
  readonly title: string;
  readonly metric: Metric;
  readonly ours: string;
  /** The contender to divide by, or a number to divide by. */
  readonly beside: string | number;
  /** The maximum ratio. */
  readonly limit: number;
  /** A contender whose median is first subtracted from both. */
  readonly above?: string;
  /** Another figure, which allows a ratio above the limit: its own ratio, times a factor. */
  readonly orAtMost?: { readonly figure: Figure; readonly times: number };
}

function ofVms(vms: "1,000" | "10,000", timeLimit: number): Figure[] {
  const ours = `ours ${vms}`;
  const perVm = `resource per VM ${vms}`;
  return [
    { title: `synth of ${vms} VMs, beside an L1 resource per VM`, metric: "milliseconds", ours, beside: perVm, limit: timeLimit },
    {
      title: `synth of ${vms} VMs, beside the same in L1`,
      metric: "milliseconds",
      ours,
      beside: `for_each ${vms}`,
      limit: 1.5,
    },
    {
      title: `memory of ${vms} VMs above an empty app, beside an L1 resource per VM`,
      metric: "peakBytes",
      ours,
      beside: perVm,
      limit: 0.5,
      above: "empty",
    },
    {
      title: `JSON per VM of ${vms} VMs, in bytes`,
      metric: "jsonBytes",
      ours,
      beside: Number(vms.replace(",", "")),
      limit: 250,
    },
  ];
}

function ofProcess(title: string, name: string, limit: number): Figure {
  return { title: `${title}, beside the same in L1`, metric: "milliseconds", ours: `ours ${name}`, beside: `l1 ${name}`, limit };
}

export const FIGURES: readonly Figure[] = [
  ...ofVms("1,000", 0.2),
  ...ofVms("10,000", 0.12),
  {
    title: "growth of synth from 1,000 to 10,000 VMs",
    metric: "milliseconds",
    ours: "ours 10,000",
    beside: "ours 1,000",
    limit: 8,
  },
  {
    title: "layout and synth of a fleet of 50,000 VMs in 36 stacks, beside 60 s",
    metric: "milliseconds",
    ours: "fleet 50,000",
    beside: 60_000,
    limit: 1,
  },
  {
    title: "memory of a fleet of 50,000 VMs, beside 2 GiB",
    metric: "peakBytes",
    ours: "fleet 50,000",
    beside: 2 * 2 ** 30,
    limit: 1,
  },
  {
    title: "growth of a fleet from 5,000 to 50,000 VMs",
    metric: "milliseconds",
    ours: "fleet 50,000",
    beside: "fleet 5,000",
    limit: 11,
  },
  ofProcess("synth of a vault, a policy, a VM and its initial backup", "1", 1.15),
  ofProcess("import of the package", "import", 1.1),
  ofProcess("tsc --noEmit of the quickstart", "tsc", 1.1),
  ofProcess("cdktf synth of the quickstart", "cdktf synth", 1.1),
];

/** A figure with its measurements. */
export interface Result extends Figure {
  readonly value: number;
  readonly oursSpread: Spread;
  readonly besideSpread?: Spread;
}

/** Computes a figure from the samples: by the medians, or by the fastest runs, on which other load has the least influence. */
export function resultOf(figure: Figure, samples: ReadonlyMap<string, readonly Sample[]>, by: keyof Spread = "median"): Result {
  const of = (name: string) => {
    const runs = samples.get(name);
    if (!runs) throw new RangeError(`'${figure.title}' needs '${name}', which was not measured`);
    return spread(runs, figure.metric);
  };
  const { orAtMost } = figure;
  const limit = orAtMost ? Math.max(figure.limit, orAtMost.times * resultOf(orAtMost.figure, samples, by).value) : figure.limit;
  const floor = figure.above === undefined ? 0 : of(figure.above)[by];
  const oursSpread = raised(of(figure.ours), -floor);
  if (typeof figure.beside === "number") return { ...figure, limit, oursSpread, value: oursSpread[by] / figure.beside };
  const besideSpread = raised(of(figure.beside), -floor);
  return { ...figure, limit, oursSpread, besideSpread, value: oursSpread[by] / besideSpread[by] };
}

function raised({ median, min, max }: Spread, by: number): Spread {
  return { median: median + by, min: min + by, max: max + by };
}
