import { startEmulator } from "../../lib/emulator";
import { START_TIME } from "../../tools/local/start-time";
import { armRequests, protectFleet } from "./fleet";
import { runHook } from "./program";
import { atMost, type Figure } from "./table";

const VMS = 1_000;
const CONCURRENCY = 8;
const HOURS_UNTIL_DONE = 6;

/** A thousand VMs in one vault: all pending, and then, once their backups are done, none. */
export async function thousandVms(): Promise<Figure[]> {
  const emulator = await startEmulator({ startTime: START_TIME, speed: 60 });
  try {
    const vaultId = await protectFleet(emulator, VMS);
    const args = ["backup-now", vaultId, "--wait-for", "accepted", "--concurrency", String(CONCURRENCY), "--timeout", "600"];
    let before = armRequests(emulator);
    const pending = await runHook(args, emulator.environment());
    if (pending.code !== 0) throw new Error(`the hook ended with ${String(pending.code)}:\n${pending.output.slice(-2_000)}`);
    const accepted = armRequests(emulator) - before;

    emulator.advance(HOURS_UNTIL_DONE * 3_600_000);
    before = armRequests(emulator);
    const done = await runHook(args, emulator.environment());
    if (done.code !== 0) throw new Error(`the hook ended with ${String(done.code)}:\n${done.output.slice(-2_000)}`);
    return [
      atMost(`${VMS} VMs pending: requests until all are accepted`, accepted, 1.15 * VMS + 60),
      atMost(`${VMS} VMs pending: memory, MB`, pending.memory, 200),
      atMost(`${VMS} VMs pending: requests at once (--concurrency ${CONCURRENCY})`, pending.most, CONCURRENCY),
      { what: `${VMS} VMs pending: wall time, s`, value: pending.seconds },
      atMost(`${VMS} VMs, none pending: requests`, armRequests(emulator) - before, 12),
    ];
  } finally {
    await emulator.stop();
  }
}
