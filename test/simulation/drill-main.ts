import { parseArgs } from "node:util";
import { drillStorm } from "./drill-storm";

const USAGE = `Runs drills on an emulator, kills them at random moments, and checks what they leave. A storm is one simulation; its seed decides it.

  npm run storm:drill                    1,000 storms, seeds 1 to 1000
  npm run storm:drill -- --runs 100      100 storms
  npm run storm:drill -- --seed 42       one storm, with a log of every step
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string" },
      runs: { type: "string", default: "1000" },
      from: { type: "string", default: "1" },
      help: { type: "boolean" },
    },
  });
  if (values.help) process.stdout.write(USAGE);
  else if (values.seed !== undefined) await drillStorm(Number(values.seed), (line) => process.stdout.write(`${line}\n`));
  else return many(Number(values.from), Number(values.runs));
  return 0;
}

async function many(from: number, count: number): Promise<number> {
  const began = Date.now();
  const sum = { vms: 0, runs: 0, killed: 0, requests: 0, jobs: 0 };
  let failed = 0;
  for (let seed = from; seed < from + count; seed++) {
    try {
      const one = await drillStorm(seed);
      for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += one[key];
    } catch (error) {
      failed++;
      process.stdout.write(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  const seconds = ((Date.now() - began) / 1_000).toFixed(0);
  process.stdout.write(
    `${count} storms in ${seconds} s: ${sum.vms} VMs, ${sum.runs} drills (${sum.killed} killed), ${sum.requests} requests, ${sum.jobs} restores; ${failed} failed\n`,
  );
  return failed > 0 ? 1 : 0;
}

void main().then((code) => {
  process.exitCode = code;
});
