import { Command, Option } from "commander";
import { type Figure, type Result, resultOf } from "../constructs/figures";
import { machine, terminalTable } from "../constructs/report";
import { thousandVms } from "../hook/thousand-vms";
import { type Options, checkLimits, roundsOf } from "../options";
import { writeSection } from "../page";
import { hasAzurerm } from "./azurerm";
import { bestForEach } from "./by-hand";
import { FOR_EACH, OURS } from "./contenders";
import { AZURERM, SHARDS, SHORT, WAITS, WHOLE } from "./figures";
import { literalIds } from "./forms";
import { missing } from "./measured";
import { azurermSection, plansSection, shardsSection, terraformVersion, waitsSection } from "./report";
import { Sessions } from "./sessions";
import { StateServer } from "./state-server";

async function main({ rounds, check, part }: Options & { readonly part?: string }): Promise<void> {
  const reason = missing();
  if (reason !== undefined) {
    console.log(`bench:terraform is skipped: ${reason}`);
    return;
  }
  const states = await StateServer.start();
  try {
    const sessions = new Sessions(states);
    if (check) await checkLimits(() => measureShort(sessions, rounds));
    else for (const name of part ? [part] : Object.keys(PARTS)) await PARTS[name]?.(sessions, rounds);
  } finally {
    states.stop();
  }
}

async function measureShort(sessions: Sessions, rounds: number): Promise<Result[]> {
  for (let round = 0; round < rounds; round++) {
    // A plan of 100 VMs is over in an instant, of which one run tells little.
    for (let run = 0; run < 3; run++) await sessions.forms(100, { [OURS]: literalIds, [FOR_EACH]: bestForEach });
    await sessions.brief(1_000);
  }
  const results = resultsOf(sessions, SHORT, "min");
  console.log(terminalTable(results));
  return results;
}

/** What is measured in full, a section of the page each. */
const PARTS: Readonly<Record<string, (sessions: Sessions, rounds: number) => Promise<void>>> = {
  plans: async (sessions, rounds) => {
    await repeat(rounds, async () => {
      for (const vms of [100, 1_000]) {
        await sessions.whole(vms);
        await sessions.forms(vms);
      }
    });
    write("Terraform", plansSection(shown(sessions, WHOLE)));
  },
  shards: async (sessions, rounds) => {
    await repeat(rounds, () => sessions.shards(5_000));
    write("Terraform with 5,000 VMs", shardsSection(shown(sessions, SHARDS)));
  },
  azurerm: async (sessions, rounds) => {
    if (!hasAzurerm()) {
      console.log("the part with azurerm is skipped: Terraform finds no azurerm from 4.55 on here");
      return;
    }
    await repeat(rounds, () => sessions.azurerm(1_000));
    write("Terraform with azurerm", azurermSection(shown(sessions, AZURERM)));
  },
  waits: async (sessions, rounds) => {
    await repeat(rounds, () => sessions.waits(1_000));
    const hook = (await thousandVms()).find(({ what }) => what.includes("wall time"));
    write("What a user waits for", waitsSection(shown(sessions, WAITS), hook?.value ?? NaN));
  },
};

async function repeat(rounds: number, measure: () => Promise<void>): Promise<void> {
  for (let round = 0; round < rounds; round++) await measure();
}

function shown(sessions: Sessions, figures: readonly Figure[]): Result[] {
  const results = resultsOf(sessions, figures);
  console.log(terminalTable(results));
  return results;
}

function write(heading: string, body: string): void {
  writeSection(heading, `${body}\n\nMeasured with Terraform ${terraformVersion()} on ${machine()}.`);
}

function resultsOf({ samples }: Sessions, figures: readonly Figure[], by: "min" | "median" = "median"): Result[] {
  return figures.map((figure) => resultOf(figure, samples, by));
}

new Command("bench:terraform")
  .option("--rounds <number>", "how often each contender runs", roundsOf, 3)
  .addOption(new Option("--part <part>", "the only part to measure").choices(Object.keys(PARTS)))
  .option("--check", "only what CI has time for: fail if a ratio passes its limit by a quarter, and write nothing")
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
