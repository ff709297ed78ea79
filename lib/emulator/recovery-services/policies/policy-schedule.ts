import type { Schedule } from "./policy-model";

/** Returns the times of a schedule. For an hourly one, this is the start of its window. */
export function runTimes(schedule: Schedule): string[] {
  if (schedule.schedulePolicyType === "SimpleSchedulePolicy") return schedule.scheduleRunTimes ?? [];
  switch (schedule.scheduleRunFrequency) {
    case "Daily":
      return schedule.dailySchedule?.scheduleRunTimes ?? [];
    case "Weekly":
      return schedule.weeklySchedule?.scheduleRunTimes ?? [];
    case "Hourly":
      return schedule.hourlySchedule ? [schedule.hourlySchedule.scheduleWindowStartTime] : [];
  }
}

/** Returns the weekdays of a weekly schedule. */
export function runDays(schedule: Schedule): string[] {
  if (schedule.schedulePolicyType === "SimpleSchedulePolicy") return schedule.scheduleRunDays ?? [];
  return schedule.weeklySchedule?.scheduleRunDays ?? [];
}
