import { InvalidArgumentError } from "commander";
import { INSTANT_FORM, isWithinClock, parseInstant } from "../instant";

/** Returns the speed for `--clock`: 1 for `real`, the factor for a number such as `600`, 0 for `stepped`. */
export function clockSpeed(text: string): number {
  if (text === "real") return 1;
  if (text === "stepped") return 0;
  const factor = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (factor > 0) return factor;
  throw new InvalidArgumentError("it must be real, stepped, or how many times as fast as real time it runs, such as 600");
}

/** Returns the text of `--start-time`, if it is a valid start time. */
export function startTime(text: string): string {
  const instant = parseInstant(text);
  if (instant !== undefined && isWithinClock(instant)) return text;
  throw new InvalidArgumentError(`it must be ${INSTANT_FORM}, from 2001-01-02 to the end of the year 9998`);
}
