import { nextRun, runsOf as runsBetween, type Schedule, type ScheduledRun } from "../../../azure/schedule-runs";
import { ianaTimeZone } from "../../../azure/time-zone";
import type { PolicyProperties } from "./policy-model";
import { runDays, runTimes } from "./policy-schedule";

/**
 * Returns the runs of a policy after one moment and up to another, oldest first. They start on time; in Azure they may start up
 * to two hours late.
 */
export function runsOf(policy: PolicyProperties, after: number, upTo: number): ScheduledRun[] {
  return runsBetween(scheduleOf(policy), timeZoneOf(policy), after, upTo);
}

/** Returns the time of a policy's next run. Every schedule has at least one run a week. */
export function nextScheduledRun(policy: PolicyProperties, after: number): number {
  return nextRun(scheduleOf(policy), timeZoneOf(policy), after)?.time ?? Infinity;
}

function scheduleOf({ schedulePolicy: schedule }: PolicyProperties): Schedule {
  const times = runTimes(schedule).map(timeOfDay);
  const { scheduleRunFrequency: frequency, hourlySchedule: hourly } = schedule;
  if (frequency === "Weekly") return { kind: "weekly", times, days: runDays(schedule) };
  if (frequency === "Daily" || !hourly) return { kind: "daily", times };
  const { scheduleWindowStartTime: from, interval: everyHours, scheduleWindowDuration: forHours } = hourly;
  return { kind: "hourly", from: timeOfDay(from), everyHours, forHours };
}

/** Returns `HH:mm` of a time, which may have a date, and decimals of a second. */
function timeOfDay(time: string): string {
  return time.replace(/^.*T/, "").slice(0, 5);
}

function timeZoneOf({ timeZone }: PolicyProperties): string {
  return ianaTimeZone(timeZone ?? "UTC") ?? "UTC";
}
