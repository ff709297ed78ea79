import { Command } from "commander";
import { type Figure, type Result, resultOf } from "../constructs/figures";
import { terminalTable } from "../constructs/report";
import { thousandVms } from "../hook/thousand-vms";
import { type Options, reportExcess, roundsOf } from "../options";
import { writeSection } from "../page";
import { OURS } from "./contenders";
import { AZURERM, SHORT, WAITS, WHOLE } from "./figures";
import { literalIds } from "./forms";
import { missing } from "./measured";
import { section } from "./report";
import { Sessions } from "./sessions";
import { StateServer } from "./state-server";

async function main({ rounds, check }: Options): Promise<void> {
  const reason = missing();
  if (reason !== undefined) {
    console.log(`bench:terraform is skipped: ${reason}`);
    return;
  }
  const states = await StateServer.start();
  try {
    const sessions = new Sessions(states);
    await (check ? measureShort(sessions, rounds) : measureWhole(sessions, rounds));
  } finally {
    states.stop();
  }
}

async function measureShort(sessions: Sessions, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    // A plan of 100 VMs is over in an instant, of which one run tells little.
    for (let run = 0; run < 3; run++) await sessions.forms(100, { [OURS]: literalIds });
    await sessions.brief(1_000);
  }
  const results = resultsOf(sessions, SHORT, "min");
  console.log(terminalTable(results));
  reportExcess(results);
}

async function measureWhole(sessions: Sessions, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const vms of [100, 1_000]) {
      await sessions.whole(vms);
      await sessions.forms(vms);
    }
  }
  await sessions.shards(5_000);
  await sessions.cdktf(1_000);
  const hasAzurerm = await sessions.azurerm(1_000);
  if (!hasAzurerm) console.log("not measured with azurerm: Terraform finds no azurerm from 4.55 on here");
  const hook = (await thousandVms()).find(({ what }) => what.includes("wall time"));
  const [results, waits] = [resultsOf(sessions, [...WHOLE, ...(hasAzurerm ? AZURERM : [])]), resultsOf(sessions, WAITS)];
  console.log(`${terminalTable(results)}\n${terminalTable(waits)}`);
  writeSection("Terraform", section(results, waits, hook?.value ?? NaN));
}

function resultsOf({ samples }: Sessions, figures: readonly Figure[], by: "min" | "median" = "median"): Result[] {
  return figures.map((figure) => resultOf(figure, samples, by));
}

new Command("bench:terraform")
  .option("--rounds <number>", "how often each contender runs with up to 1,000 VMs", roundsOf, 3)
  .option("--check", "only what CI has time for: fail if a ratio passes its limit by a quarter, and write nothing")
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
