import { checkNonEmptyUnique, isLiteral, problem, type Rule } from "../private/problems";

/** The members in the order of the calendar, so that the order in which they were given never shows in a plan. */
export function inCalendarOrder<T extends string>(calendar: Record<string, T>, members: readonly T[]): T[] {
  const order = Object.values(calendar);
  return [...members].sort((one, other) => order.indexOf(one) - order.indexOf(other));
}

/** A list of at least one member of the calendar, none twice, each spelled as Azure spells it. */
export function checkCalendar<T extends string>(
  path: string,
  members: readonly T[],
  calendar: Record<string, T>,
  rule: Rule,
): string[] {
  if (!isLiteral(members)) return [];
  const known = Object.values(calendar);
  const foreign = members.filter((member) => isLiteral(member) && !known.includes(member));
  const spelling = { allowed: `among ${known.join(", ")}`, remedy: "spell each as it is here" };
  return [...checkNonEmptyUnique(path, members, rule), ...(foreign.length > 0 ? [problem(path, foreign, spelling)] : [])];
}
