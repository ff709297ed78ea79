import { startEmulator } from "../../lib/emulator";

/** An emulator with the state file of its argument, which tells its parent where it is. */
async function main(): Promise<void> {
  const emulator = await startEmulator({ startTime: process.argv[3] ?? "", stateFile: process.argv[2] ?? "" });
  process.send?.({ url: emulator.url, certificateFile: emulator.certificateFile, environment: emulator.environment() });
}

void main();
