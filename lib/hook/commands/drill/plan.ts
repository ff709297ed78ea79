import { ExitCode } from "../../../contract/exit-code";
import type { ConnectionSettings } from "../../arm/connect";
import { ArmError } from "../../arm/arm-error";
import { forEachConcurrently } from "../../backup-now/concurrency";
import type { Context } from "../../context";
import { chooseVms, requireNoSource } from "../../drill/choose-vms";
import { Containers } from "../../drill/containers";
import type { DrillOptions } from "../../drill/drill-options";
import { openDrillSite } from "../../drill/drill-site";
import { newVmDrill, prepareVm } from "../../drill/drill-vm";
import { type JournalEntry, Journals } from "../../drill/journal";
import { failureOf } from "../../failure";
import { HookError } from "../../hook-error";
import { formatInstant } from "../../report/duration";
import { NONE, plainTable } from "../../report/plain-table";
import { secondsText } from "../../report/drill-words";
import { remedyOf } from "../../restore/finding-remedy";
import { validated } from "../../restore/validated";
import { vmLabels } from "../../vault/vm-label";
import type { OutputFormat } from "../common-options";
import { findingLine } from "../restore/plan-view";

/** What `--plan` says of a VM: null if there is nothing to say. */
export interface PlannedVm {
  readonly vm: string;
  readonly label: string;
  readonly recoveryPointId: string | null;
  readonly recoveryPointTime: string | null;
  readonly pointAgeSeconds: number | null;
  readonly tiers: readonly string[];
  /** Why it cannot be restored, and what Azure's validation finds. */
  readonly problems: readonly string[];
}

interface PlannedDrill {
  readonly scratchGroupId: string;
  readonly stagingAccountId: string;
  readonly restores: DrillOptions["restores"];
  readonly candidates: number;
  readonly draw: string | null;
  /** Earlier drills that have not deleted everything they made, or still run. */
  readonly earlierDrills: readonly { readonly drillId: string; readonly startTime: string }[];
  readonly vms: readonly PlannedVm[];
}

/** Shows what a drill would restore, and what Azure finds in it; restores nothing. */
export async function runDrillPlan(
  options: DrillOptions,
  { output, credential = {} }: { readonly output: OutputFormat; readonly credential: ConnectionSettings | undefined },
  context: Context,
): Promise<ExitCode> {
  const { clock, terminal, signal } = context;
  const arm = await context.connect({ settings: credential });
  const site = await openDrillSite(options, { arm, clock, signal });
  const { items, region, reads, place } = site;
  requireNoSource(items, place.scratchGroupId);
  const chosen = await chooseVms(options, { items, region, resources: reads.resources, now: clock.now() });
  const labelOf = vmLabels(items);
  const vms: PlannedVm[] = [];
  const drills = chosen.items.map((item) => newVmDrill(item, labelOf(item)));
  const startedAt = clock.now();
  await forEachConcurrently(drills, options.concurrency, async (drill) => {
    const problems: string[] = [];
    try {
      const of = { drillId: "00000000", turn: undefined, options, arm, clock, reads, signal, startedAt };
      const prepared = await prepareVm(drill, of);
      const findings = (await validated(prepared, terminal.note)) ?? [];
      problems.push(...findings.map((finding) => findingLine({ ...finding, remedy: remedyOf(finding) })));
    } catch (error) {
      if (!(error instanceof ArmError) && !(error instanceof HookError)) throw error;
      signal.throwIfAborted();
      problems.push(failureOf(error).message);
    }
    const { vm, label, recoveryPointId, recoveryPointTime, pointAgeSeconds, tiers } = drill.record;
    vms.push({ vm, label, recoveryPointId, recoveryPointTime, pointAgeSeconds, tiers, problems });
  });
  const order = drills.map(({ record }) => record.label);
  const planned: PlannedDrill = {
    ...place,
    restores: options.restores,
    candidates: chosen.candidates,
    draw: chosen.draw ?? null,
    earlierDrills: (await earlierDrills(new Containers(arm, place.stagingAccountId), place.scratchGroupId)).map(
      ({ drillId, startedAt: at }) => ({ drillId, startTime: at.toISOString() }),
    ),
    vms: vms.sort((one, other) => order.indexOf(one.label) - order.indexOf(other.label)),
  };
  terminal.print(output === "json" ? JSON.stringify(planned, undefined, 2) : planText(planned));
  return vms.some(({ problems }) => problems.length > 0) ? ExitCode.backupFailed : ExitCode.done;
}

function earlierDrills(containers: Containers, scratchGroupId: string): Promise<JournalEntry[]> {
  return new Journals(containers, () => Promise.reject(new Error("a plan deletes nothing"))).of(scratchGroupId);
}

function planText({ vms, draw, candidates, earlierDrills: earlier, scratchGroupId, stagingAccountId }: PlannedDrill): string {
  const rows = vms.map(({ label, recoveryPointTime, pointAgeSeconds, tiers, problems }) => [
    label,
    recoveryPointTime === null ? NONE : formatInstant(new Date(recoveryPointTime)),
    secondsText(pointAgeSeconds),
    tiers.join(" and ") || NONE,
    problems.join("\n") || "Azure's validation finds nothing",
  ]);
  const drawn = draw === null ? [] : [`${vms.length} of ${candidates} VMs drawn; --draw ${draw} repeats the draw`];
  const name = (id: string): string => id.split("/").at(-1) ?? id;
  return [
    plainTable(["VM", "Recovery point", "Age", "Tier", "Would restore"], rows),
    ...drawn,
    `scratch group ${name(scratchGroupId)}, staging account ${name(stagingAccountId)}; nothing was restored`,
    ...earlier.map(({ drillId, startTime }) => `drill ${drillId} of ${startTime} runs, or has left something behind`),
  ].join("\n");
}
