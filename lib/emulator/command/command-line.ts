import { Command, InvalidArgumentError, Option } from "commander";
import type { EmulatorOptions } from "../options";
import type { SoftDeleteState } from "../soft-delete-state";
import { clockSpeed, startTime } from "./clock-setting";
import { readSeed } from "./seed-file";

/** The same port on every run, so that the environment of a shell stays valid. Few other programs use it. */
const DEFAULT_PORT = 8443;

interface Flags {
  readonly port: number;
  readonly clock: number;
  readonly startTime?: string;
  readonly state?: string;
  readonly faults?: string;
  readonly seed?: string;
  readonly softDelete: SoftDeleteState;
}

/** The command `azure-vm-backup emulator`. Commander prints a wrong argument or the help, and then throws its own error. */
export function emulatorCommand(start: (options: EmulatorOptions) => Promise<void>): Command {
  return new Command("azure-vm-backup emulator")
    .description("Runs an emulator of Azure Resource Manager and Azure Backup on localhost until it is interrupted.")
    .addOption(new Option("--port <port>", "TCP port; 0 is a free one").argParser(port).default(DEFAULT_PORT))
    .addOption(
      new Option("--clock <clock>", "real, how many times as fast as real time it runs, such as 600, or stepped")
        .argParser(clockSpeed)
        .default(1, "real"),
    )
    .addOption(
      new Option(
        "--start-time <time>",
        "emulated time at the start, such as 2027-01-15T09:00:00Z; the present time by default",
      ).argParser(startTime),
    )
    .option("--state <file>", "keep the state in this file, and continue from it if it exists")
    .option("--faults <file>", 'faults to inject: a JSON file { "faults": [...] }')
    .option("--seed <file>", 'resources that exist from the start: a JSON file { "virtualMachines": [...] }')
    .addOption(
      new Option("--soft-delete <state>", "the soft delete of new vaults").choices(["Enabled", "AlwaysON"]).default("Enabled"),
    )
    .helpOption("--help", "print this help")
    .allowExcessArguments(false)
    .exitOverride()
    .addHelpText("after", HELP)
    .action(async (flags: Flags) => {
      const { port, clock, startTime, state, faults, seed, softDelete } = flags;
      const seeded = seed === undefined ? {} : readSeed(seed);
      const given = startTime === undefined ? {} : { startTime };
      await start({ ...seeded, ...given, port, speed: clock, stateFile: state, faults, softDelete });
    });
}

function port(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError("it must be a whole number from 0, a free port, to 65535");
}

const HELP = `
Prints the environment for Terraform, azure-vm-backup and the Azure CLI as shell commands, once it can be used:
  azure-vm-backup emulator --clock 600 > emulator.env &
  until [ -s emulator.env ]; do sleep 0.2; done
  . ./emulator.env`;
