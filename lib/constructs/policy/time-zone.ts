import { windowsTimeZone } from "../../azure/time-zone";
import { checkText, isLiteral, problem, throwIfInvalid } from "../private/problems";

/**
 * The time zone in which a policy's time of day is meant. Azure's documentation promises no adjustment to the clock changes of the
 * zone: look at the start times after one. A policy warns if its time of day is one that the clocks of the zone skip or repeat; to
 * be the same on every day on which a stack is synthesized, it goes by the clock changes of the year 2030.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-vm-backup-faq
 */
export class TimeZone {
  /** Coordinated Universal Time, whose clocks are never changed. */
  public static readonly UTC = new TimeZone("UTC");

  /**
   * A time zone by its IANA name, such as `Europe/Berlin`, or its Windows name, such as `W. Europe Standard Time`.
   * @throws if no such zone is known
   */
  public static of(name: string): TimeZone {
    const windowsName = isLiteral(name) ? windowsTimeZone(name) : name;
    const rule = {
      allowed: "an IANA or Windows time zone, such as 'Europe/Berlin' or 'W. Europe Standard Time'",
      remedy: "correct its spelling and case, or pass a zone newer than this list to TimeZone.custom",
    };
    throwIfInvalid("TimeZone.of", windowsName === undefined ? [problem("name", name, rule)] : []);
    return new TimeZone(windowsName ?? name);
  }

  /**
   * A time zone by its Windows name, taken as it is.
   * @throws if the name is empty or has characters that do not show
   */
  public static custom(windowsName: string): TimeZone {
    const rule = { allowed: "the Windows name of a time zone", remedy: "write the name out" };
    throwIfInvalid("TimeZone.custom", checkText("windowsName", windowsName, /^[^]+$/, rule));
    return new TimeZone(windowsName);
  }

  private constructor(private readonly name: string) {}

  /** The Windows name, which is what Azure is sent. */
  public get windowsName(): string {
    return this.name;
  }
}
