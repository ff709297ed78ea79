import { Command } from "commander";
import { besideAzureCli } from "./hook/beside-azure-cli";
import { coverageOfEstate } from "./hook/coverage";
import { startUp } from "./hook/start-up";
import { type Figure, tableOf } from "./hook/table";
import { thousandVms } from "./hook/thousand-vms";
import type { Options } from "./options";

/** Measures the bundled hook, and fails if a limit is broken. */
async function main({ check }: Pick<Options, "check">): Promise<void> {
  const figures = await (check ? coverageOfEstate() : all());
  process.stdout.write(`${tableOf(figures)}\n`);
  if (figures.some(({ kept }) => kept === false)) process.exitCode = 1;
}

async function all(): Promise<Figure[]> {
  const figures = [...(await startUp()), ...(await thousandVms()), ...(await coverageOfEstate())];
  const azureCli = await besideAzureCli();
  if (!azureCli)
    process.stdout.write("not measured beside the Azure CLI: there is no az on the PATH (Debian: apt-get install azure-cli)\n");
  return [...figures, ...(azureCli ?? [])];
}

new Command("bench:hook")
  .option("--check", "measure only what a loaded machine hardly changes: coverage's requests, CPU time and memory")
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
