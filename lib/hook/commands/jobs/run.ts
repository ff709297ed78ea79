import { DAY_MS } from "../../../azure/durations";
import { ExitCode } from "../../../contract/exit-code";
import type { Context } from "../../context";
import { HookError } from "../../hook-error";
import type { BackupJob } from "../../vault/backup-job";
import { VaultClient } from "../../vault/vault-client";
import { vmLabels } from "../../vault/vm-label";
import { VmIndex } from "../../vault/vm-matcher";
import { instantAt, type PointInTime } from "../argument-types";
import type { ViewOptions } from "../common-options";
import { failureLines, jobRecord, jobsTable } from "./view";
import { watchJobs } from "./watch-jobs";
import { showLines, showLive } from "./watch-view";

export interface JobsOptions extends ViewOptions {
  readonly statuses: readonly string[] | undefined;
  readonly operations: readonly string[] | undefined;
  readonly since: PointInTime;
  readonly until: PointInTime | undefined;
  readonly watch: boolean;
}

/** Shows the Backup jobs view once, or until none of its jobs runs. */
export async function runJobs(options: JobsOptions, context: Context): Promise<ExitCode> {
  const { clock, terminal, signal, deadline } = context;
  const client = new VaultClient(await context.connect(), options.vaultId);
  const vault = options.watch ? client.briefly() : client;
  const from = instantAt(options.since, clock.now());
  const until = options.until && instantAt(options.until, clock.now());
  if (until && until <= from) {
    throw new HookError(
      ExitCode.badInput,
      `--until must be later than --since (${from.toISOString()}), got ${until.toISOString()}; give a later time, or none for now`,
    );
  }
  let labelOf = vmLabels([]);
  const read = async (statuses: readonly string[] | undefined): Promise<BackupJob[]> => {
    // A clock that is slightly slow must not hide a job that was just started.
    const to = until ?? new Date(clock.now().getTime() + DAY_MS);
    const found = await vault.listJobs({ from, to, statuses, operations: options.operations });
    labelOf = vmLabels(found);
    if (options.vms === undefined) return found;
    const index = new VmIndex(found);
    const wanted = new Set(options.vms.flatMap((name) => index.named(name)));
    return found.filter((job) => wanted.has(job));
  };

  if (options.watch) {
    const show = terminal.live && options.output === "table" ? await showLive(terminal) : showLines(options.output, terminal);
    try {
      return await watchJobs(
        followed(options.statuses, () => read(undefined)),
        {
          clock,
          signal,
          deadline,
          note: terminal.note,
          show: (all, changed) => {
            show.update(all, changed, labelOf, clock.now());
          },
        },
      );
    } finally {
      show.end();
    }
  }
  const found = await read(options.statuses);
  if (options.output === "json") {
    terminal.print(
      JSON.stringify(
        found.map((job) => jobRecord(job, clock.now())),
        undefined,
        2,
      ),
    );
    return ExitCode.done;
  }
  terminal.print(
    found.length === 0
      ? `no jobs since ${from.toISOString()} that match`
      : jobsTable(found, labelOf, clock.now(), terminal.colours),
  );
  for (const line of failureLines(found, labelOf, clock.now())) terminal.print(line);
  return ExitCode.done;
}

/** Keeps a job in view after its status no longer matches the filter. */
function followed(statuses: readonly string[] | undefined, read: () => Promise<BackupJob[]>): () => Promise<BackupJob[]> {
  const seen = new Set<string>();
  return async () => {
    const jobs = (await read()).filter((job) => statuses === undefined || statuses.includes(job.status) || seen.has(job.id));
    for (const job of jobs) seen.add(job.id);
    return jobs;
  };
}
