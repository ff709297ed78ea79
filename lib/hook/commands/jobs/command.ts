import { DAY_MS } from "../../../azure/durations";
import { Option } from "commander";
import { type PointInTime, pointInTime, someOf } from "../argument-types";
import { vaultCommand } from "../command-definition";
import { type ViewFlags, viewOptions, withView } from "../common-options";
import { JOB_OPERATIONS, JOB_STATUSES } from "./job-words";
import type { JobsOptions } from "./run";

interface JobsFlags extends ViewFlags {
  readonly status?: readonly string[];
  readonly operation?: readonly string[];
  readonly since: PointInTime;
  readonly until?: PointInTime;
  readonly watch?: true;
}

/** First backups may run for longer than a day, and jobs may be started while others are watched. */
const WATCH_TIMEOUT_MINUTES = 48 * 60;

export const jobs = vaultCommand<JobsFlags, JobsOptions>({
  name: "jobs",
  description: "show the vault's backup jobs, latest first",
  examples: [
    'jobs "$VAULT_ID" --since 7d --status failed',
    'jobs "$VAULT_ID" --operation backup --status inprogress --watch',
    "jobs -g rg-backup -v vault-app --output json",
  ],
  declare: (command) =>
    withView(command)
      .addOption(
        new Option("--status <status>", "only jobs of this status, such as InProgress or Failed; repeat the flag for more")
          .choices(JOB_STATUSES)
          .argParser(someOf(JOB_STATUSES)),
      )
      .addOption(
        new Option("--operation <operation>", "only jobs of this operation, such as Backup or Restore; repeat the flag for more")
          .choices(JOB_OPERATIONS)
          .argParser(someOf(JOB_OPERATIONS)),
      )
      .addOption(
        new Option("--since <time>", "jobs started after this time: an age (90m, 24h, 7d), a day, or an instant")
          .argParser(pointInTime)
          .default({ agoMs: DAY_MS }, "24h"),
      )
      .addOption(new Option("--until <time>", "jobs started before this time (default: now)").argParser(pointInTime))
      .addOption(
        new Option(
          "--watch",
          "watch until no job runs, for up to --timeout (2880 with --watch); the exit code depends on how the jobs end",
        ),
      ),
  options: (flags) => {
    const { status: statuses, operation: operations, since, until, watch = false } = flags;
    const view = viewOptions(watch ? { ...flags, timeout: flags.timeout ?? WATCH_TIMEOUT_MINUTES } : flags);
    return { ...view, statuses, operations, since, until, watch };
  },
  load: async () => (await import("./run.js")).runJobs,
});
