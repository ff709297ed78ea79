import type { Context } from "../../context";
import { errorOf } from "../../errors/define-error";
import { originalVmNotFound, targetGroupNotFound, targetVmExists } from "../../errors/restore-errors";
import type { ErrorBody, ServiceError } from "../../errors/service-error";
import { list, member, propertiesOf, withProperties } from "../../resources/body";
import { groupOf } from "../../resources/scope";
import type { Job } from "../model";
import type { PendingRestore, RestoreStep } from "./restore-details";
import { lunOf } from "./restored-resources";

const VM = "Microsoft.Compute/virtualMachines";

/**
 * What restores make as the clock moves. Nothing happens while nobody asks: whatever was due since the last request is made up for
 * before the next. A restore whose target is gone, or taken, by then fails, and what it has made stays.
 */
export class RestoreEffects {
  #dueAt = -Infinity;
  #revision = -1;

  constructor(private readonly context: Context) {}

  /** Makes everything that was due. */
  catchUp(): void {
    const { clock, state } = this.context;
    const now = clock.now();
    if (state.revision === this.#revision && now < this.#dueAt) return;
    for (const pending of [...state.restores.values()]) this.#goOn(pending, now);
    this.#dueAt = Math.min(Infinity, ...[...state.restores.values()].map(({ steps }) => steps[0]?.at ?? Infinity));
    this.#revision = state.revision;
  }

  #goOn(pending: PendingRestore, now: number): void {
    const { state } = this.context;
    const job = state.jobs.get(pending.vaultId, pending.jobId);
    const due = pending.steps.filter(({ at }) => at <= now && at <= (job?.cancelledAt ?? Infinity));
    const left = job?.cancelledAt === undefined ? pending.steps.filter(({ at }) => at > now) : [];
    for (const step of job ? due : []) {
      const problem = this.#make(step);
      if (!problem || !job) continue;
      state.jobs.replace(failedAt(job, step, problem));
      state.restores.delete(pending.jobId);
      return;
    }
    if (left.length === 0 || !job) state.restores.delete(pending.jobId);
    else if (left.length < pending.steps.length) state.restores.set(pending.jobId, { ...pending, steps: left });
  }

  #make({ resources, replacesDisksOf }: RestoreStep): ServiceError | undefined {
    const { state } = this.context;
    if (replacesDisksOf !== undefined) return this.#replaceDisks(replacesDisksOf, resources);
    for (const { id, name, type } of resources) {
      const group = groupOf(id);
      if (
        group &&
        !state.resourceGroups.get(`/subscriptions/${group.subscriptionId}/resourceGroups/${group.resourceGroupName}`)
      ) {
        return targetGroupNotFound(group.resourceGroupName);
      }
      if (type === VM && state.resources.get(id)) return targetVmExists(name);
    }
    for (const resource of resources) state.resources.set(resource.id, resource);
    return undefined;
  }

  /** The VM gets the disks in the place of those of the same LUN; the disks that it had stay, attached to nothing. */
  #replaceDisks(vmId: string, disks: RestoreStep["resources"]): ServiceError | undefined {
    const { state } = this.context;
    const vm = state.resources.get(vmId);
    if (!vm) return originalVmNotFound(vmId.split("/").at(-1) ?? "");
    const storage = member(propertiesOf(vm), "storageProfile");
    const replacementOf = (lun: number) => {
      const disk = disks.find((one) => lunOf(one) === lun);
      return disk && { name: disk.name, createOption: "Attach", managedDisk: { id: disk.id } };
    };
    const changed = withProperties(vm, {
      storageProfile: {
        ...storage,
        osDisk: { ...member(storage, "osDisk"), ...replacementOf(-1) },
        dataDisks: list(storage, "dataDisks").map((disk) => ({ ...disk, ...replacementOf(Number(disk["lun"])) })),
      },
    });
    state.resources.set(vmId, changed);
    return undefined;
  }
}

/** The job as it ends if one of its steps cannot be made. */
function failedAt(job: Job, { at, task }: RestoreStep, problem: ServiceError): Job {
  const { code, message } = errorOf(problem.status, problem.code, problem.message);
  const error: ErrorBody = { code, message };
  const tasks = job.tasks.map((one, index) => {
    if (index < task) return one;
    return { ...one, startTime: Math.min(one.startTime, at), endTime: at, outcome: "Failed" as const };
  });
  return { ...job, outcome: "Failed", endTime: at, tasks, error };
}
