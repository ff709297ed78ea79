import type { ExitCode } from "../../../lib/contract/exit-code";
import { runDrillReported } from "../../../lib/hook/commands/drill/run";
import type { DrillOptions } from "../../../lib/hook/drill/drill-options";
import { failureOf } from "../../../lib/hook/failure";
import { EmulatedTime } from "../../support/emulated-time";
import { type DrillEstate, drillOptionsOf } from "./drill-estate";
import { DrillProcess } from "./drill-process";

export interface DrillEnd {
  readonly code: ExitCode;
  readonly text: string;
  /** The error that ended the run. */
  readonly error: string | undefined;
  readonly requests: number;
}

/** One hook on an estate, that can be ended or killed while it runs. */
export class DrillRunner {
  readonly time: EmulatedTime;

  constructor(private readonly estate: DrillEstate) {
    this.time = new EmulatedTime(estate.client.emulator);
  }

  /** Runs a drill to its end. */
  async run(overrides: Partial<DrillOptions> = {}, more: { readonly onlyCleans?: boolean } = {}): Promise<DrillEnd> {
    const { ended } = this.start(overrides, more);
    return this.time.until(ended);
  }

  start(overrides: Partial<DrillOptions> = {}, { onlyCleans = false } = {}) {
    const hook = new DrillProcess(this.estate.client, this.time);
    const options = drillOptionsOf(this.estate, overrides);
    const run = { options, onlyCleans, credential: undefined, insideDeployment: false, onFailure: "fail", reports: {} } as const;
    const ended = runDrillReported(run, hook.context.limitedTo(options.timeoutMinutes)).then(
      (code): DrillEnd => ({ code, text: hook.text, error: undefined, requests: hook.requests }),
      (failure: unknown): DrillEnd => {
        const { exitCode, message } = failureOf(failure);
        return { code: exitCode, text: hook.text, error: message, requests: hook.requests };
      },
    );
    return { hook, ended };
  }

  /** Kills a drill some milliseconds after its start. */
  async kill(after: number, overrides: Partial<DrillOptions> = {}): Promise<void> {
    const { hook } = this.start(overrides);
    await this.time.until(this.time.sleep(after));
    hook.kill();
  }
}
