import { DAY_MS } from "../../../azure/durations";
import { ExitCode } from "../../../contract/exit-code";
import type { Context } from "../../context";
import { HookError } from "../../hook-error";
import type { BackupJob } from "../../vault/backup-job";
import { VaultClient } from "../../vault/vault-client";
import { type VmLabel, vmLabels } from "../../vault/vm-label";
import { VmIndex } from "../../vault/vm-matcher";
import { instantAt, type PointInTime } from "../argument-types";
import type { OutputFormat, ViewOptions } from "../common-options";
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
  const { clock } = context;
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
  const read = async (statuses: readonly string[] | undefined): Promise<ListedJobs> => {
    // A clock that is slightly slow must not hide a job that was just started.
    const to = until ?? new Date(clock.now().getTime() + DAY_MS);
    const found = await vault.listJobs({ from, to, statuses, operations: options.operations });
    const index = new VmIndex(found);
    const wanted = options.vms && new Set(options.vms.flatMap((name) => index.named(name)));
    return { jobs: wanted ? found.filter((job) => wanted.has(job)) : found, labelOf: vmLabels(found) };
  };
  if (options.watch) return watch(options, context, () => read(undefined));
  printJobs(await read(options.statuses), from, options.output, context);
  return ExitCode.done;
}

/** Jobs with the labels of their VMs, which differ if the vault has two VMs of the same name. */
interface ListedJobs {
  readonly jobs: readonly BackupJob[];
  readonly labelOf: VmLabel;
}

async function watch(options: JobsOptions, context: Context, read: () => Promise<ListedJobs>): Promise<ExitCode> {
  const { clock, terminal, signal, deadline } = context;
  const view = terminal.live && options.output === "table" ? await showLive(terminal) : showLines(options.output, terminal);
  let labelOf = vmLabels([]);
  const show = (all: readonly BackupJob[], changed: readonly BackupJob[]): void => {
    view.update(all, changed, labelOf, clock.now());
  };
  const jobs = async () => {
    const listed = await read();
    labelOf = listed.labelOf;
    return listed.jobs;
  };
  // A table shows that it is alive. Standard output has JSON only.
  const beat =
    terminal.live && options.output === "table" ? () => undefined : options.output === "json" ? terminal.note : terminal.print;
  try {
    return await watchJobs(followed(options.statuses, jobs), { clock, signal, deadline, note: terminal.note, show, beat });
  } finally {
    view.end();
  }
}

function printJobs({ jobs, labelOf }: ListedJobs, from: Date, output: OutputFormat, { clock, terminal }: Context): void {
  const now = clock.now();
  if (output === "json") {
    const records = jobs.map((job) => jobRecord(job, now));
    terminal.print(JSON.stringify(records, undefined, 2));
    return;
  }
  const none = `no jobs since ${from.toISOString()} that match`;
  terminal.print(jobs.length === 0 ? none : jobsTable(jobs, labelOf, now, terminal.colours));
  for (const line of failureLines(jobs, labelOf, now)) terminal.print(line);
}

/** Keeps a job in view after its status no longer matches the filter. */
function followed(
  statuses: readonly string[] | undefined,
  read: () => Promise<readonly BackupJob[]>,
): () => Promise<BackupJob[]> {
  const seen = new Set<string>();
  return async () => {
    const jobs = (await read()).filter((job) => statuses === undefined || statuses.includes(job.status) || seen.has(job.id));
    for (const job of jobs) seen.add(job.id);
    return jobs;
  };
}
