import type { BackupResult } from "../backup-now/backup-now";
import type { VmRun } from "../backup-now/progress";
import type { BackupOptions } from "../backup-now/backup-context";
import { type Clock, instantOf } from "../clock";
import type { ExitCode } from "../../contract/exit-code";
import { failureOf } from "../failure";
import { RunEnded } from "../run-ended";
import type { BackupJob } from "../vault/backup-job";
import { annotationLines } from "./annotations";
import { beat, Heartbeat, heartbeatText } from "./heartbeat";
import { type LiveArea, liveArea } from "./live-area";
import { LiveDetails } from "./live-details";
import { liveTable } from "./live-table";
import { pipelineOf } from "./pipeline";
import { type ReportFiles, uploadSummary, writeReports } from "./report-files";
import { recordOf, type RunRecord } from "./run-record";
import { failureLines, jobsTable, summary } from "./table";
import type { Terminal } from "./terminal";

export interface ReporterOptions {
  readonly backup: BackupOptions;
  readonly clock: Clock;
  readonly terminal: Terminal;
  readonly env: NodeJS.ProcessEnv;
  readonly files: ReportFiles;
  /** Whether Terraform runs the hook. Terraform prefixes each line, and prints by itself that the resource is still being created. */
  readonly insideDeployment: boolean;
  /** Rows of the terminal. @default - those of stdout */
  readonly rows?: () => number;
  /** @default - the lower end of stdout */
  readonly openArea?: () => Promise<LiveArea>;
}

/** The end of a run, for the reports. */
export interface Ending {
  readonly result: BackupResult;
  readonly exitCode: ExitCode;
  readonly resumeCommand: string | undefined;
}

const DRAW_EVERY_MS = 1_000;
const MANY_VMS = 10;

/** Shows a run while it runs, and reports how it ended. */
export class Reporter {
  /** Opens a reporter, before anything is printed. A live table is used only on a terminal. */
  static async open(options: ReporterOptions): Promise<Reporter> {
    const live = options.terminal.live && !options.insideDeployment;
    return new Reporter(options, live ? await (options.openArea ?? liveArea)() : undefined);
  }

  private readonly runs = new Map<string, VmRun>();
  private readonly began: number;
  private readonly over = new AbortController();
  private readonly timer: NodeJS.Timeout | undefined;
  private readonly heartbeat: Heartbeat;
  private details: LiveDetails | undefined;

  private constructor(
    private readonly options: ReporterOptions,
    private readonly area: LiveArea | undefined,
  ) {
    const { clock, insideDeployment, backup, terminal } = options;
    this.began = clock.elapsed();
    this.heartbeat = new Heartbeat(clock);
    if (area) {
      this.timer = setInterval(() => {
        this.draw();
      }, DRAW_EVERY_MS);
      this.timer.unref();
    } else if (!insideDeployment) {
      const text = (): string | undefined => heartbeatText([...this.runs.values()], backup.waitFor, clock.elapsed());
      void beat(this.heartbeat, clock, this.over.signal, terminal.print, text);
    }
  }

  /** Prints one line, above the live table if there is one. */
  readonly print = (line: string): void => {
    this.heartbeat.restart();
    if (this.area) {
      this.area.persist(line);
      this.draw();
    } else this.options.terminal.print(line);
  };

  /** Called for each change of a VM. */
  readonly onChange = (run: VmRun): void => {
    this.runs.set(run.item.id, run);
  };

  /** Sets how the live table reads the progress of jobs. */
  readJobsBy(readJob: (jobId: string) => Promise<BackupJob | undefined>): void {
    if (!this.area) return;
    this.details = new LiveDetails(readJob);
    void this.details.keepReading(() => [...this.runs.values()], this.options.clock, this.over.signal);
  }

  /** Prints how the run ended, and writes the reports. */
  async end({ result, exitCode, resumeCommand }: Ending): Promise<void> {
    this.stop();
    const { backup, clock, terminal } = this.options;
    terminal.print(jobsTable(result.runs, clock.now(), terminal.colours));
    // With few VMs the failures are still visible above the table.
    if (result.runs.length > MANY_VMS) for (const line of failureLines(result.runs)) terminal.print(line);
    terminal.print(summary(result.runs, backup.waitFor));
    const error = result.error === undefined ? undefined : failureOf(result.error).message;
    if (error !== undefined) terminal.note(`azure-vm-backup: ${error}`);
    if (resumeCommand !== undefined)
      terminal.print(`started backups continue in Azure; to continue watching them: ${resumeCommand}`);
    await this.publish(this.record(result, exitCode, error, resumeCommand));
  }

  /** Writes the reports of a run that failed before it started a backup. The caller prints the error. */
  async failed(error: unknown): Promise<void> {
    this.stop();
    const { message, exitCode } = failureOf(error);
    await this.publish(
      this.record({ runs: [], ended: error instanceof RunEnded ? error.endCause : "settled" }, exitCode, message, undefined),
    );
  }

  private record(
    result: Pick<BackupResult, "runs" | "ended">,
    exitCode: ExitCode,
    error: string | undefined,
    resumeCommand: string | undefined,
  ): RunRecord {
    const { backup, clock } = this.options;
    return recordOf(backup, {
      startTime: instantOf(clock, this.began),
      endTime: clock.now(),
      exitCode,
      result,
      error,
      resumeCommand,
    });
  }

  private async publish(record: RunRecord): Promise<void> {
    const { files, env, terminal, insideDeployment } = this.options;
    await writeReports(record, files, terminal.note);
    const command = await uploadSummary(record, env, insideDeployment, terminal.note);
    if (command !== undefined) terminal.command(command);
    if (insideDeployment) return;
    for (const line of annotationLines(record, pipelineOf(env))) terminal.command(line);
  }

  private draw(): void {
    if (this.runs.size === 0) return;
    const { backup, clock, terminal, rows = terminal.rows } = this.options;
    const runs = [...this.runs.values()].map((run) => this.details?.of(run) ?? run);
    this.area?.draw(liveTable(runs, backup.waitFor, clock.now(), { colours: terminal.colours, rows: rows() }));
  }

  private stop(): void {
    this.over.abort();
    clearInterval(this.timer);
    this.area?.clear();
    this.area?.end();
  }
}
