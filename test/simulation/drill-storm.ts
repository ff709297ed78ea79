import { ExitCode } from "../../lib/contract/exit-code";
import { startEmulator } from "../../lib/emulator";
import { runDrillReported } from "../../lib/hook/commands/drill/run";
import { Client } from "../emulator/client";
import { contentsOf, type DrillEstate, drillOptionsOf, makeDrillEstate } from "../hook/drill/drill-estate";
import { DrillProcess } from "../hook/drill/drill-process";
import { EmulatedTime } from "../support/emulated-time";
import { Random } from "../support/random";
import { addForeign, checkForeign, checkJobs, type Foreign } from "./drill-foreign";
import { type DrillPlan, finalDrill, randomDrill, randomFaults } from "./drill-scenario";

/** The counts of one storm of drills. */
export interface DrillStorm {
  readonly vms: number;
  readonly runs: number;
  readonly killed: number;
  readonly requests: number;
  readonly jobs: number;
}

const START = "2026-11-20T10:00:00Z";
const MINUTE = 60_000;
/** What a run may take beyond its time-out: its clean-up, and requests under way. */
const GRACE_MS = 60 * MINUTE;
/** A run after the last faults must clean up; a second one must have nothing to clean up. */
const FINAL_RUNS = 2;

/**
 * Runs drills on an emulator, kills them at random moments, and checks that the next one leaves nothing behind, deletes nothing of others,
 * and starts no restore twice. The same seed gives the same storm.
 */
export async function drillStorm(seed: number, log: (line: string) => void = () => undefined): Promise<DrillStorm> {
  const client = new Client(await startEmulator({ startTime: START, speed: 0, scheduledBackups: false }));
  try {
    return await new DrillStormRun(seed, client, log).play();
  } finally {
    await client.stop();
  }
}

class DrillStormRun {
  private readonly random: Random;
  private readonly time: EmulatedTime;
  private readonly processes: DrillProcess[] = [];
  private killed = 0;

  constructor(
    seed: number,
    private readonly client: Client,
    private readonly log: (line: string) => void,
  ) {
    this.random = new Random(seed);
    this.time = new EmulatedTime(client.emulator);
  }

  async play(): Promise<DrillStorm> {
    const { random, client } = this;
    const count = random.integer(1, 3);
    const vms = ["vm-1", ...Array.from({ length: count - 1 }, (_, index) => `vm-${index + 2}`)] as [string, ...string[]];
    const estate = await makeDrillEstate({ client, vms, vaulted: random.chance(0.3) });
    const foreign = await addForeign(estate);
    for (let run = 0; run < random.integer(1, 3); run++) {
      for (const fault of randomFaults(random, vms)) client.emulator.addFault(fault);
      await this.run(estate, randomDrill(random), run);
      client.emulator.clearFaults();
      await checkForeign(estate, foreign);
      await checkJobs(estate);
    }
    for (let run = 0; run < FINAL_RUNS; run++) await this.finalRun(estate, foreign, run);
    const jobs = await checkJobs(estate);
    const requests = this.processes.reduce((sum, process) => sum + process.requests, 0);
    return { vms: count, runs: this.processes.length, killed: this.killed, requests, jobs };
  }

  private async finalRun(estate: DrillEstate, foreign: readonly Foreign[], run: number): Promise<void> {
    const [code] = await this.run(estate, finalDrill(), run);
    await checkForeign(estate, foreign);
    const ids = new Set(foreign.map(({ id }) => id.toLowerCase()));
    const left = (await contentsOf(estate)).filter((id) => !ids.has(id.toLowerCase()));
    if (left.length > 0) throw new Error(`left in the end: ${left.join(", ")}`);
    if (code !== ExitCode.done) throw new Error(`the last drill ended with ${String(code)}`);
  }

  /** One drill, and the parallel one if there is one. Returns their exit codes, undefined of one that was killed or refused. */
  private async run(estate: DrillEstate, plan: DrillPlan, number: number): Promise<(ExitCode | undefined)[]> {
    const { time } = this;
    const first = this.start(estate, plan, `${number}a`);
    const both = [first.ended];
    if (plan.secondAfter !== undefined) {
      const wait = time.sleep(plan.secondAfter);
      both.push(wait.then(() => this.start(estate, plan, `${number}b`).ended));
    }
    const { kill } = plan;
    if (kill) {
      time.at(time.time + kill.after, () => {
        this.log(`${this.minutes()}: ${kill.gently ? "interrupt" : "kill"}`);
        if (kill.gently) first.process.end("interrupted");
        else first.die();
      });
    }
    const codes = await time.until(Promise.all(both), plan.timeoutMinutes * MINUTE + GRACE_MS);
    if (codes[0] === undefined) this.killed++;
    await time.until(time.sleep(plan.pause));
    return codes;
  }

  private start(estate: DrillEstate, plan: DrillPlan, name: string) {
    const { random, time } = this;
    const process = new DrillProcess(this.client, time, {}, (line) => {
      if (!process.clock.dead) this.log(`${this.minutes()} ${name}: ${line}`);
    });
    this.processes.push(process);
    let die = (): void => undefined;
    const death = new Promise<undefined>((resolve) => {
      die = () => {
        process.kill();
        resolve(undefined);
      };
    });
    const { restores, concurrency, timeoutMinutes } = plan;
    const options = drillOptionsOf(estate, { restores, concurrency, timeoutMinutes });
    const drillId = Array.from({ length: 8 }, () => random.integer(0, 35).toString(36)).join("");
    const run = runDrillReported(
      {
        ...{ options, onlyCleans: plan.onlyCleans, credential: undefined, insideDeployment: false },
        ...{ onFailure: "fail", reports: {}, newDrillId: () => drillId },
      },
      process.context.limitedTo(timeoutMinutes),
    ).catch((error: unknown) => {
      this.log(`${this.minutes()} ${name}: ${String(error)}`);
      return exitCodeOf(error);
    });
    const ended = Promise.race([death, run]).then((code) => {
      this.log(`${this.minutes()} ${name}: ends with ${String(code)}`);
      return code;
    });
    return { process, ended, die };
  }

  private minutes(): string {
    return `${(this.time.time / MINUTE).toFixed(1)} min`;
  }
}

/** A run may end with an error that a user can act on, never with a defect. */
function exitCodeOf(error: unknown): ExitCode {
  const { exitCode } = error as { exitCode?: ExitCode };
  if (error instanceof Error && (exitCode !== undefined || error.name === "ArmError")) return exitCode ?? ExitCode.azureError;
  throw error;
}
