import { Month, Weekday, WeekOfMonth } from "../../../azure/calendar";
import { isSameName } from "../../../azure/case-fold";
import type { PolicySettings } from "../policy-code";
import { policyObstacle } from "../policy-obstacles";
import { type Arguments, flagOf, literalsOf, numberOf, textOf } from "./arguments";
import { addressesIn } from "./references";
import { blockIn, type Block } from "./stack-json";
import { Obstacle } from "./writer";

type Selection = NonNullable<NonNullable<PolicySettings["retention"]>["monthly"]>["select"];

/** The arguments of the blocks of a policy. */
const KNOWN = new Set(
  (
    "frequency time weekdays hour_interval hour_duration count weeks months days include_last_days prefix suffix " +
    "archived_restore_point mode duration duration_type"
  ).split(" "),
);

/** The greatest number that each rule allows. An expression counts as one. */
const MOST = { days: 9_999, weeks: 5_163, months: 1_188, years: 99 };

/**
 * Takes the arguments of a policy that become props.
 * @throws Obstacle if the policy has a form that the library has no props for
 */
export function takePolicy(args: Arguments): PolicySettings {
  const settings = settingsOf(args);
  const obstacle = policyObstacle({
    ...(plain(settings) as Parameters<typeof policyObstacle>[0]),
    name: isExpression(settings.name) ? "policy" : settings.name,
    timeZone: isExpression(settings.timeZone) ? "UTC" : settings.timeZone,
    otherUnits: [],
  });
  if (obstacle !== undefined) throw new Obstacle(obstacle);
  if (addressesIn({ ...settings, name: "" }).length > 0) throw new Obstacle("its rules refer to other backup resources");
  return settings;
}

function settingsOf(args: Arguments): PolicySettings {
  const backup = part(args, "backup");
  if (!backup) throw new Obstacle("its schedule is not one block");
  const type = args.take("policy_type") ?? "V1";
  if (type !== "V1" && type !== "V2") throw new Obstacle("its policy_type is an expression");
  const consistency = args.take("consistency_type");
  if (consistency !== undefined && consistency !== "OnlyCrashConsistent") throw new Obstacle("its consistency_type is unusual");
  const group = part(args, "instant_restore_resource_group");
  const snapshotDays = args.take("instant_restore_retention_days");
  return {
    name: required(textOf(args.take("name")), "name"),
    schedule: scheduleOf(backup),
    timeZone: textOf(args.take("timezone")) ?? "UTC",
    retention: retentionOf(args),
    isEnhanced: type === "V2",
    onlyCrashConsistent: consistency !== undefined,
    snapshotDays: snapshotDays === undefined ? undefined : required(numberOf(snapshotDays), "instant_restore_retention_days"),
    snapshotGroup: group && { prefix: required(textOf(group["prefix"]), "prefix"), suffix: textOf(group["suffix"]) },
    tiering: tieringOf(part(args, "tiering_policy")),
  };
}

function scheduleOf(backup: Block): NonNullable<PolicySettings["schedule"]> {
  const time = required(textOf(backup["time"]), "time");
  const { frequency, weekdays, hour_interval: everyHours, hour_duration: forHours } = backup;
  const isSet = (value: unknown): boolean => value !== undefined && value !== null && JSON.stringify(value) !== "[]";
  const unused = [frequency === "Weekly" ? undefined : weekdays, ...(frequency === "Hourly" ? [] : [everyHours, forHours])];
  if (unused.some(isSet))
    throw new Obstacle(`its schedule has arguments that do not belong to the frequency ${String(frequency)}`);
  if (frequency === "Daily") return { kind: "daily", times: [time] };
  if (frequency === "Weekly") return { kind: "weekly", times: [time], days: members(weekdays, Weekday, "weekdays") };
  if (frequency !== "Hourly") throw new Obstacle("its frequency is an expression");
  const [every, during] = [numberOf(everyHours), numberOf(forHours)];
  if (typeof every !== "number" || typeof during !== "number") throw new Obstacle("its hours are expressions");
  return { kind: "hourly", from: time, everyHours: every, forHours: during };
}

