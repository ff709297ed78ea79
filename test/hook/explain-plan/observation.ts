import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addDays } from "../../../lib/azure/utc-day";
import type { Finding } from "../../../lib/hook/explain-plan/finding";
import type { Explanation } from "../../../lib/hook/commands/explain-plan/view";
import { explanationOf } from "../../../lib/hook/commands/explain-plan/view";
import { explain } from "../../../lib/hook/explain-plan/explain";
import { planOf } from "../../../lib/hook/explain-plan/plan";
import { readPlan } from "../../../lib/hook/explain-plan/plan-json";

/** A plan of the real azurerm, and what the emulator held before and after it was applied. */
export interface Observation {
  readonly name: string;
  /** The emulated time of the plan. */
  readonly now: string;
  /** The errors of Terraform; undefined if the plan was made and applied. */
  readonly refusal?: string;
  /** By vault and VM, such as `vault-app/vm-web`. */
  readonly items: Readonly<Record<string, ObservedItem>>;
  readonly plan: object;
}

export interface ObservedItem {
  /** Before the apply; undefined if the VM was not protected. */
  readonly before?: { readonly state: string; readonly points: readonly string[] };
  /** After it; undefined if the vault does not have the item any more. */
  readonly after?: { readonly state: string; readonly softDeleted: boolean };
  /** The days of the recovery points that the apply expired or deleted. */
  readonly gone: readonly string[];
  /** The days of the backups in the week after the apply, if they were watched. */
  readonly later?: readonly string[];
}

/** What a plan cannot tell, because Azure holds more than the plan has. */
const WATCHED_DAYS = 7;
const NOT_IN_THE_PLAN: ReadonlySet<string> = new Set(["item-unknown-to-the-state", "vault-removed-with-unknown-item"]);

export const VERSIONS = ["4.81.0", "5.2.0"] as const;

export function storedFile(version: string): string {
  return join(__dirname, "plans", `${version}.jsonl`);
}

export function storedObservations(version: string): Observation[] {
  return readFileSync(storedFile(version), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Observation);
}

export function explained({ name, now, plan }: Observation): Explanation {
  const time = new Date(now);
  return explanationOf(explain(planOf(readPlan(JSON.stringify(plan), name)), time), time);
}

/** What an explanation says otherwise than the emulator did. */
export function disagreements(observation: Observation): string[] {
  const { name, refusal, items } = observation;
  const explanation = explained(observation);
  const { findings, exitCode } = explanation;
  const wrong: string[] = [];
  // The plan does not decide some changes, such as that of a lock that is removed in no fixed order.
  const isUncertain = findings.some(({ certain }) => certain === false);
  if (refusal !== undefined && exitCode !== 4 && !isUncertain && !NOT_IN_THE_PLAN.has(name)) {
    wrong.push(`is refused (${refusal}), exit code ${exitCode}`);
  }
  if (refusal === undefined && exitCode === 4 && !isUncertain) wrong.push("is applied, exit code 4");
  for (const [key, item] of Object.entries(items)) wrong.push(...ofItem(explanation, key, item).map((text) => `${key} ${text}`));
  wrong.push(...ofSchedule(observation, findings));
  return wrong.map((text) => `${name}: ${text}`);
}

/** The week after the plan, in which the days that are named have no backup, and all others of the old schedule have one. */
function ofSchedule({ now, items }: Observation, findings: readonly Finding[]): string[] {
  const moved = findings.find(({ kind }) => kind === "schedule-moved");
  const days = Array.from({ length: WATCHED_DAYS }, (_, index) => addDays(now.slice(0, 10), index));
  const named = days.filter((day) => moved?.daysWithoutBackup?.includes(day));
  return Object.values(items).flatMap(({ later }) => {
    if (!later || !moved) return [];
    const wrong = named.filter((day) => later.includes(day));
    return wrong.length === 0 ? [] : [`has backups on ${wrong.join(", ")}`];
  });
}

function ofItem({ findings }: Explanation, key: string, { before, after, gone }: ObservedItem): string[] {
  if (!before) return [];
  const vm = key.slice(key.indexOf("/") + 1);
  const about = findings.filter(({ vms, effect }) => effect !== undefined && vms?.includes(vm) === true);
  const isOver = !after || after.softDeleted;
  const says = (effect: string): boolean => about.some((finding) => finding.effect === effect);
  const saysOver = says("softDeleted") || says("deleted");
  if (about.some(({ certain }) => certain === false)) return [];
  if (isOver !== saysOver) return [isOver ? "is deleted, and nothing says so" : "is said to be deleted, and is not"];
  if (isOver) return [];
  if (says("retained") !== (after.state === "ProtectionStopped" && before.state !== "ProtectionStopped"))
    return [`is ${after.state}`];
  if (says("suspended") !== (after.state === "BackupsSuspended" && before.state !== "BackupsSuspended"))
    return [`is ${after.state}`];
  const shortened = about.filter(({ effect }) => effect === "expireSooner");
  if (shortened.some(({ recoveryPoints }) => recoveryPoints === undefined)) return [];
  const named = shortened.flatMap(({ recoveryPoints }) => recoveryPoints?.days ?? []);
  const expected = [...new Set(before.points)].flatMap((day) => {
    const held = before.points.filter((one) => one === day);
    return held.slice(0, named.filter((one) => one === day).length);
  });
  // Of several backups of a day, some may be snapshots alone, which are gone before: the numbers are upper limits.
  const isHourly = new Set(before.points).size < before.points.length;
  const times = (days: readonly string[], day: string): number => days.filter((one) => one === day).length;
  if (isHourly && gone.every((day) => times(gone, day) <= times(named, day))) return [];
  return JSON.stringify(expected) === JSON.stringify(gone)
    ? []
    : [`loses the recovery points of ${gone.join(", ") || "no day"}, and those of ${expected.join(", ") || "no day"} are named`];
}
