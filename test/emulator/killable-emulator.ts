import { startEmulator } from "../../lib/emulator";

/** Starts an emulator with the state file in its arguments, and sends its URL to the parent process. */
async function main(): Promise<void> {
  const emulator = await startEmulator({ startTime: process.argv[3] ?? "", stateFile: process.argv[2] ?? "" });
  process.send?.({ url: emulator.url, certificateFile: emulator.certificateFile, environment: emulator.environment() });
}

void main();
