import { startEmulator, type Emulator, type EmulatorOptions } from "../../lib/emulator";
import { START_TIME } from "../../tools/local/start-time";
import { stopAfterwards } from "./stop-afterwards";

/** An emulator that starts at {@link START_TIME} and stops after the test, even if it fails. */
export async function startTestEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return stopAfterwards(await startEmulator({ startTime: START_TIME, ...options }));
}
