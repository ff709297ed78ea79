import { DAY_MS, HOUR_MS } from "../../azure/durations";
import { runsOf, type ScheduledRun } from "../../azure/schedule-runs";
import { localDayOf } from "../../azure/zoned-time";
import { formatInstant } from "../report/duration";
import type { Finding } from "./finding";
import type { PolicyRules } from "./policy";
import { count, listOf, scheduleWords } from "./words";

const LOOK_AHEAD_MS = 15 * DAY_MS;
const LOOK_BACK_MS = 8 * DAY_MS;

/** Compares when two schedules take backups around a moment; undefined if they are the same. */
export function scheduleFinding(
  before: PolicyRules,
  after: PolicyRules,
  now: Date,
): Pick<Finding, "severity" | "text" | "remedy" | "daysWithoutBackup"> | undefined {
  const [from, to] = [before, after].map(({ schedule, timeZoneName }) => scheduleWords(schedule, timeZoneName));
  if (from === to) return undefined;
  const time = now.getTime();
  const old = runs(before, time - LOOK_BACK_MS, time + LOOK_AHEAD_MS);
  const next = runs(after, time, time + LOOK_AHEAD_MS);
  const last = old.filter((run) => run.time <= time).at(-1);
  const [first] = next;
  const [expected] = old.filter((run) => run.time > time);
  const missed = daysWithout(
    old.filter((run) => run.time > time),
    next,
    before.timeZone,
  );
  const gap = longestGap([...(last ? [last] : []), ...next]);
  const usual = longestGap(old);
  const isLonger = gap > usual + HOUR_MS;
  const text = [
    `Backups are taken ${to ?? ""} instead of ${from ?? ""}.`,
    first && expected && first.time !== expected.time
      ? `The next backup is on ${formatInstant(new Date(first.time))} instead of ${formatInstant(new Date(expected.time))}.`
      : "",
    missed.length > 0
      ? `No backup is taken on ${listOf(missed)} within two weeks: ${count(missed.length, "day")} that had one.`
      : "",
    isLonger ? `Up to ${hours(gap)} lie between two backups, before it was ${hours(usual)}.` : "",
  ];
  const isWorse = missed.length > 0 || isLonger;
  return {
    severity: isWorse ? "warning" : "info",
    text: text.filter((part) => part !== "").join(" "),
    remedy: isWorse ? "to have a backup in between, run 'azure-vm-backup backup-now --force' for these VMs" : undefined,
    ...(missed.length > 0 && { daysWithoutBackup: missed }),
  };
}

function runs({ schedule, timeZone }: PolicyRules, after: number, upTo: number): ScheduledRun[] {
  return runsOf(schedule, timeZone, after, upTo);
}

/** The local days that have a backup before the change, and none after it. */
function daysWithout(old: readonly ScheduledRun[], next: readonly ScheduledRun[], timeZone: string): string[] {
  const last = Math.min(old.at(-1)?.time ?? 0, next.at(-1)?.time ?? 0);
  const covered = new Set(next.map(({ time }) => localDayOf(timeZone, time)));
  const days = old.filter(({ time }) => time <= last).map(({ time }) => localDayOf(timeZone, time));
  return [...new Set(days)].filter((day) => !covered.has(day));
}

function longestGap(all: readonly ScheduledRun[]): number {
  return all.reduce((longest, { time }, index) => Math.max(longest, time - (all[index - 1]?.time ?? time)), 0);
}

function hours(ms: number): string {
  const whole = Math.round(ms / HOUR_MS);
  return whole < 72 ? count(whole, "hour") : count(Math.round(whole / 24), "day");
}
