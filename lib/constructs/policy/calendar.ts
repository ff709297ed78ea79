import { checkNonEmptyUnique, isLiteral, problem, type Rule } from "../private/problems";

/** The members in calendar order, so that a change of their order does not change the plan. */
export function inCalendarOrder<T extends string>(calendar: Record<string, T>, members: readonly T[]): T[] {
  const order = Object.values(calendar);
  return [...members].sort((one, other) => order.indexOf(one) - order.indexOf(other));
}

/** Checks a list of at least one member of the calendar, each at most once, in Azure's spelling. */
export function checkCalendar<T extends string>(
  path: string,
  members: readonly T[],
  calendar: Record<string, T>,
  rule: Rule,
): string[] {
  if (!isLiteral(members)) return [];
  if (!Array.isArray(members)) return [problem(path, members, rule)];
  const known = Object.values(calendar);
  const foreign = members.filter((member: T) => isLiteral(member) && !known.includes(member));
  const spelling = { allowed: `among ${known.join(", ")}`, remedy: "use these spellings" };
  return [...checkNonEmptyUnique(path, members, rule), ...(foreign.length > 0 ? [problem(path, foreign, spelling)] : [])];
}
