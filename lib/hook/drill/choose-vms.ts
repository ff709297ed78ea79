import { parseVaultId, parseVirtualMachineId } from "../../azure/resource-id";
import { caseFold, isSameName } from "../../azure/case-fold";
import { DAY_MS } from "../../azure/durations";
import { ExitCode } from "../../contract/exit-code";
import { ArmError } from "../arm/arm-error";
import { itemsNamed } from "../commands/items-named";
import { HookError } from "../hook-error";
import type { ResourceReader } from "../restore/resources";
import type { RestoreRegion } from "../restore/restore-region";
import type { ProtectedItem } from "../vault/protected-item";
import type { DrillOptions } from "./drill-options";
import { sourcesInGroup } from "./guard";
import { drawVms, type DrawStart, FIRST_DRAW, nextDraw } from "./turn";

/** The VMs of a drill. */
export interface ChosenVms {
  readonly items: readonly ProtectedItem[];
  /** The number of VMs that could have been drawn. */
  readonly candidates: number;
  /** The text that repeats the draw; undefined if none was made. */
  readonly draw: string | undefined;
  readonly turn: number | undefined;
}

/** How far back the last drill is looked for: a drill each quarter is found. */
const SPANS = 4;
const SPAN_MS = 29 * DAY_MS;

type Choice = Pick<DrillOptions, "vaultId" | "vms" | "tag" | "sample" | "draw" | "maxVms">;

export interface ChooseContext {
  readonly items: readonly ProtectedItem[];
  readonly resources: ResourceReader;
  readonly region: RestoreRegion;
  readonly now: Date;
}

/**
 * Chooses the VMs of a drill.
 * @throws HookError if there is none, or more than the drill may restore
 */
export async function chooseVms(options: Choice, context: ChooseContext): Promise<ChosenVms> {
  const { vms: names, vaultId, tag, sample, maxVms } = options;
  const named = itemsNamed(context.items, names, vaultId).filter((item) => {
    const problem = unfitness(item);
    if (problem !== undefined && names !== undefined) throw wrong(`'${item.vmName}' ${problem}`);
    return problem === undefined;
  });
  const candidates = tag ? await tagged(named, tag, context.resources) : named;
  if (candidates.length === 0) throw noVm(options);
  const draw =
    sample === undefined ? undefined : drawVms(candidates, sample, options.draw ?? (await startByJobs(context)) ?? FIRST_DRAW);
  const items = draw?.drawn ?? candidates;
  if (items.length > maxVms) {
    throw wrong(
      `the drill would restore ${items.length} VMs, and --max-vms allows ${maxVms}; name fewer with --vm, draw some with --sample, or raise --max-vms`,
    );
  }
  return { items, candidates: candidates.length, draw: draw?.text, turn: draw?.turn };
}

function unfitness({ classic, softDeleted }: ProtectedItem): string | undefined {
  if (classic) return "is a classic VM, which Azure has retired; leave it out";
  return softDeleted ? "is soft-deleted; undelete its backup before it is restored" : undefined;
}

/** @throws HookError if the scratch group holds a VM of the vault: a drill deletes VMs there */
export function requireNoSource(items: readonly ProtectedItem[], scratchGroupId: string): void {
  const [source] = sourcesInGroup(items, scratchGroupId);
  if (!source) return;
  throw wrong(
    `--scratch-group must be a resource group for drills only, got that of '${source.vmName}', which the vault protects; use a group of its own`,
  );
}

async function tagged(
  items: readonly ProtectedItem[],
  { name, value }: NonNullable<DrillOptions["tag"]>,
  resources: ResourceReader,
): Promise<ProtectedItem[]> {
  const subscriptions = new Set(items.flatMap(({ vmId }) => parseVirtualMachineId(vmId ?? "")?.subscriptionId ?? []));
  const ids = new Set<string>();
  for (const subscription of subscriptions) {
    for (const vm of await resources.virtualMachines(`/subscriptions/${subscription}`)) {
      const found = Object.entries(vm.tags).find(([tag]) => isSameName(tag, name));
      if (found && (value === undefined || found[1] === value)) ids.add(caseFold(vm.id));
    }
  }
  return items.filter(({ vmId }) => ids.has(caseFold(vmId ?? "")));
}

/** Looks for the last drill in the jobs of the vault, the latest first. */
async function startByJobs({ region, now }: ChooseContext): Promise<DrawStart | undefined> {
  for (let span = 0; span < SPANS; span++) {
    const to = new Date(now.getTime() - span * SPAN_MS);
    try {
      const start = nextDraw(await region.listJobs(new Date(to.getTime() - SPAN_MS), to));
      if (start) return start;
    } catch (error) {
      // How far back Azure lists jobs is not documented.
      if (span === 0 || !(error instanceof ArmError) || error.status !== 400) throw error;
      return undefined;
    }
  }
  return undefined;
}

function noVm({ vaultId, tag }: Choice): HookError {
  const vault = parseVaultId(vaultId)?.vaultName ?? vaultId;
  const having = tag ? ` with the tag '${tag.name}'${tag.value === undefined ? "" : ` = '${tag.value}'`}` : "";
  return new HookError(
    ExitCode.notFound,
    `vault '${vault}' protects no VM${having} that can be restored; ${tag ? "check the tag" : "check it with 'azure-vm-backup status'"}`,
  );
}

function wrong(message: string): HookError {
  return new HookError(ExitCode.badInput, message);
}
