import { rmSync } from "node:fs";
import { ExitCode } from "../../contract/exit-code";
import { startEmulator, type Emulator, type EmulatorOptions } from "../index";
import { emulatorCommand } from "./command-line";
import { azureCliEnvironment, environmentScript } from "./environment-script";

/**
 * Runs `azure-vm-backup emulator` until the signal is aborted, and resolves with the exit code. It prints the environment for a
 * shell to standard output, and messages for people to standard error.
 */
export async function run(args: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  const command = emulatorCommand((options) => serveUntil(signal, options));
  try {
    await command.parseAsync(args, { from: "user" });
    return ExitCode.done;
  } catch (error) {
    const { code, exitCode } = error as { code?: unknown; exitCode?: unknown };
    if (typeof code === "string" && code.startsWith("commander.")) return exitCode === 0 ? ExitCode.done : ExitCode.badInput;
    process.stderr.write(`azure-vm-backup emulator: ${reasonOf(error)}\n`);
    return ExitCode.badInput;
  }
}

async function serveUntil(signal: AbortSignal, options: EmulatorOptions): Promise<void> {
  const emulator = await startEmulator(options);
  try {
    process.stdout.write(environmentScript(emulator));
    process.stderr.write(`${emulator.url} shows vaults, items, jobs and recovery points; Ctrl-C stops the emulator\n`);
    await aborted(signal);
  } finally {
    await stop(emulator);
  }
}

async function stop(emulator: Emulator): Promise<void> {
  const { AZURE_CONFIG_DIR: directory } = azureCliEnvironment(emulator);
  if (directory) rmSync(directory, { recursive: true, force: true });
  await emulator.stop();
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener(
      "abort",
      () => {
        resolve();
      },
      { once: true },
    );
  });
}

function reasonOf(error: unknown): string {
  const { code, port } = error as { code?: unknown; port?: unknown };
  if (code === "EADDRINUSE") return `port ${String(port)} is taken: pass another one with --port, or 0 for a free one`;
  return error instanceof Error ? error.message : String(error);
}
