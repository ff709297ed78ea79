import { nameIn } from "../../../azure/id-parts";
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
 * Creates the resources of restores as the clock moves. Before each request, it creates what was due since the last one. A restore fails if
 * its target group no longer exists, or its VM's name is taken. Resources that it created before stay.
 */
export class RestoreEffects {
  constructor(private readonly context: Context) {}

  /** Creates every resource that was due since the last call; returns when the next one is due. */
  catchUp(now: number): number {
    const { restores } = this.context.state;
    for (const pending of [...restores.values()]) this.#advance(pending, now);
    return Math.min(Infinity, ...[...restores.values()].map(({ steps }) => steps[0]?.at ?? Infinity));
  }

  #advance(pending: PendingRestore, now: number): void {
    const { state } = this.context;
    const job = state.jobs.get(pending.vaultId, pending.jobId);
    const due = pending.steps.filter(({ at }) => at <= now && at <= (job?.cancelledAt ?? Infinity));
    const left = job?.cancelledAt === undefined ? pending.steps.filter(({ at }) => at > now) : [];
    for (const step of job ? due : []) {
      const problem = this.#create(step);
      if (!problem || !job) continue;
      state.jobs.replace(failedAt(job, step, problem));
      state.restores.delete(pending.jobId);
      return;
    }
    if (left.length === 0 || !job) state.restores.delete(pending.jobId);
    else if (left.length < pending.steps.length) state.restores.set(pending.jobId, { ...pending, steps: left });
  }

  #create({ resources, replacesDisksOf }: RestoreStep): ServiceError | undefined {
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

  /** Attaches the disks in place of those of the same LUN. The old disks stay, unattached. */
  #replaceDisks(vmId: string, disks: RestoreStep["resources"]): ServiceError | undefined {
    const { state } = this.context;
    const vm = state.resources.get(vmId);
    if (!vm) return originalVmNotFound(nameIn(vmId));
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

/** Returns a job that fails at a step. */
function failedAt(job: Job, { at, task }: RestoreStep, problem: ServiceError): Job {
  const { code, message } = errorOf(problem.status, problem.code, problem.message);
  const error: ErrorBody = { code, message };
  const tasks = job.tasks.map((one, index) => {
    if (index < task) return one;
    return { ...one, startTime: Math.min(one.startTime, at), endTime: at, outcome: "Failed" as const };
  });
  return { ...job, outcome: "Failed", endTime: at, tasks, error };
}
