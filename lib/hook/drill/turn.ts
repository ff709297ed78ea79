import { createHash } from "node:crypto";
import { caseFold } from "../../azure/case-fold";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import type { BackupJob } from "../vault/backup-job";
import { turnOfRequest } from "./drill-id";

/**
 * Draws VMs in turn. Each VM has a fixed place on a ring of 2³² places, a hash of its name. A draw takes the next VMs clockwise, and the
 * next draw begins behind its last VM. Every VM is therefore drawn once before one is drawn twice, and a VM that is added or removed changes
 * the turn of no other.
 *
 * Nothing is stored: the jobs of the last drill tell where its draw began and which VMs it restored. A drill that finds none
 * begins at the first place, or at the round that `--draw` names.
 */

const PLACES = 2 ** 32;
/** Where the first draw begins: at the first place. */
export const FIRST_DRAW: DrawStart = { after: PLACES - 1 };

/** Where a draw begins: behind a place of the ring, or at a round that the caller counts. */
export type DrawStart = { readonly after: number } | { readonly round: number };

export interface Draw<T> {
  /** The drawn VMs, in the order of the turn. */
  readonly drawn: readonly T[];
  /** The text that repeats the draw with the same VMs. */
  readonly text: string;
  /** The place behind which it began. */
  readonly turn: number;
}

/** Returns the place of a VM on the ring. */
export function placeOf({ vmKey }: { readonly vmKey: string }): number {
  return createHash("sha256").update(caseFold(vmKey)).digest().readUInt32BE(0);
}

/** Parses the text of `--draw`; undefined if it is neither `after:<8 digits>` nor a whole number. */
export function drawStart(text: string): DrawStart | undefined {
  const [, place] = /^after:([0-9a-f]{8})$/i.exec(text.trim()) ?? [];
  if (place !== undefined) return { after: parseInt(place, 16) };
  return /^\d{1,15}$/.test(text.trim()) ? { round: Number(text) } : undefined;
}

/** Draws the next VMs of the turn: all of them if there are not more than `count`. */
export function drawVms<T extends { readonly vmKey: string }>(
  candidates: readonly T[],
  count: number,
  start: DrawStart,
): Draw<T> {
  const ring = candidates
    .map((vm) => ({ vm, place: placeOf(vm) }))
    .sort((one, other) => one.place - other.place || (one.vm.vmKey < other.vm.vmKey ? -1 : 1));
  const first = firstIndex(ring, count, start);
  const turn = "after" in start ? start.after : (ring.at(first - 1)?.place ?? 0);
  const drawn = [...ring.slice(first), ...ring.slice(0, first)].slice(0, count).map(({ vm }) => vm);
  return { drawn, turn, text: "after" in start ? afterText(start.after) : String(start.round) };
}

function firstIndex(ring: readonly { readonly place: number }[], count: number, start: DrawStart): number {
  if (ring.length === 0) return 0;
  // Each round is as long as a draw, and a whole turn is as long as the ring.
  if ("round" in start) return Number((BigInt(start.round) * BigInt(Math.min(count, ring.length))) % BigInt(ring.length));
  const index = ring.findIndex(({ place }) => place > start.after);
  return index < 0 ? 0 : index;
}

function afterText(place: number): string {
  return `after:${place.toString(16).padStart(8, "0")}`;
}

/**
 * Returns where the next draw begins, by the restores that the vault lists: behind the VM of the last drill that was furthest in its turn.
 * @param jobs the latest first
 */
export function nextDraw(jobs: readonly BackupJob[]): DrawStart | undefined {
  const drilled = jobs.flatMap((job) => {
    const of = turnOfRequest(job.activityId);
    return of ? [{ job, ...of }] : [];
  });
  const [last] = drilled;
  if (!last) return undefined;
  const distances = drilled
    .filter(({ turn, drill }) => turn === last.turn && drill === last.drill)
    .map(({ job }) => (placeOf(job) - last.turn - 1 + PLACES) % PLACES);
  return { after: (last.turn + 1 + Math.max(...distances)) % PLACES };
}

/** @throws HookError if the text of `--draw` cannot be used */
export function requireDrawStart(text: string): DrawStart {
  const start = drawStart(text);
  if (start) return start;
  throw new HookError(
    ExitCode.badInput,
    `--draw must be the text of an earlier report, such as after:3fa2c1d0, or the number of a round, got '${text}'; correct it, or leave it out`,
  );
}
