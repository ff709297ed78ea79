import { besideAzureCli } from "./hook/beside-azure-cli";
import { startUp } from "./hook/start-up";
import { tableOf } from "./hook/table";
import { thousandVms } from "./hook/thousand-vms";

/** Measures the bundled hook against the emulator, and fails if a limit is broken. */
async function main(): Promise<void> {
  const figures = [...(await startUp()), ...(await thousandVms())];
  const azureCli = await besideAzureCli();
  process.stdout.write(`${tableOf([...figures, ...(azureCli ?? [])])}\n`);
  if (!azureCli)
    process.stdout.write("not measured beside the Azure CLI: there is no az on the PATH (Debian: apt-get install azure-cli)\n");
  if ([...figures, ...(azureCli ?? [])].some(({ kept }) => kept === false)) process.exitCode = 1;
}

void main();
