import { startEmulator } from "../../lib/emulator";
import { START_TIME } from "../../tools/local/start-time";
import { protectFleet } from "./fleet";
import { BIN, median, runProgram } from "./program";
import { atMost, type Figure } from "./table";

const ROUNDS = 15;

/** Start-up beside bare Node's, as medians of runs that take turns. */
export async function startUp(): Promise<Figure[]> {
  const emulator = await startEmulator({ startTime: START_TIME, speed: 60 });
  try {
    const vaultId = await protectFleet(emulator, 0);
    const environment = emulator.environment();
    const programs = {
      node: ["-e", "0"],
      version: [BIN, "--version"],
      plan: [BIN, "backup-now", vaultId, "--plan"],
    };
    const seconds: Record<keyof typeof programs, number[]> = { node: [], version: [], plan: [] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const name of Object.keys(programs) as (keyof typeof programs)[]) {
        seconds[name].push((await runProgram(process.execPath, programs[name], environment)).seconds);
      }
    }
    const bare = median(seconds.node);
    return [
      { what: "node -e 0, ms", value: bare * 1_000 },
      atMost("--version, beside node -e 0", median(seconds.version) / bare, 1.5),
      atMost("plan on an empty vault, beside node -e 0", median(seconds.plan) / bare, 3),
    ];
  } finally {
    await emulator.stop();
  }
}
