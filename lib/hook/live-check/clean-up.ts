import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { MINUTE_MS } from "../../azure/durations";
import type { ArmConnection } from "../arm/arm-connection";
import type { Clock } from "../clock";
import { failureOf } from "../failure";
import { formatInstant } from "../report/duration";
import type { Leftovers } from "./leftovers";
import type { LiveCheckLog } from "./log";
import type { StepRunner } from "./step-runner";
import { CLEAN_UP_FILES, DESTROY, STATE } from "./steps";

const ATTEMPTS = 3;
/** Azure refuses to delete the protection of a VM while an operation on it runs. */
const PAUSE_MS = 2 * MINUTE_MS;

export interface CleanUpContext {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly connect: () => Promise<ArmConnection>;
}

/** Deletes what a live check has created, asks Azure what is left, and says how to delete that. */
export class CleanUp {
  constructor(
    private readonly folder: string,
    private readonly log: LiveCheckLog,
    private readonly context: CleanUpContext,
    private readonly leftoversOf: (arm: ArmConnection) => Leftovers,
  ) {}

  /** Returns whether nothing is left. */
  async run(runner: StepRunner): Promise<boolean> {
    const isDestroyed = await this.destroy(runner);
    const left = await this.left();
    if (left.length === 0 && isDestroyed) {
      for (const file of CLEAN_UP_FILES) rmSync(join(this.folder, file), { recursive: true, force: true });
      this.log.say("clean-up: nothing is left that costs money", { event: "left", left });
      return true;
    }
    this.log.say(`clean-up: left over: ${left.join(", ") || "what Terraform still has in its state"}`, { event: "left", left });
    this.log.say(`Delete it with: azure-vm-backup live-check --clean "${this.folder}"`);
    for (const group of left) this.log.say(`or: az group delete --name ${group}`);
    return false;
  }

  private async destroy(runner: StepRunner): Promise<boolean> {
    const { clock, signal } = this.context;
    if (!existsSync(join(this.folder, STATE))) return true;
    for (let attempt = 1; ; attempt++) {
      const state = await runner.run(DESTROY, signal);
      if (state === "passed") return true;
      if (attempt === ATTEMPTS || signal.aborted) return false;
      this.log.say(`destroy: tried again in ${PAUSE_MS / MINUTE_MS} min, because a job of Azure Backup may still run`);
      await clock.sleep(PAUSE_MS, signal);
    }
  }

  /** Deletes the groups that Terraform does not know or could not delete. Returns those that are left, or that this is not known. */
  private async left(): Promise<string[]> {
    try {
      const leftovers = this.leftoversOf(await this.context.connect());
      for (const group of await leftovers.groups()) await this.deleteGroup(leftovers, group);
      const left = await leftovers.groups();
      for (const { name, purgeAt } of await leftovers.softDeletedVaults()) {
        const until = purgeAt ? ` until ${formatInstant(purgeAt)}` : "";
        this.log.say(`clean-up: Azure keeps vault '${name}' soft-deleted${until}, free of charge, and deletes it then`);
      }
      return left;
    } catch (error) {
      return [`unknown: ${failureOf(error).message}`];
    }
  }

  private async deleteGroup(leftovers: Leftovers, group: string): Promise<void> {
    const { clock, signal } = this.context;
    this.log.say(`clean-up: deleting resource group '${group}'`);
    try {
      await leftovers.deleteGroup(group, clock, signal);
    } catch (error) {
      this.log.say(`clean-up: ${failureOf(error).message}`);
    }
  }
}
