import type { RetentionRules } from "../../azure/retention-calendar";
import type { Schedule } from "../../azure/schedule-runs";

/** What decides which recovery points a policy makes and keeps. */
export interface PreviewPolicy {
  readonly name: string;
  readonly schedule: Schedule;
  /** An IANA name. */
  readonly timeZone: string;
  readonly retention: RetentionRules;
  /** The days for which the snapshot of a backup is kept. */
  readonly snapshotDays: number;
}
