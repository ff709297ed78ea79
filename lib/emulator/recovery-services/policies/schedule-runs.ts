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
  const times = runTimes(schedule).map((time) => time.slice(-9, -4));
  switch (schedule.scheduleRunFrequency) {
    case "Daily":
      return { kind: "daily", times };
    case "Weekly":
      return { kind: "weekly", times, days: runDays(schedule) };
    case "Hourly": {
      const [from] = times;
      const { hourlySchedule: hourly } = schedule;
      if (from === undefined || !hourly) return { kind: "daily", times };
      return { kind: "hourly", from, everyHours: hourly.interval, forHours: hourly.scheduleWindowDuration };
    }
  }
}

function timeZoneOf({ timeZone }: PolicyProperties): string {
  return ianaTimeZone(timeZone ?? "UTC") ?? "UTC";
}
