import { startEmulator, type Emulator, type EmulatorOptions } from "../../lib/emulator";
import { START_TIME } from "../../tools/local/start-time";
import { stopAfterwards } from "./stop-afterwards";

/** An emulator that starts at {@link START_TIME} and is stopped after the test, whatever happens in it. */
export async function startTestEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return stopAfterwards(await startEmulator({ startTime: START_TIME, ...options }));
}
