import type { Schedule } from "./policy-model";

/** When a schedule runs; for an hourly one, the time its day begins with. */
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

/** The weekdays of a weekly schedule. */
export function runDays(schedule: Schedule): string[] {
  if (schedule.schedulePolicyType === "SimpleSchedulePolicy") return schedule.scheduleRunDays ?? [];
  return schedule.weeklySchedule?.scheduleRunDays ?? [];
}
