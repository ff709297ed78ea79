import { Command } from "commander";
import { type Options, checkLimits, roundsOf } from "../options";
import { writeSection } from "../page";
import { contenders, measure } from "./contenders";
import { FIGURES, type Result, resultOf } from "./figures";
import { section, terminalTable } from "./report";
import type { Sample } from "./sample";
import { Workspace } from "./workspace";

async function main({ rounds, check }: Options): Promise<void> {
  const workspace = await Workspace.of();
  try {
    const all = await contenders(workspace);
    const samples = new Map<string, Sample[]>();
    const results = async (): Promise<Result[]> => {
      await measure(all, rounds, samples);
      const found = FIGURES.map((figure) => resultOf(figure, samples, check ? "min" : "median"));
      console.log(terminalTable(found));
      return found;
    };
    if (check) await checkLimits(results);
    else writeSection("Synthesis", section(await results(), rounds));
  } finally {
    await workspace.remove();
  }
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
