import { parseArgs } from "node:util";
import { storm } from "./storm";

const USAGE = `Runs the hook against a simulated service with random faults, and checks the results. A storm is one simulation; its seed decides it.

  npm run storm                    2,000 storms, seeds 1 to 2000
  npm run storm -- --runs 100      100 storms
  npm run storm -- --from 5001     storms from seed 5001
  npm run storm -- --seed 42       one storm, with a log of every step
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string" },
      runs: { type: "string", default: "2000" },
      from: { type: "string", default: "1" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (values.seed !== undefined) {
    const { vms, runs } = await storm(Number(values.seed), (line) => process.stdout.write(`${line}\n`));
    process.stdout.write(`seed ${values.seed}: ${vms} VMs, ${runs} runs, no errors\n`);
    return 0;
  }
  return many(Number(values.from), Number(values.runs));
}

async function many(from: number, count: number): Promise<number> {
  const began = Date.now();
  const sum = { vms: 0, runs: 0, killed: 0, requests: 0, jobs: 0 };
  let failed = 0;
  for (let seed = from; seed < from + count; seed++) {
    try {
      const one = await storm(seed);
      for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += one[key];
    } catch (error) {
      failed++;
      process.stdout.write(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  const seconds = ((Date.now() - began) / 1_000).toFixed(0);
  process.stdout.write(
    `${count} storms in ${seconds} s: ${sum.vms} VMs, ${sum.runs} runs of the hook (${sum.killed} killed), ${sum.requests} requests, ${sum.jobs} jobs; ${failed} failed\n`,
  );
  if (failed > 0) process.stdout.write("npm run storm -- --seed <seed> logs every step of one storm\n");
  return failed > 0 ? 1 : 0;
}

void main().then((code) => {
  process.exitCode = code;
});
