// eslint-disable-next-line no-restricted-syntax -- the outputs of Terraform go to other commands as they are, and are deleted
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { MINUTE_MS } from "../../azure/durations";
import type { Clock } from "../clock";
import { formatDuration } from "../report/duration";
import { runChild } from "./child";
import type { LiveCheckLog } from "./log";
import type { Step } from "./steps";

/** How a step ended. */
export type StepState = "passed" | "failed" | "timed out" | "interrupted";

/** Runs the steps of a live check in its folder, and logs what they print. */
export class StepRunner {
  constructor(
    private readonly folder: string,
    private readonly log: LiveCheckLog,
    private readonly context: { readonly env: NodeJS.ProcessEnv; readonly clock: Pick<Clock, "elapsed"> },
  ) {}

  async run(step: Step, signal: AbortSignal): Promise<StepState> {
    const { clock } = this.context;
    const { name, about, minutes } = step;
    const started = clock.elapsed();
    this.log.say(`${name}: ${about} (at most ${minutes} min)`, { event: "step", step: name, state: "started" });
    const kept: string[] = [];
    const limits = { signal, timeoutMs: minutes * MINUTE_MS };
    let state: StepState;
    try {
      const { code, ended } = await runChild(
        { ...step, cwd: this.folder, env: this.env(), onLine: this.lineOf(step, kept) },
        limits,
      );
      state = ended ?? (code === 0 ? "passed" : "failed");
    } catch (error) {
      this.log.say(`${name}: ${step.program} cannot be started (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
      state = "failed";
    }
    if (step.outputFile !== undefined && state === "passed") writeFileSync(join(this.folder, step.outputFile), kept.join("\n"));
    const ms = clock.elapsed() - started;
    const end = { event: "step", step: name, state, seconds: Math.round(ms / 1000) } as const;
    this.log.say(`${name}: ${state} after ${formatDuration(ms)}`, end);
    return state;
  }

  private lineOf(step: Step, kept: string[]) {
    return (text: string, stream: "stdout" | "stderr"): void => {
      if (step.outputFile !== undefined && stream === "stdout") kept.push(text);
      else if (text.trim() !== "") this.log.say(`  ${text}`, { event: "line", step: step.name, text });
    };
  }

  private env(): NodeJS.ProcessEnv {
    // A log has no colours, and Terraform asks nothing.
    return { ...this.context.env, NO_COLOR: "1", FORCE_COLOR: "0", CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  }
}
