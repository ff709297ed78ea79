import { type LiveArea, liveArea } from "../../report/live-area";
import type { Terminal } from "../../report/terminal";
import type { BackupJob } from "../../vault/backup-job";
import type { VmLabel } from "../../vault/vm-label";
import { failureLines, jobLine, jobRecord, jobsTable } from "./view";

/** Shows jobs while they are watched. */
export interface WatchView {
  update(jobs: readonly BackupJob[], changed: readonly BackupJob[], labelOf: VmLabel, now: Date): void;
  end(): void;
}

/** For a terminal: a table that is redrawn after each poll. */
export async function showLive(terminal: Terminal, openArea: () => Promise<LiveArea> = liveArea): Promise<WatchView> {
  const area = await openArea();
  return {
    update: (jobs, _changed, labelOf, now) => {
      const table = jobs.length === 0 ? "no jobs that match" : jobsTable(jobs, labelOf, now, terminal.colours);
      area.draw([table, ...failureLines(jobs, labelOf, now)].join("\n"));
    },
    end: () => {
      area.end();
    },
  };
}

/** For a log: one line for each new or changed job; with `json`, one JSON document per line. */
export function showLines(output: "table" | "json", terminal: Terminal): WatchView {
  return {
    update: (_jobs, changed, labelOf, now) => {
      for (const job of changed)
        terminal.print(output === "json" ? JSON.stringify(jobRecord(job, now)) : jobLine(job, labelOf(job), now));
    },
    end: () => undefined,
  };
}
