import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ExitCode } from "../../../contract/exit-code";
import { HookError } from "../../hook-error";

/** The exports of the emulator's bundle. */
interface EmulatorBundle {
  readonly run: (args: readonly string[], signal: AbortSignal) => Promise<ExitCode>;
}

const FILE = join(__dirname, "emulator-command.cjs");

/** Runs the emulator. It is bundled in the package, but not copied into a stack. */
export async function runEmulator(args: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  if (!existsSync(FILE)) {
    const message = "the emulator is not beside this copy of azure-vm-backup: run it from the package cdktf-azure-vm-backup";
    throw new HookError(ExitCode.badInput, message);
  }
  const { run } = createRequire(__filename)(FILE) as EmulatorBundle;
  return run(args, signal);
}
