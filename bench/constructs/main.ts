import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { contenders, measure } from "./contenders";
import { FIGURES, resultOf } from "./figures";
import { page, terminalTable } from "./report";
import { Workspace } from "./workspace";

const PAGE = join(resolve(__dirname, "../.."), "docs/benchmarks.md");
/** How far above its limit a ratio of the fastest runs may be in CI, whose machines are shared. */
const TOLERANCE = 1.25;

interface Options {
  readonly rounds: number;
  readonly check?: true;
}

async function main({ rounds, check }: Options): Promise<void> {
  const workspace = await Workspace.of();
  try {
    const samples = await measure(await contenders(workspace), rounds);
    const results = FIGURES.map((figure) => resultOf(figure, samples, check ? "min" : "median"));
    console.log(terminalTable(results));
    if (check) {
      const passed = results.filter(({ value, limit }) => value > limit * TOLERANCE);
      for (const { title, value, limit } of passed) {
        console.error(
          `${title}: the ratio must be at most ${limit}, in CI ${limit * TOLERANCE}, got ${value.toFixed(2)}; profile it`,
        );
      }
      if (passed.length > 0) process.exitCode = 1;
    } else {
      await writeFile(PAGE, page(results, rounds));
    }
  } finally {
    await workspace.remove();
  }
}

function roundsOf(text: string): number {
  const rounds = Number(text);
  if (Number.isInteger(rounds) && rounds > 0) return rounds;
  throw new InvalidArgumentError("must be a whole number of at least 1");
}

new Command("bench")
  .option("--rounds <number>", "how often each contender runs", roundsOf, 7)
  .option("--check", "fail if a ratio passes its limit by a quarter, and leave docs/benchmarks.md as it is")
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