function retentionOf(args: Arguments): NonNullable<PolicySettings["retention"]> {
  const [daily, weekly, monthly, yearly] = ["daily", "weekly", "monthly", "yearly"].map((kind) =>
    part(args, `retention_${kind}`),
  );
  const count = (block: Block): number | string => required(numberOf(block["count"]), "count");
  return {
    dailyDays: daily && count(daily),
    weekly: weekly && { weeks: count(weekly), weekdays: members(weekly["weekdays"], Weekday, "weekdays") },
    monthly: monthly && { months: count(monthly), select: selectionOf(monthly) },
    yearly: yearly && {
      years: count(yearly),
      monthsOfYear: members(yearly["months"], Month, "months"),
      select: selectionOf(yearly),
    },
  };
}

function selectionOf(block: Block): Selection {
  const { weekdays, weeks, days = [], include_last_days: last } = block;
  const numbers = Array.isArray(days) ? days.map(numberOf) : [undefined];
  if (numbers.includes(undefined)) throw new Obstacle("its days are an expression");
  const includeLastDays = last === undefined || last === null ? false : flagOf(last);
  if (includeLastDays === undefined) throw new Obstacle("its include_last_days is an expression");
  return {
    weekdays: weekdays ? members(weekdays, Weekday, "weekdays") : [],
    weeks: weeks ? members(weeks, WeekOfMonth, "weeks") : [],
    days: numbers.flatMap((day) => day ?? []),
    includeLastDays,
  };
}

function tieringOf(tiering: Block | undefined): PolicySettings["tiering"] {
  if (!tiering) return undefined;
  const archived = blockIn(tiering["archived_restore_point"]);
  const mode = textOf(archived?.["mode"]);
  if (!archived || mode === undefined || isExpression(mode)) throw new Obstacle("its tiering_policy is unusual");
  const unit = textOf(archived["duration_type"]) ?? "";
  return { mode, duration: mode === "TierAfter" ? required(numberOf(archived["duration"]), "duration") : 0, unit };
}

/** Takes the only block of a kind. @throws Obstacle if there are several, or it is dynamic */
function part(args: Arguments, name: string): Block | undefined {
  const value = args.take(name);
  if (value === undefined || JSON.stringify(value) === "[]") return undefined;
  const block = blockIn(value);
  if (!block) throw new Obstacle(`its ${name} is not one block`);
  const other = Object.keys(block).find((argument) => block[argument] !== null && !KNOWN.has(argument));
  if (other !== undefined) throw new Obstacle(`its ${name} has ${other}, which the library does not know`);
  return block;
}

/** Members of a calendar in Azure's spelling. azurerm takes them in any case. */
function members(value: unknown, calendar: Readonly<Record<string, string>>, name: string): string[] {
  const texts = literalsOf(value);
  if (!texts) throw new Obstacle(`its ${name} are an expression`);
  const all = Object.values(calendar);
  return texts.map((text) => all.find((one) => isSameName(one, text)) ?? text);
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Obstacle(`its ${name} has another form than the library takes`);
  return value;
}

/** The settings with a number for each expression, so that the rules for literals can be checked. */
function plain({ schedule, retention, snapshotDays, tiering, ...others }: PolicySettings): unknown {
  const counted = (value: number | string | undefined, most: number): number | undefined =>
    typeof value === "string" ? most : value;
  const { dailyDays, weekly, monthly, yearly } = retention ?? {};
  const days = (select: Selection): Selection => ({
    ...select,
    days: select.days?.map((day, index) => counted(day, index + 1) ?? 1),
  });
  return {
    ...others,
    schedule: schedule && withPlainTime(schedule),
    retention: {
      dailyDays: counted(dailyDays, MOST.days),
      weekly: weekly && { ...weekly, weeks: counted(weekly.weeks, MOST.weeks) },
      monthly: monthly && { months: counted(monthly.months, MOST.months), select: days(monthly.select) },
      yearly: yearly && { ...yearly, years: counted(yearly.years, MOST.years), select: days(yearly.select) },
    },
    snapshotDays: typeof snapshotDays === "string" ? undefined : snapshotDays,
    tiering: tiering && { ...tiering, duration: counted(tiering.duration, 3) },
  };
}

function withPlainTime(schedule: NonNullable<PolicySettings["schedule"]>): unknown {
  const plainTime = (time: string): string => (isExpression(time) ? "00:00" : time);
  if (schedule.kind === "hourly") return { ...schedule, from: plainTime(schedule.from) };
  return { ...schedule, times: schedule.times.map(plainTime) };
}

function isExpression(text: string): boolean {
  return /[$%]\{/.test(text);
}
