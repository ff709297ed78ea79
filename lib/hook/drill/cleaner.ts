import { caseFold } from "../../azure/case-fold";
import { MINUTE_MS } from "../../azure/durations";
import type { ArmConnection } from "../arm/arm-connection";
import { ArmError } from "../arm/arm-error";
import type { Clock } from "../clock";
import { failureOf } from "../failure";
import { HookError } from "../hook-error";
import { ResourceReader } from "../restore/resources";
import { type EndCause, endCauseOf, exitCodeOfEnd, type RunLimits } from "../run-ended";
import { withinDeadline } from "../vault/rounds";
import { Containers } from "./containers";
import type { DrillResource } from "./drill-record";
import type { DeleteGuard, DrillPlace } from "./guard";
import type { Contents, OwnKind, OwnResource, Proof } from "./own-resources";

export interface CleanerContext extends RunLimits {
  readonly arm: ArmConnection;
  readonly clock: Clock;
  readonly place: DrillPlace;
  readonly guard: DeleteGuard;
  /** Throws if the scratch group is not held any more. */
  readonly requireHeld: () => void;
  readonly print: (line: string) => void;
}

/** A VM must be gone before what is attached to it can be deleted. */
const ORDER: readonly (readonly OwnKind[])[] = [
  ["virtual machine"],
  ["OS disk", "data disk", "network interface"],
  ["container"],
];
/** How often a deletion is tried that Azure refuses because of something under way: about 10 minutes. */
const MAX_ATTEMPTS = 20;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = MINUTE_MS;
/** How long a deletion may take in Azure after it was accepted. */
const MAX_DELETION_MS = 15 * MINUTE_MS;
const RETRIES = { maxRetries: 8, longestWaitMs: 120_000, note: undefined } as const;

/** Deletes what drills made, and nothing else. */
export class Cleaner {
  readonly containers: Containers;
  private readonly resources: ResourceReader;

  constructor(private readonly context: CleanerContext) {
    this.containers = new Containers(context.arm, context.place.stagingAccountId);
    this.resources = new ResourceReader(context.arm);
  }

  /** Lists what is in the scratch group and, if wanted, in the staging account. */
  async contents(restores: "disks" | "vm", { withContainers = true } = {}): Promise<Contents> {
    const { scratchGroupId } = this.context.place;
    const isVm = restores === "vm";
    return {
      disks: await this.resources.disks(scratchGroupId),
      interfaceIds: isVm ? await this.resources.networkInterfaces(scratchGroupId) : [],
      virtualMachines: isVm ? await this.resources.virtualMachines(scratchGroupId) : [],
      containers: withContainers ? await this.containers.list() : [],
    };
  }

  /** Deletes what is proven; reports it and what is not. */
  async delete({ own, unproven }: Proof): Promise<DrillResource[]> {
    const found: DrillResource[] = unproven.map(({ what, id, reason }) => ({ what, id, state: "left", reason }));
    const ownVms = new Set(own.filter(({ what }) => what === "virtual machine").map(({ id }) => caseFold(id)));
    for (const kinds of ORDER) {
      const batch = own.filter(({ what }) => kinds.includes(what));
      found.push(...(await Promise.all(batch.map((one) => this.deleteOne(one, ownVms)))));
    }
    return found;
  }

  private async deleteOne({ what, id, disk }: OwnResource, ownVms: ReadonlySet<string>): Promise<DrillResource> {
    const user = disk?.managedBy;
    if (user !== undefined && !ownVms.has(caseFold(user))) {
      return { what, id, state: "left", reason: `it is attached to '${user}'` };
    }
    try {
      await this.deleteSurely(id);
      return { what, id, state: "deleted", reason: null };
    } catch (error) {
      if (!(error instanceof ArmError) && !(error instanceof HookError)) throw error;
      return { what, id, state: "left", reason: failureOf(error).message };
    }
  }

  /** Deletes a resource, and waits until it is gone. */
  async deleteSurely(id: string): Promise<void> {
    const { arm, clock, guard, requireHeld } = this.context;
    const { type, apiVersion } = guard.check(id);
    const name = id.split("/").at(-1) ?? id;
    const request = { path: id, apiVersion, about: `cannot delete '${name}'`, action: `${type}/delete` };
    for (let attempt = 1; ; attempt++) {
      this.requireTime();
      requireHeld();
      try {
        await arm.delete(request, RETRIES);
        break;
      } catch (error) {
        const isBusy = error instanceof ArmError && [409, 412, 423].includes(error.status ?? 0);
        if (!isBusy || attempt === MAX_ATTEMPTS) throw error;
        await this.wait(error.retryAfterMs ?? Math.min(FIRST_WAIT_MS * attempt, LONGEST_WAIT_MS));
      }
    }
    if (type.startsWith("Microsoft.Storage/")) return;
    const until = clock.elapsed() + MAX_DELETION_MS;
    const about = `cannot check that '${name}' is deleted`;
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      const isThere = await arm.get({ path: id, apiVersion, about, action: `${type}/read` }, () => true, RETRIES);
      if (isThere === undefined) return;
      if (clock.elapsed() >= until)
        throw new ArmError(about, { detail: "Azure has accepted its deletion, and it is still there" });
      await this.wait(wait);
    }
  }

  private async wait(ms: number): Promise<void> {
    const { clock, signal } = this.context;
    await clock.sleep(withinDeadline(this.context, ms), signal);
    this.requireTime();
  }

  private requireTime(): void {
    const cause = endCauseOf(this.context);
    if (cause) throw new HookError(exitCodeOfEnd(cause), endText(cause));
  }
}

function endText(cause: EndCause): string {
  return `the time for the clean-up was over (${cause === "timedOut" ? "time-out" : "interrupted"})`;
}
