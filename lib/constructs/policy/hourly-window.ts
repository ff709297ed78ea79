import { checkWholeNumber, isLiteral, problem, throwIfInvalid } from "../private/problems";
import { requireOptions } from "../private/option-types";
import { type OptionNames, throwIfMisspelled } from "../private/option-names";

const INTERVALS = [4, 6, 8, 12];
const MIN_DURATION = 4;
const MAX_DURATION = 24;

/** Options of {@link HourlyWindow.of}. */
export interface HourlyWindowOptions {
  /** Hours between two backups: 4, 6, 8 or 12. */
  readonly intervalHours: number;

  /** The length of the daily window in hours: 4 to 24, and a multiple of the interval. */
  readonly durationHours: number;
}

const OPTIONS: OptionNames<HourlyWindowOptions> = { intervalHours: true, durationHours: true };

/**
 * The daily window of an hourly schedule: the interval between backups, and the length of the window. The members are all
 * combinations that Azure allows.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-vms-enhanced-policy
 */
export class HourlyWindow {
  /** A backup every 4 hours, 4 hours a day. */
  public static readonly EVERY_4_HOURS_FOR_4_HOURS = new HourlyWindow(4, 4);
  /** A backup every 4 hours, 8 hours a day. */
  public static readonly EVERY_4_HOURS_FOR_8_HOURS = new HourlyWindow(4, 8);
  /** A backup every 4 hours, 12 hours a day. */
  public static readonly EVERY_4_HOURS_FOR_12_HOURS = new HourlyWindow(4, 12);
  /** A backup every 4 hours, 16 hours a day. */
  public static readonly EVERY_4_HOURS_FOR_16_HOURS = new HourlyWindow(4, 16);
  /** A backup every 4 hours, 20 hours a day. */
  public static readonly EVERY_4_HOURS_FOR_20_HOURS = new HourlyWindow(4, 20);
  /** A backup every 4 hours, all day. */
  public static readonly EVERY_4_HOURS_FOR_24_HOURS = new HourlyWindow(4, 24);
  /** A backup every 6 hours, 6 hours a day. */
  public static readonly EVERY_6_HOURS_FOR_6_HOURS = new HourlyWindow(6, 6);
  /** A backup every 6 hours, 12 hours a day. */
  public static readonly EVERY_6_HOURS_FOR_12_HOURS = new HourlyWindow(6, 12);
  /** A backup every 6 hours, 18 hours a day. */
  public static readonly EVERY_6_HOURS_FOR_18_HOURS = new HourlyWindow(6, 18);
  /** A backup every 6 hours, all day. */
  public static readonly EVERY_6_HOURS_FOR_24_HOURS = new HourlyWindow(6, 24);
  /** A backup every 8 hours, 8 hours a day. */
  public static readonly EVERY_8_HOURS_FOR_8_HOURS = new HourlyWindow(8, 8);
  /** A backup every 8 hours, 16 hours a day. */
  public static readonly EVERY_8_HOURS_FOR_16_HOURS = new HourlyWindow(8, 16);
  /** A backup every 8 hours, all day. */
  public static readonly EVERY_8_HOURS_FOR_24_HOURS = new HourlyWindow(8, 24);
  /** A backup every 12 hours, 12 hours a day. */
  public static readonly EVERY_12_HOURS_FOR_12_HOURS = new HourlyWindow(12, 12);
  /** A backup every 12 hours, all day. */
  public static readonly EVERY_12_HOURS_FOR_24_HOURS = new HourlyWindow(12, 24);

  /**
   * A window from numbers, for example from a configuration file or a token.
   * @throws if Azure does not allow the interval or the duration, or if the duration is not a multiple of the interval
   */
  public static of(options: HourlyWindowOptions): HourlyWindow {
    requireOptions("HourlyWindow.of", "options", options, "{ intervalHours: 4, durationHours: 12 }");
    throwIfMisspelled("HourlyWindow.of", options, OPTIONS);
    throwIfInvalid("HourlyWindow.of", windowProblems(options));
    return new HourlyWindow(options.intervalHours, options.durationHours);
  }

  private constructor(
    private readonly interval: number,
    private readonly duration: number,
  ) {}

  /** Hours between two backups. */
  public get intervalHours(): number {
    return this.interval;
  }

  /** The length of the daily window in hours. */
  public get durationHours(): number {
    return this.duration;
  }
}

function windowProblems({ intervalHours, durationHours }: HourlyWindowOptions): string[] {
  const problems: string[] = [];
  const knownInterval = isLiteral(intervalHours);
  if (knownInterval && !INTERVALS.includes(intervalHours)) {
    const rule = { allowed: "4, 6, 8 or 12", remedy: "choose the nearest of them" };
    problems.push(problem("intervalHours", intervalHours, rule));
  }
  problems.push(
    ...checkWholeNumber("durationHours", durationHours, MIN_DURATION, MAX_DURATION, {
      allowed: `a whole number of hours from ${MIN_DURATION} to ${MAX_DURATION}`,
      remedy: "take backups for a time in that range",
    }),
  );
  if (problems.length === 0 && knownInterval && isLiteral(durationHours) && durationHours % intervalHours !== 0) {
    const rule = { allowed: `a multiple of intervalHours, ${intervalHours}`, remedy: "change one of the two" };
    problems.push(problem("durationHours", durationHours, rule));
  }
  return problems;
}
