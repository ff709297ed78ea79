import type { BackupPolicy, PolicySchedule } from "../vault/backup-policy";
import { type CalendarDay, dayIn, daysAfter, ianaTimeZone, instantIn, weekdayOf } from "./zoned-time";

const DAYS_AHEAD = 8;

/**
 * When a policy starts its next backup after an instant; undefined where its schedule or its time zone is not known. Azure may start
 * up to two hours later than this.
 */
export function nextRun({ schedule, timeZone }: Pick<BackupPolicy, "schedule" | "timeZone">, now: Date): Date | undefined {
  const zone = ianaTimeZone(timeZone);
  if (!schedule || !zone) return undefined;
  const today = dayIn(zone, now);
  for (let ahead = -1; ahead <= DAYS_AHEAD; ahead++) {
    const day = daysAfter(today, ahead);
    const instants = minutesOf(schedule, day).map((minutes) => instantIn(zone, day, minutes).getTime());
    const next = instants.sort((a, b) => a - b).find((instant) => instant > now.getTime());
    if (next !== undefined) return new Date(next);
  }
  return undefined;
}

/** The times at which a schedule runs on a day, in minutes after midnight; those of a window may lie past the day's end. */
function minutesOf(schedule: PolicySchedule, day: CalendarDay): number[] {
  switch (schedule.kind) {
    case "daily":
      return schedule.times.map(minutesOfTime);
    case "weekly": {
      const today = weekdayOf(day).toLowerCase();
      return schedule.days.some((name) => name.toLowerCase() === today) ? schedule.times.map(minutesOfTime) : [];
    }
    case "hourly": {
      const runs = Math.floor(schedule.forHours / schedule.everyHours) + 1;
      return Array.from({ length: runs }, (_, run) => minutesOfTime(schedule.from) + run * schedule.everyHours * 60);
    }
  }
}

function minutesOfTime(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}
