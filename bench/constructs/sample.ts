/** The measurements of one run of one contender. */
export interface Sample {
  readonly milliseconds: number;
  /** The maximum memory of the process. */
  readonly peakBytes: number;
  /** The size of the synthesized stack. */
  readonly jsonBytes: number;
  /** The modules of the bindings that an import loaded. */
  readonly modules?: string[];
}

export type Metric = "milliseconds" | "peakBytes" | "jsonBytes";

/** Median and extremes of one metric of one contender. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spread(samples: readonly Sample[], metric: Metric): Spread {
  const values = samples.map((sample) => sample[metric]).sort((one, other) => one - other);
  const [min, max] = [values[0], values.at(-1)];
  if (min === undefined || max === undefined) throw new RangeError("a spread needs at least one sample");
  const middle = values.slice(Math.floor((values.length - 1) / 2), Math.floor(values.length / 2) + 1);
  return { median: middle.reduce((sum, value) => sum + value, 0) / middle.length, min, max };
}
