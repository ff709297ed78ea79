import { HOUR_MS } from "../../azure/durations";
import type { ArmConnection } from "../arm/arm-connection";
import { ArmError } from "../arm/arm-error";
import { forEachConcurrently } from "../backup-now/concurrency";
import type { Clock } from "../clock";
import { failureOf } from "../failure";
import { HookError } from "../hook-error";
import { formatInstant } from "../report/duration";
import { endCauseOf, type RunLimits } from "../run-ended";
import type { Ended } from "../vault/rounds";
import { vmLabels } from "../vault/vm-label";
import { type ChosenVms, chooseVms, requireNoSource } from "./choose-vms";
import { claim } from "./claim";
import { Cleaner } from "./cleaner";
import type { DrillOptions } from "./drill-options";
import type { DrillResource } from "./drill-record";
import type { DrillSite } from "./drill-site";
import { drillVm, newVmDrill, type VmDrill } from "./drill-vm";
import { DeleteGuard } from "./guard";
import { type HeldGroup, type JournalEntry, Journals } from "./journal";
import { cleanedResources, cleanUpAfter, type LeftoversContext } from "./leftovers";
import { SharedRegion } from "./shared-region";

export interface DrillContext extends RunLimits {
  readonly arm: ArmConnection;
  readonly clock: Clock;
  /** The limits of the clean-up, which goes on for some minutes after the run has ended. */
  readonly cleanUp: RunLimits;
  readonly drillId: string;
  readonly print: (line: string) => void;
  readonly note: (line: string) => void;
  /** Called once the scratch group is held, before anything is made. */
  readonly onStart: (chosen: ChosenVms) => void;
}

/** What a drill came to. */
export interface DrillResult {
  readonly chosen: ChosenVms;
  readonly drills: readonly VmDrill[];
  readonly cleaned: readonly DrillResource[];
  readonly ended: Ended;
}

/** Deletes what earlier drills have left in the scratch group, and restores nothing. */
export async function cleanUpDrills(options: DrillOptions, site: DrillSite, context: DrillContext): Promise<DrillResult> {
  return new DrillRun(options, site, context).run(NO_VMS);
}

const NO_VMS: ChosenVms = { items: [], candidates: 0, draw: undefined, turn: undefined };

/** Runs a drill: cleans up after earlier ones, restores, verifies, and deletes what it made. */
export async function runDrill(options: DrillOptions, site: DrillSite, context: DrillContext): Promise<DrillResult> {
  return new DrillRun(options, site, context).run();
}

class DrillRun {
  private readonly cleaner: Cleaner;
  private readonly journals: Journals;
  private held: HeldGroup | undefined;

  constructor(
    private readonly options: DrillOptions,
    private readonly site: DrillSite,
    private readonly context: DrillContext,
  ) {
    const { arm, clock, cleanUp, print } = context;
    this.cleaner = new Cleaner({
      ...cleanUp,
      ...{ arm: arm.withLimits(cleanUp), clock, place: site.place, print },
      guard: new DeleteGuard(site.place, site.items),
      requireHeld: () => this.held?.require(),
    });
    this.journals = new Journals(this.cleaner.containers, (id) => this.cleaner.deleteSurely(id));
  }

  /** @param vms @default - they are chosen */
  async run(vms?: ChosenVms): Promise<DrillResult> {
    const { context, options, site, journals } = this;
    const { clock, drillId } = context;
    const { items, reads, region, place } = site;
    const now = clock.now();
    requireNoSource(items, place.scratchGroupId);
    const chosen =
      vms ??
      (await chooseVms(options, {
        ...{ items, resources: reads.resources, region, now },
      }));
    const entry = { drillId, vaultId: options.vaultId, ...place, restores: options.restores, startedAt: now, renewedAt: now };
    const { held, leftOver } = await claim(entry, journals, context);
    this.held = held;
    context.onStart(chosen);
    const done = new AbortController();
    const kept = held.keep(done.signal, context.print).catch((error: unknown) => error);
    const labelOf = vmLabels(items);
    const drills = chosen.items.map((item) => newVmDrill(item, labelOf(item)));
    const cleaned: DrillResource[] = [];
    let left: DrillResource[] = [];
    try {
      for (const one of leftOver) {
        context.print(`cleaning up after drill ${one.drillId} of ${formatInstant(one.startedAt)}`);
        cleaned.push(...cleanedResources(await cleanUpAfter(one, this.leftovers()), journals.idOf(one)));
      }
      await this.drillAll(drills, chosen, now);
    } finally {
      left = await this.cleanUpOwn(drills, held.entry);
      done.abort();
    }
    const failure = await kept;
    if (failure instanceof Error) throw failure;
    return { chosen, drills, cleaned: [...cleaned, ...left], ended: endCauseOf(context) ?? "settled" };
  }

  private async drillAll(drills: readonly VmDrill[], { turn }: ChosenVms, startedAt: Date): Promise<void> {
    const { context, options, site, cleaner, held } = this;
    const region = new SharedRegion(site.region, context.clock, new Date(startedAt.getTime() - HOUR_MS));
    const requireHeld = (): void => held?.require();
    await forEachConcurrently(drills, options.concurrency, async (drill) => {
      if (endCauseOf(context)) return;
      await drillVm(drill, { ...context, options, region, cleaner, requireHeld, startedAt, turn, reads: site.reads });
    });
  }

  /** Deletes what the restores have made that are not cleaned up yet, and the record. Returns what is left beside that of the VMs. */
  private async cleanUpOwn(drills: readonly VmDrill[], entry: JournalEntry): Promise<DrillResource[]> {
    const { context, journals } = this;
    const open = drills.filter(({ trace }) => trace === "unknown" || trace === "job");
    const id = journals.idOf(entry);
    if (open.length === 0) {
      try {
        await journals.remove(entry);
        return [];
      } catch (error) {
        if (!(error instanceof ArmError) && !(error instanceof HookError)) throw error;
        return [{ what: "record of a drill", id, state: "left", reason: failureOf(error).message }];
      }
    }
    context.print("deleting what the restores have made that did not succeed");
    const expected = open.map(({ item, record }) => ({ vmKey: item.vmKey, jobId: record.jobIds[0] }));
    const cleaned = await cleanUpAfter(entry, this.leftovers(), expected);
    for (const { item, record } of open) {
      const found = cleaned.resources.get(item.vmKey) ?? [];
      const before = record.resources.filter((one) => !found.some(({ id: other }) => other === one.id));
      record.resources = [...before, ...found];
    }
    return cleanedResources({ ...cleaned, resources: new Map() }, id);
  }

  private leftovers(): LeftoversContext {
    const { context, cleaner, journals } = this;
    const { arm, clock, cleanUp, print } = context;
    return { ...cleanUp, arm: arm.withLimits(cleanUp), clock, cleaner, journals, print };
  }
}
