import { MINUTE_MS } from "../../azure/durations";
import { ExitCode } from "../../contract/exit-code";
import { ArmError } from "../arm/arm-error";
import type { Clock } from "../clock";
import { HookError } from "../hook-error";
import { formatInstant } from "../report/duration";
import { type RunLimits, endCauseOf } from "../run-ended";
import { withinDeadline } from "../vault/rounds";
import { HeldGroup, isExpired, type JournalEntry, type Journals, LEASE_MS } from "./journal";

export interface ClaimContext extends RunLimits {
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

/** A scratch group that is held, and the records of earlier drills that have not deleted everything they made. */
export interface Claim {
  readonly held: HeldGroup;
  readonly leftOver: readonly JournalEntry[];
}

/**
 * Takes the scratch group for a drill. A record that another drill does not renew is waited for until it expires, since that drill may have
 * been killed.
 *
 * Azure Storage has no conditional write through Azure Resource Manager, but its lists are consistent. Each drill therefore writes its record
 * and lists the others, twice: once `claiming`, when the lower id goes on, and once `running`, when any other running drill ends it. Of two
 * drills at least one sees the other, so that two never hold the group.
 * @throws HookError if another drill holds it
 */
export async function claim(entry: Omit<JournalEntry, "state">, journals: Journals, context: ClaimContext): Promise<Claim> {
  const { clock } = context;
  await awaitExpiry(entry, journals, context);
  const claiming: JournalEntry = { ...entry, state: "claiming", startedAt: clock.now(), renewedAt: clock.now() };
  await journals.create(claiming);
  try {
    const rivals = (await othersOf(claiming, journals)).filter((one) => !isExpired(one, clock.now()));
    const stronger = rivals.find((one) => one.state === "running" || one.drillId < claiming.drillId);
    if (stronger) throw groupTaken(stronger);
    const running: JournalEntry = { ...claiming, state: "running", renewedAt: clock.now() };
    await updateSurely(running, journals, context);
    const others = await othersOf(running, journals);
    const rival = others.find((one) => one.state === "running" && !isExpired(one, clock.now()));
    if (rival) throw groupTaken(rival);
    return { held: new HeldGroup(journals, running, clock), leftOver: others.filter((one) => isExpired(one, clock.now())) };
  } catch (error) {
    await journals.remove(claiming).catch(() => undefined);
    throw error;
  }
}

async function othersOf({ drillId, scratchGroupId }: JournalEntry, journals: Journals): Promise<JournalEntry[]> {
  return (await journals.of(scratchGroupId)).filter((one) => one.drillId !== drillId);
}

/** Waits until no record holds the scratch group any more, and refuses as soon as one of them is renewed. */
async function awaitExpiry(
  { scratchGroupId }: Pick<JournalEntry, "scratchGroupId">,
  journals: Journals,
  context: ClaimContext,
): Promise<void> {
  const { clock, signal, print } = context;
  const known = new Map<string, number>();
  for (;;) {
    const live = (await journals.of(scratchGroupId)).filter((one) => !isExpired(one, clock.now()));
    const [first] = live;
    if (!first) return;
    const renewed = live.find(({ drillId, renewedAt }) => (known.get(drillId) ?? Infinity) < renewedAt.getTime());
    if (renewed) throw groupTaken(renewed);
    for (const { drillId, renewedAt } of live) {
      if (known.has(drillId)) continue;
      known.set(drillId, renewedAt.getTime());
      print(
        `drill ${drillId} holds the scratch group since ${formatInstant(renewedAt)}; it is waited for until ${formatInstant(new Date(renewedAt.getTime() + LEASE_MS))}, in case that it was killed`,
      );
    }
    if (endCauseOf(context)) throw groupTaken(first);
    await clock.sleep(withinDeadline(context, MINUTE_MS), signal);
    signal.throwIfAborted();
  }
}

/** An update that may be repeated, since nothing depends on it yet. */
async function updateSurely(entry: JournalEntry, journals: Journals, { clock, signal }: ClaimContext): Promise<void> {
  for (let attempts = 1; ; attempts++) {
    try {
      await journals.update(entry);
      return;
    } catch (error) {
      if (!(error instanceof ArmError) || !error.transient || attempts === 5) throw error;
      await clock.sleep(error.retryAfterMs ?? 5_000 * attempts, signal);
      signal.throwIfAborted();
    }
  }
}

function groupTaken({ drillId, startedAt }: JournalEntry): HookError {
  return new HookError(
    ExitCode.backupFailed,
    `drill ${drillId} of ${formatInstant(startedAt)} uses the scratch group; run again after it has ended, or use another --scratch-group`,
  );
}
