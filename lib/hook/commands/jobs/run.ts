import type { AzureAccess } from "../azure-access";
import { instantAt, type PointInTime } from "../argument-types";
import { ExitCode } from "../../../contract/exit-code";
import { HookError } from "../../hook-error";
import { keyOf } from "../../vault/vm-name";
import { failureLines, jobRecord, jobsTable } from "./view";
import { type VaultJob, VaultJobs } from "./vault-jobs";
import { watchJobs } from "./watch-jobs";
import { showLive, showLines } from "./watch-view";

/** What `jobs` is asked for. */
export interface JobsOrder {
  readonly vaultId: string;
  readonly vms: readonly string[] | undefined;
  readonly statuses: readonly string[] | undefined;
  readonly operations: readonly string[] | undefined;
  readonly since: PointInTime;
  readonly until: PointInTime | undefined;
  readonly watch: boolean;
  readonly output: "table" | "json";
}

/** Runners and machines whose clock is a little slow must not miss the job that was started just now. */
const AHEAD_MS = 24 * 3_600_000;

/** Shows the Backup jobs view once, or until no job of it runs any more. */
export async function runJobs(order: JobsOrder, { arm, clock, terminal, signal }: AzureAccess): Promise<ExitCode> {
  const jobs = new VaultJobs(arm, order.vaultId);
  const from = instantAt(order.since, clock.now());
  const until = order.until && instantAt(order.until, clock.now());
  if (until && until <= from) {
    throw new HookError(
      ExitCode.badInput,
      `--until must be later than --since (${from.toISOString()}), got ${until.toISOString()}; give a later time, or none for now`,
    );
  }
  const wanted = order.vms?.map(keyOf);
  const read = async (statuses: readonly string[] | undefined): Promise<VaultJob[]> => {
    const to = until ?? new Date(clock.now().getTime() + AHEAD_MS);
    const found = await jobs.list({ from, to, statuses, operations: order.operations });
    return wanted ? found.filter((job) => wanted.some((isMeant) => isMeant(job))) : found;
  };

  if (order.watch) {
    const show = terminal.live && order.output === "table" ? await showLive(terminal) : showLines(order.output, terminal);
    try {
      return await watchJobs(
        followed(order.statuses, () => read(undefined)),
        {
          clock,
          signal,
          note: terminal.note,
          show: (all, changed) => {
            show.update(all, changed, clock.now());
          },
        },
      );
    } finally {
      show.end();
    }
  }
  const found = await read(order.statuses);
  if (order.output === "json") {
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
    found.length === 0 ? `no jobs since ${from.toISOString()} that match` : jobsTable(found, clock.now(), terminal.colours),
  );
  for (const line of failureLines(found, clock.now())) terminal.print(line);
  return ExitCode.done;
}

/** A job that was of the statuses asked for stays in view when it is no more. */
function followed(statuses: readonly string[] | undefined, read: () => Promise<VaultJob[]>): () => Promise<VaultJob[]> {
  const seen = new Set<string>();
  return async () => {
    const jobs = (await read()).filter((job) => statuses === undefined || statuses.includes(job.status) || seen.has(job.id));
    for (const job of jobs) seen.add(job.id);
    return jobs;
  };
}
