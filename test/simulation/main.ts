import { parseArgs } from "node:util";
import { Random } from "../support/random";
import { drillStorm } from "./drill-storm";
import { live } from "./life-storm";
import { storm } from "./storm";

/** The number of commands in the life of a vault. */
const COMMANDS = 25;

interface Counts {
  readonly vms: number;
  readonly runs: number;
  readonly killed: number;
  readonly requests: number;
  readonly jobs: number;
}

interface Kind {
  readonly what: string;
  readonly count: number;
  readonly play: (seed: number, log?: (line: string) => void) => Promise<Counts>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  hook: { what: "runs of the hook against a simulated service with random faults", count: 2_000, play: storm },
  drill: { what: "drills on an emulator, killed at random moments", count: 1_000, play: drillStorm },
  life: {
    what: "the life of a vault on an emulator: changes by users, runs of the hook, and days",
    count: 2_000,
    play: (seed, log) => live(new Random(seed), COMMANDS, log),
  },
};

const USAGE = `Simulates random sequences and checks the results. The seed decides a simulation.

${Object.entries(KINDS)
  .map(([name, { what, count }]) => `  npm run storm -- ${name.padEnd(6)} ${what}: seeds 1 to ${String(count)}`)
  .join("\n")}

  --runs 100    100 simulations
  --from 5001   simulations from seed 5001
  --seed 42     one simulation, with a log of every step
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: "string" },
      runs: { type: "string" },
      from: { type: "string", default: "1" },
      help: { type: "boolean" },
    },
  });
  const name = positionals[0] ?? "hook";
  const kind = KINDS[name];
  if (values.help || !kind) {
    process.stdout.write(USAGE);
    return kind ? 0 : 1;
  }
  if (values.seed === undefined) return many(name, kind, Number(values.from), Number(values.runs ?? kind.count));
  const counts = await kind.play(Number(values.seed), (line) => process.stdout.write(`${line}\n`));
  process.stdout.write(`seed ${values.seed}: ${countsIn(counts)}, no errors\n`);
  return 0;
}

async function many(name: string, { play }: Kind, from: number, count: number): Promise<number> {
  const began = Date.now();
  const sum = { vms: 0, runs: 0, killed: 0, requests: 0, jobs: 0 };
  let failed = 0;
  for (let seed = from; seed < from + count; seed++) {
    try {
      const one = await play(seed);
      for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += one[key];
    } catch (error) {
      failed++;
      process.stdout.write(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  const seconds = ((Date.now() - began) / 1_000).toFixed(0);
  process.stdout.write(`${count} simulations in ${seconds} s: ${countsIn(sum)}; ${failed} failed\n`);
  if (failed > 0) process.stdout.write(`npm run storm -- ${name} --seed <seed> logs every step of one simulation\n`);
  return failed > 0 ? 1 : 0;
}

function countsIn({ vms, runs, killed, requests, jobs }: Counts): string {
  return `${vms} VMs, ${runs} runs (${killed} killed), ${requests} requests, ${jobs} jobs`;
}

void main().then((code) => {
  process.exitCode = code;
});
