import { Command } from "commander";
import { type Options, reportExcess, roundsOf } from "../options";
import { writeSection } from "../page";
import { contenders, measure } from "./contenders";
import { FIGURES, resultOf } from "./figures";
import { section, terminalTable } from "./report";
import { Workspace } from "./workspace";

async function main({ rounds, check }: Options): Promise<void> {
  const workspace = await Workspace.of();
  try {
    const samples = await measure(await contenders(workspace), rounds);
    const results = FIGURES.map((figure) => resultOf(figure, samples, check ? "min" : "median"));
    console.log(terminalTable(results));
    if (check) {
      reportExcess(results);
    } else {
      writeSection("Synthesis", section(results, rounds));
    }
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
