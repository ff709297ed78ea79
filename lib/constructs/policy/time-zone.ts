import { windowsTimeZone } from "../../azure/time-zone";
import { checkText, isLiteral, problem, throwIfInvalid } from "../private/problems";

/**
 * The time zone of a policy's schedule. Azure's documentation does not say that schedules follow clock changes: check the start
 * times after a change. A policy warns if a clock change of the zone skips or repeats its time of day. The check uses the clock
 * changes of the year 2030, so that its result does not depend on the current date.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-vm-backup-faq
 */
export class TimeZone {
  /** Coordinated Universal Time, which has no clock changes. */
  public static readonly UTC = new TimeZone("UTC");

  /**
   * A time zone by its IANA name, such as `Europe/Berlin`, or its Windows name, such as `W. Europe Standard Time`.
   * @throws if the zone is unknown
   */
  public static of(name: string): TimeZone {
    const literal = typeof name === "string" ? windowsTimeZone(name) : undefined;
    const windowsName = isLiteral(name) ? literal : name;
    const rule = {
      allowed: "an IANA or Windows time zone, such as 'Europe/Berlin' or 'W. Europe Standard Time'",
      remedy: "correct its spelling and case, or pass a zone newer than this list to TimeZone.custom",
    };
    throwIfInvalid("TimeZone.of", windowsName === undefined ? [problem("name", name, rule)] : []);
    return new TimeZone(windowsName ?? name);
  }

  /**
   * A time zone by its Windows name, without a check that it exists.
   * @throws if the name is empty or has invisible characters
   */
  public static custom(windowsName: string): TimeZone {
    const rule = { allowed: "the Windows name of a time zone", remedy: "write the name out" };
    throwIfInvalid("TimeZone.custom", checkText("windowsName", windowsName, /[^]/, rule));
    return new TimeZone(windowsName);
  }

  private constructor(private readonly name: string) {}

  /** The Windows name, which Azure uses. */
  public get windowsName(): string {
    return this.name;
  }
}
