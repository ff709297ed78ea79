import type { Schedule } from "../../azure/schedule-runs";
import { asObject, asArray, asString, type JsonObject } from "../arm/json";

/** When a backup policy runs, in the wall-clock time of its time zone. */
export interface BackupPolicy {
  readonly id: string;
  readonly name: string;
  /** As Windows calls it, such as `W. Europe Standard Time`. */
  readonly timeZone: string;
  readonly schedule: Schedule | undefined;
}

/** The policy in an answer; undefined if there is none. A schedule of a form that is not known is left out. */
export function backupPolicyFrom(body: unknown): BackupPolicy | undefined {
  const fields = asObject(body);
  const id = asString(fields["id"]);
  if (!id) return undefined;
  const properties = asObject(fields["properties"]);
  return {
    id,
    name: asString(fields["name"]) ?? id.slice(id.lastIndexOf("/") + 1),
    timeZone: asString(properties["timeZone"]) ?? "UTC",
    schedule: scheduleFrom(asObject(properties["schedulePolicy"])),
  };
}

function scheduleFrom(schedule: JsonObject): Schedule | undefined {
  switch (asString(schedule["scheduleRunFrequency"])) {
    case "Daily":
      return {
        kind: "daily",
        times: timesOf(schedule["scheduleRunTimes"] ?? asObject(schedule["dailySchedule"])["scheduleRunTimes"]),
      };
    case "Weekly": {
      const weekly = schedule["scheduleRunDays"] ? schedule : asObject(schedule["weeklySchedule"]);
      return { kind: "weekly", days: asArray(weekly["scheduleRunDays"]).map(String), times: timesOf(weekly["scheduleRunTimes"]) };
    }
    case "Hourly": {
      const hourly = asObject(schedule["hourlySchedule"]);
      const [from] = timesOf([hourly["scheduleWindowStartTime"]]);
      const [everyHours, forHours] = [Number(hourly["interval"]), Number(hourly["scheduleWindowDuration"])];
      return from && everyHours > 0 && forHours >= 0 ? { kind: "hourly", from, everyHours, forHours } : undefined;
    }
    default:
      return undefined;
  }
}

/** Azure writes a wall-clock time as an instant in UTC of some day: only its time of day means anything. */
function timesOf(value: unknown): string[] {
  return asArray(value).flatMap((time) => /T(\d{2}:\d{2})/.exec(String(time))?.[1] ?? []);
}
