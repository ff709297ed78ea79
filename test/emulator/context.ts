import { Clock } from "../../lib/emulator/clock";
import type { Context } from "../../lib/emulator/context";
import { DEFAULT_ACCOUNT } from "../../lib/emulator/identity/account";
import { Journal } from "../../lib/emulator/journal";
import { State } from "../../lib/emulator/state";
import { START_TIME } from "../../tools/local/start-time";

/** Returns a context for parts of the emulator, without a server. */
export function testContext(parts: Partial<Context> = {}): Context {
  return {
    clock: new Clock(0, Date.parse(START_TIME)),
    state: State.empty(),
    account: DEFAULT_ACCOUNT,
    principals: [],
    journal: new Journal(),
    origin: "https://localhost:1",
    softDelete: "Enabled",
    scheduledBackups: true,
    ...parts,
  };
}
