import { InvalidArgumentError } from "commander";
import { INSTANT_FORM, isWithinClock, parseInstant } from "../instant";

/** The speed that `--clock` asks for: `real`, a factor such as `600`, or `stepped`, which stands still until it is moved on. */
export function clockSpeed(text: string): number {
  if (text === "real") return 1;
  if (text === "stepped") return 0;
  const factor = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (factor > 0) return factor;
  throw new InvalidArgumentError("it must be real, stepped, or how many times as fast as real time it runs, such as 600");
}

/** The text of `--start-time` as it was given. */
export function startTime(text: string): string {
  const instant = parseInstant(text);
  if (instant !== undefined && isWithinClock(instant)) return text;
  throw new InvalidArgumentError(`it must be ${INSTANT_FORM}, from 2001-01-02 to the end of the year 9998`);
}
