import * as v from "valibot";
import type { RetentionRules } from "../../azure/retention-calendar";
import type { Schedule } from "../../azure/schedule-runs";
import { list, read, requiredText, text } from "../arm/answer-schema";
import { retentionFrom, retentionSchema } from "./policy-retention";

/** A backup policy with its schedule, in the wall-clock time of its time zone. */
export interface BackupPolicy {
  readonly id: string;
  readonly name: string;
  /** The Windows name, such as `W. Europe Standard Time`. */
  readonly timeZone: string;
  readonly schedule: Schedule | undefined;
  /** Undefined if it has another form, which keeps no run from being scheduled. */
  readonly retention?: RetentionRules | undefined;
  /** The days for which the snapshot of a backup is kept, if Azure names them. */
  readonly snapshotDays?: number | undefined;
}

const times = list(v.string());
const count = v.nullish(v.pipe(v.union([v.number(), v.string()]), v.transform(Number)));
const weekly = v.object({ scheduleRunDays: list(v.string()), scheduleRunTimes: times });

const scheduleSchema = v.object({
  scheduleRunFrequency: text,
  scheduleRunDays: list(v.string()),
  scheduleRunTimes: times,
  dailySchedule: v.nullish(v.object({ scheduleRunTimes: times })),
  weeklySchedule: v.nullish(weekly),
  hourlySchedule: v.nullish(v.object({ interval: count, scheduleWindowStartTime: text, scheduleWindowDuration: count })),
});

const schema = v.object({
  id: requiredText,
  name: text,
  properties: v.object({
    timeZone: text,
    schedulePolicy: v.nullish(scheduleSchema),
    retentionPolicy: v.fallback(v.nullish(retentionSchema), undefined),
    instantRpRetentionRangeInDays: count,
  }),
});

/** Reads the policy in an answer. A schedule of an unknown form is undefined. @throws UnreadableAnswer */
export function readBackupPolicy(body: unknown): BackupPolicy {
  const { id, name, properties } = read(schema, body);
  return {
    id,
    name: name ?? id.slice(id.lastIndexOf("/") + 1),
    timeZone: properties.timeZone ?? "UTC",
    schedule: properties.schedulePolicy ? scheduleFrom(properties.schedulePolicy) : undefined,
    retention: properties.retentionPolicy ? retentionFrom(properties.retentionPolicy) : undefined,
    snapshotDays: properties.instantRpRetentionRangeInDays ?? undefined,
  };
}

function scheduleFrom(schedule: v.InferOutput<typeof scheduleSchema>): Schedule | undefined {
  switch (schedule.scheduleRunFrequency) {
    case "Daily":
      return { kind: "daily", times: timesOf(schedule.dailySchedule?.scheduleRunTimes ?? schedule.scheduleRunTimes) };
    case "Weekly": {
      const { scheduleRunDays, scheduleRunTimes } = schedule.weeklySchedule ?? schedule;
      return { kind: "weekly", days: scheduleRunDays, times: timesOf(scheduleRunTimes) };
    }
    case "Hourly": {
      const { interval, scheduleWindowStartTime, scheduleWindowDuration: duration } = schedule.hourlySchedule ?? {};
      const [from] = timesOf([scheduleWindowStartTime ?? ""]);
      const [everyHours, forHours] = [interval ?? 0, duration ?? -1];
      return from && everyHours > 0 && forHours >= 0 ? { kind: "hourly", from, everyHours, forHours } : undefined;
    }
    default:
      return undefined;
  }
}

/** Azure writes a wall-clock time as a UTC instant of any day. Only its time of day is meaningful. */
function timesOf(written: readonly string[]): string[] {
  return written.flatMap((time) => /T(\d{2}:\d{2})/.exec(time)?.[1] ?? []);
}
