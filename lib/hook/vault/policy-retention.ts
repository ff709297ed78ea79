import * as v from "valibot";
import type { DaySelection, RetentionRules } from "../../azure/retention-calendar";
import { list } from "../arm/answer-schema";

const texts = list(v.string());
const duration = v.nullish(v.object({ count: v.nullish(v.pipe(v.union([v.number(), v.string()]), v.transform(Number))) }));
const format = {
  retentionScheduleWeekly: v.nullish(v.object({ daysOfTheWeek: texts, weeksOfTheMonth: texts })),
  retentionScheduleDaily: v.nullish(
    v.object({ daysOfTheMonth: list(v.object({ date: v.nullish(v.number()), isLast: v.nullish(v.boolean()) })) }),
  ),
};

/** The retention of a policy, as Azure writes it. */
export const retentionSchema = v.object({
  dailySchedule: v.nullish(v.object({ retentionDuration: duration })),
  weeklySchedule: v.nullish(v.object({ daysOfTheWeek: texts, retentionDuration: duration })),
  monthlySchedule: v.nullish(v.object({ ...format, retentionDuration: duration })),
  yearlySchedule: v.nullish(v.object({ ...format, monthsOfYear: texts, retentionDuration: duration })),
});

type Answer = v.InferOutput<typeof retentionSchema>;

export function retentionFrom({ dailySchedule, weeklySchedule, monthlySchedule, yearlySchedule }: Answer): RetentionRules {
  return {
    dailyDays: dailySchedule ? countOf(dailySchedule) : undefined,
    weekly: weeklySchedule ? { weeks: countOf(weeklySchedule), weekdays: weeklySchedule.daysOfTheWeek } : undefined,
    monthly: monthlySchedule ? { months: countOf(monthlySchedule), select: selectionOf(monthlySchedule) } : undefined,
    yearly: yearlySchedule
      ? { years: countOf(yearlySchedule), monthsOfYear: yearlySchedule.monthsOfYear, select: selectionOf(yearlySchedule) }
      : undefined,
  };
}

function countOf({ retentionDuration }: Pick<NonNullable<Answer["dailySchedule"]>, "retentionDuration">): number {
  return retentionDuration?.count ?? 0;
}

function selectionOf({
  retentionScheduleWeekly: weekly,
  retentionScheduleDaily: daily,
}: Pick<NonNullable<Answer["monthlySchedule"]>, "retentionScheduleWeekly" | "retentionScheduleDaily">): DaySelection {
  const days = daily?.daysOfTheMonth ?? [];
  return {
    weekdays: weekly?.daysOfTheWeek ?? [],
    weeks: weekly?.weeksOfTheMonth ?? [],
    days: days.flatMap(({ date, isLast }) => (isLast === true || date == null || date === 0 ? [] : [date])),
    includeLastDays: days.some(({ isLast }) => isLast === true),
  };
}
