import { createHash } from "node:crypto";
import { caseFold } from "../../azure/case-fold";

/**
 * The names of what a drill makes. All follow from the id of the drill and the VM, so that a later drill knows them without a list.
 *
 * Azure keeps the id of a restore's request as the activity id of its job. The request of a drill is a GUID of version 8, whose content is
 * free: 8 digits for the place in the turn at which the draw began, a mark of drills, 7 digits for the drill, and 8 for the VM.
 */

const ID = /^[0-9a-z]{8}$/;
const IN_TURN = "d411-8d11-a";
const WITHOUT_TURN = "d411-8d10-a";
const REQUEST = /^([0-9a-f]{8})-d411-8d1([01])-a([0-9a-f]{3}-[0-9a-f]{4})([0-9a-f]{8})$/i;
const JOURNAL = /^drill-([0-9a-z]{8})$/;

/** Returns the id of a new drill: 8 letters and digits. */
export function drillIdFrom(randomBytes: Uint8Array): string {
  return base36(randomBytes, 8);
}

/** The name of the container that records a drill in its staging account. */
export function journalName(drillId: string): string {
  return `drill-${drillId}`;
}

/** Returns the drill that a container records, by its name alone; undefined if the name is another. */
export function drillOfJournal(container: string): string | undefined {
  return JOURNAL.exec(container)?.[1];
}

/** Returns the name of the VM that a drill restores: 15 characters, the most that Windows takes. */
export function restoredVmName(drillId: string, vmKey: string): string {
  if (!ID.test(drillId)) throw new Error(`'${drillId}' is not the id of a drill`);
  return `d${drillId}${base36(hashOf(`${drillId} ${vmKey}`), 6)}`;
}

/** Returns the id of the request that restores a VM in a drill. A drill starts one restore of a VM, so it is always the same. */
export function drillRequestId(drillId: string, vmKey: string, turn: number | undefined): string {
  const place = (turn ?? 0).toString(16).padStart(8, "0");
  return `${place}-${turn === undefined ? WITHOUT_TURN : IN_TURN}${ownDigits(drillId, vmKey)}`;
}

/** Whether a job was started by a drill for a VM, by the id of its request. */
export function isRequestOf(activityId: string | undefined, drillId: string, vmKey: string): boolean {
  return activityId !== undefined && REQUEST.test(activityId) && caseFold(activityId).endsWith(ownDigits(drillId, vmKey));
}

/** A drill whose VMs were drawn in turn, as the request of one of its restores tells. */
export interface DrillTurn {
  /** The place behind which the draw began. */
  readonly turn: number;
  /** Distinguishes the drill from others that began at the same place. */
  readonly drill: string;
}

/** Returns the turn of the drill that a job is part of; undefined if its VMs were drawn in no turn. */
export function turnOfRequest(activityId: string | undefined): DrillTurn | undefined {
  const [, place, inTurn, drill] = REQUEST.exec(caseFold(activityId ?? "")) ?? [];
  if (place === undefined || drill === undefined || inTurn !== "1") return undefined;
  return { turn: parseInt(place, 16), drill };
}

function ownDigits(drillId: string, vmKey: string): string {
  const [drill, vm] = [hashOf(drillId).toString("hex"), hashOf(vmKey).toString("hex")];
  return `${drill.slice(0, 3)}-${drill.slice(3, 7)}${vm.slice(0, 8)}`;
}

function hashOf(text: string): Buffer {
  return createHash("sha256").update(caseFold(text)).digest();
}

function base36(bytes: Uint8Array, length: number): string {
  const number = bytes.subarray(0, 8).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return number.toString(36).padStart(length, "0").slice(-length);
}
