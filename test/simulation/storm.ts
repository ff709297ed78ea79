import type { TokenCredential } from "@azure/core-auth";
import { backUp, type BackupResult } from "../../lib/hook/backup-now/backup-now";
import { ExitCode } from "../../lib/contract/exit-code";
import { exitCodeOf } from "../../lib/hook/backup-now/outcome";
import { failureOf } from "../../lib/hook/failure";
import { ArmConnection } from "../../lib/hook/arm/arm-connection";
import { ArmError } from "../../lib/hook/arm/arm-error";
import { type EndCause, RunEnded } from "../../lib/hook/run-ended";
import { TokenSource } from "../../lib/hook/sign-in/token-source";
import { VaultClient } from "../../lib/hook/vault/vault-client";
import { checkBackupCounts, checkResult, unfinished } from "./invariants";
import { Random } from "../support/random";
import { finalRun, type RunPlan, randomRun, randomVms } from "./scenario";
import { Service } from "./service";
import { ProcessClock } from "../support/virtual-time";
import { Simulation } from "./simulation";
import { ARM, itemIdOf, VAULT_ID } from "./api";
import { Network } from "./network";

const EPOCH = Date.parse("2026-11-20T10:00:00Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How far the clocks of machines are wrong, as long as Azure has not told the time. */
const CLOCK_DIFFERENCES = [0, 0, 0, 90_000, -2 * HOUR, 5 * HOUR, -26 * HOUR, 40 * HOUR] as const;
/** What a run may take beyond its time-out: requests under way, and their repetitions. */
const GRACE_MS = 120 * MINUTE;
/** What a run may take to end once it is asked to: what changes something is given up after two seconds. */
const ENDS_WITHIN_MS = 4_000;
const WRITE_GRACE_MS = 2_000;
const FINAL_RUNS = 8;

/** The counts of one storm. */
export interface Storm {
  readonly vms: number;
  readonly runs: number;
  readonly killed: number;
  readonly requests: number;
  readonly jobs: number;
  /** The kinds of faults that were met. */
  readonly faults: readonly string[];
}

interface Process {
  readonly name: string;
  readonly clock: ProcessClock;
  readonly network: Network;
  readonly ended: Promise<BackupResult | "killed" | Error>;
  die(): void;
  /** Ends the run as a signal does, and as its time-out does. */
  end(cause: EndCause): void;
}

/** Runs one storm; the same seed gives the same storm. Throws if the hook breaks a rule. */
export async function storm(seed: number, log: (line: string) => void = () => undefined): Promise<Storm> {
  return new StormRun(seed, log).play();
}

class StormRun {
  private readonly random: Random;
  private readonly simulation = new Simulation(EPOCH);
  private readonly service: Service;
  private tokensFrom = 0;
  private readonly processes: Process[] = [];
  private killed = 0;

  constructor(
    seed: number,
    private readonly log: (line: string) => void,
  ) {
    this.random = new Random(seed);
    this.service = new Service(randomVms(this.random), this.random.fork());
  }

  async play(): Promise<Storm> {
    const { random, service, simulation } = this;
    for (const vm of service.vms) {
      if (vm.kind === "pending" && random.chance(0.05)) service.startedElsewhere(vm, -random.between(0, 20 * MINUTE));
    }
    const expiry = random.between(0, 120 * MINUTE);
    simulation.at(expiry, () => {
      this.tokensFrom = simulation.time;
    });
    const planned = random.pick(1, 2, 3, 4, 8);
    for (let run = 0; run < planned; run++) await this.run(randomRun(random));
    for (let run = 0; run < FINAL_RUNS; run++) {
      await this.run(finalRun());
      if (unfinished(service, simulation.time).length === 0) break;
    }
    const left = unfinished(service, simulation.time);
    if (left.length > 0) throw new Error(`not backed up in the end: ${left.join(", ")}`);
    const requests = this.processes.reduce((sum, { network }) => sum + network.requests, 0);
    const faults = [...new Set(this.processes.flatMap(({ network }) => [...network.met]))];
    const [vms, runs, jobs] = [service.vms.length, this.processes.length, service.jobs.length];
    return { vms, runs, killed: this.killed, requests, jobs, faults };
  }

  /** One run, and the parallel one if there is one. */
  private async run(plan: RunPlan): Promise<void> {
    const { simulation, service } = this;
    const first = this.start(plan);
    const both = [first.ended];
    if (plan.secondAfter !== undefined) {
      const wait = simulation.sleep(plan.secondAfter);
      both.push(wait.then(() => this.start(plan)).then(({ ended }) => ended));
    }
    let longest = plan.timeoutMinutes * MINUTE + GRACE_MS;
    if (plan.kill) {
      const { after, gently } = plan.kill;
      if (gently && plan.secondAfter === undefined) longest = Math.min(longest, after + ENDS_WITHIN_MS);
      simulation.at(simulation.time + after, () => {
        if (gently) first.end("interrupted");
        else first.die();
      });
    }
    const results = await simulation.until(Promise.all(both), longest);
    for (const result of results) this.check(result, plan);
    checkBackupCounts(service);
    for (const { name, network } of this.processes) {
      if (network.maxParallel > plan.concurrency && name === first.name)
        throw new Error(`${name}: ${network.maxParallel} requests at once`);
    }
    await simulation.until(simulation.sleep(plan.pause), Infinity);
  }

  private check(result: BackupResult | "killed" | Error, plan: RunPlan): void {
    if (result === "killed") this.killed++;
    else if (!("runs" in result)) this.checkError(result);
    else checkResult(this.service, this.simulation.time, result, plan.waitFor);
    this.log(`${(this.simulation.time / MINUTE).toFixed(1)} min: ends ${describe(result)}`);
  }

  private checkError(error: Error): void {
    if (error instanceof RunEnded) return;
    const { exitCode, message } = failureOf(error);
    const allowed: readonly ExitCode[] = [ExitCode.throttledOut, ExitCode.azureError, ExitCode.notFound];
    if (!allowed.includes(exitCode)) throw new Error(`a run ended with ${exitCode}: ${message}`);
  }

  private start(plan: RunPlan): Process {
    const { simulation, service, random } = this;
    const name = `run ${this.processes.length + 1}`;
    const clock = new ProcessClock(simulation, random.pick(...CLOCK_DIFFERENCES));
    const [controller, writes] = [new AbortController(), new AbortController()];
    const end = (cause: EndCause): void => {
      controller.abort(new RunEnded(cause));
      simulation.at(simulation.time + WRITE_GRACE_MS, () => {
        writes.abort(controller.signal.reason);
      });
    };
    const network = new Network({ name, clock }, simulation, service, EPOCH, plan.faults, random.fork(), () => this.tokensFrom);
    const print = (line: string): void => {
      if (!clock.dead) this.log(`${(simulation.time / MINUTE).toFixed(1)} min ${name}: ${line}`);
    };
    const { signal } = controller;
    const deadline = plan.timeoutMinutes * MINUTE;
    simulation.at(simulation.time + deadline, () => {
      end("timedOut");
    });
    const fails = (): boolean => network.meets("withoutToken");
    const lives = random.chance(0.5) ? 3_600_000 : 60_000;
    const renewCredential = (): Promise<TokenCredential> => Promise.resolve(tokenOf(simulation.time, lives, fails));
    const arm = new ArmConnection({
      cloud: { name: "model", resourceManager: ARM, loginEndpoint: ARM, scope: `${ARM}/.default`, instanceDiscovery: false },
      tokens: new TokenSource({ credential: tokenOf(simulation.time, lives, fails), scope: `${ARM}/.default`, renewCredential }),
      clock,
      signal,
      writeSignal: writes.signal,
      onTime: clock.adjust,
      httpClient: network,
      deadline,
      print,
    });
    let requests = 0;
    const context = {
      vault: new VaultClient(arm, VAULT_ID),
      clock,
      print,
      signal,
      deadline,
      newRequestId: () => `${name}-${++requests}`,
    };
    const options = {
      vaultId: VAULT_ID,
      vms: plan.named ? service.vms.map((vm) => itemIdOf(vm.name)) : undefined,
      retention: { days: 30 },
      waitFor: plan.waitFor,
      timeoutMinutes: plan.timeoutMinutes,
      concurrency: plan.concurrency,
    };
    print(
      `waits for ${plan.waitFor}, ${plan.timeoutMinutes} min, ${plan.kill ? `${plan.kill.gently ? "asked to end" : "killed"} after ${(plan.kill.after / MINUTE).toFixed(1)} min` : "undisturbed"}`,
    );
    let die = (): void => undefined;
    const death = new Promise<"killed">((resolve) => {
      die = () => {
        clock.dead = true;
        resolve("killed");
      };
    });
    const ended = Promise.race([death, backUp(options, context).catch((error: unknown) => error as Error)]);
    const process: Process = { name, clock, network, ended, die, end };
    this.processes.push(process);
    return process;
  }
}

/** Tokens that live so long, in milliseconds; one of a minute is asked for with each request. */
function tokenOf(time: number, lives: number, fails: () => boolean): TokenCredential {
  const token = String(Math.floor(time));
  return {
    getToken: () =>
      fails()
        ? Promise.reject(new ArmError("cannot sign in", { status: 503, detail: "", unreadable: true }))
        : Promise.resolve({ token, expiresOnTimestamp: Date.now() + lives }),
  };
}

function describe(result: BackupResult | "killed" | Error): string {
  if (result === "killed") return "killed";
  if (!("runs" in result)) return result.message;
  return `with ${exitCodeOf(result)}: ${result.runs.map(({ item, progress }) => `${item.vmName} ${progress.kind}`).join(", ")}`;
}
