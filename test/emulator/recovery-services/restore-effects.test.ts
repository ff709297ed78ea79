import type { Context } from "../../../lib/emulator/context";
import type { GenericResource } from "../../../lib/emulator/arm/generic-resources";
import type { Job } from "../../../lib/emulator/recovery-services/model";
import type { RestoreStep } from "../../../lib/emulator/recovery-services/restores/restore-details";
import { RestoreEffects } from "../../../lib/emulator/recovery-services/restores/restore-effects";
import { backupOf, MINUTE, NOW, VAULT_ID, VM_ID } from "./records";
import { NEW_VM, restoreContext, TARGET } from "./restore-records";

const VM = "Microsoft.Compute/virtualMachines";
const resource = (name: string, type = "Microsoft.Compute/disks", group = TARGET): GenericResource => ({
  ...{ id: `${group}/providers/${type}/${name}`, name, type, body: { location: "westeurope" } },
});
const step = (minutes: number, task: number, ...resources: GenericResource[]): RestoreStep => ({
  ...{ at: NOW + minutes * MINUTE, task, resources },
});
const CONTAINER = resource("container");
const DISK = resource("disk");
const NEW = resource("vm-new", VM);

interface Scene {
  readonly steps?: readonly RestoreStep[];
  readonly job?: Partial<Job>;
}

/** A running restore of two tasks, of 10 minutes each. */
function sceneOf({ steps = [step(0, -1, CONTAINER), step(10, 0, DISK), step(20, 1, NEW)], job: more }: Scene = {}) {
  const context: Context = restoreContext();
  const job: Job = backupOf("r", 0, {
    operation: "Restore",
    endTime: NOW + 21 * MINUTE,
    tasks: [
      { taskId: "Transfer data from vault", startTime: NOW, endTime: NOW + 10 * MINUTE, outcome: "Completed" },
      { taskId: "Create", startTime: NOW + 10 * MINUTE, endTime: NOW + 20 * MINUTE, outcome: "Completed" },
    ],
    ...more,
  });
  context.state.jobs.add(job);
  context.state.restores.set("r", { jobId: "r", vaultId: VAULT_ID, steps });
  const effects = new RestoreEffects(context);
  return {
    context,
    catchUp: (minutes: number): number => (effects.catchUp(NOW + minutes * MINUTE) - NOW) / MINUTE,
    exists: (...all: GenericResource[]) => all.map(({ id }) => context.state.resources.get(id) !== undefined),
    pending: () => context.state.restores.get("r")?.steps.length,
    job: () => context.state.jobs.get(VAULT_ID, "r"),
  };
}

test("creates the resources of each step when it is due, and tells when the next one is", () => {
  const { catchUp, exists, pending, job } = sceneOf();
  const before = job();
  expect([catchUp(0), pending(), exists(CONTAINER, DISK, NEW)]).toEqual([10, 2, [true, false, false]]);
  expect([catchUp(9.9), pending(), exists(CONTAINER, DISK, NEW)]).toEqual([10, 2, [true, false, false]]);
  expect([catchUp(10), pending(), exists(CONTAINER, DISK, NEW)]).toEqual([20, 1, [true, true, false]]);
  expect([catchUp(60), pending(), exists(CONTAINER, DISK, NEW)]).toEqual([Infinity, undefined, [true, true, true]]);
  expect(job()).toBe(before);
});

test("changes nothing while nothing is due", () => {
  const { context, catchUp } = sceneOf();
  catchUp(0);
  const { revision } = context.state;
  catchUp(5);
  expect(context.state.revision).toBe(revision);
});

test("tells the next of several restores, and none if there is none", () => {
  const { context, catchUp } = sceneOf();
  context.state.jobs.add(backupOf("s", 0, { operation: "Restore" }));
  context.state.restores.set("s", { jobId: "s", vaultId: VAULT_ID, steps: [step(7, 0, resource("other"))] });
  expect(catchUp(0)).toBe(7);
  expect(new RestoreEffects(restoreContext()).catchUp(NOW)).toBe(Infinity);
});

test("creates nothing that would have come after the cancellation", () => {
  const { catchUp, exists, pending } = sceneOf({ job: { cancelledAt: NOW + 10 * MINUTE } });
  expect([catchUp(60), pending(), exists(CONTAINER, DISK, NEW)]).toEqual([Infinity, undefined, [true, true, false]]);
  const earlier = sceneOf({ job: { cancelledAt: NOW + 5 * MINUTE } });
  expect([earlier.catchUp(6), earlier.exists(CONTAINER, DISK), earlier.pending()]).toEqual([Infinity, [true, false], undefined]);
});

test("forgets a restore whose job is gone", () => {
  const { context, catchUp, exists, pending } = sceneOf();
  context.state.jobs.removeVault(VAULT_ID);
  expect([catchUp(5), exists(CONTAINER), pending()]).toEqual([Infinity, [false], undefined]);
});

test("fails if the target group is gone, and leaves what it made", () => {
  const { context, catchUp, exists, pending, job } = sceneOf();
  catchUp(0);
  context.state.resourceGroups.delete(TARGET);
  expect([catchUp(60), pending(), exists(CONTAINER, DISK, NEW)]).toEqual([Infinity, undefined, [true, false, false]]);
  expect(job()).toMatchObject({
    ...{ outcome: "Failed", endTime: NOW + 10 * MINUTE },
    error: {
      code: "UserErrorTargetResourceGroupNotFound",
      message: "The target resource group 'rg-target' was not found.",
    },
    tasks: [
      { startTime: NOW, endTime: NOW + 10 * MINUTE, outcome: "Failed" },
      { startTime: NOW + 10 * MINUTE, endTime: NOW + 10 * MINUTE, outcome: "Failed" },
    ],
  });
  expect(Object.keys(job()?.error ?? {})).toEqual(["code", "message"]);
});

test("fails if the VM exists by then, after its first task", () => {
  const { context, catchUp, exists, job } = sceneOf();
  catchUp(10);
  context.state.resources.set(NEW_VM, { ...NEW, body: { mine: true } });
  catchUp(20);
  expect(job()).toMatchObject({
    ...{ outcome: "Failed", endTime: NOW + 20 * MINUTE },
    error: {
      code: "UserErrorTargetVirtualMachineAlreadyExists",
      message: "A virtual machine 'vm-new' exists already in the target resource group.",
    },
    tasks: [{ outcome: "Completed" }, { outcome: "Failed", startTime: NOW + 10 * MINUTE, endTime: NOW + 20 * MINUTE }],
  });
  expect([exists(DISK), context.state.resources.get(NEW_VM)?.body]).toEqual([[true], { mine: true }]);
});

test("creates all resources of a step, or none", () => {
  const { context, catchUp, exists } = sceneOf({ steps: [step(0, 0, DISK, NEW)] });
  context.state.resources.set(NEW_VM, NEW);
  catchUp(0);
  expect(exists(DISK)).toEqual([false]);
  const disk = resource("kept");
  const twice = sceneOf({ steps: [step(0, 0, disk)] });
  twice.context.state.resources.set(disk.id, { ...disk, body: { mine: true } });
  twice.catchUp(0);
  expect([twice.job()?.outcome, twice.context.state.resources.get(disk.id)?.body]).toEqual(["Completed", disk.body]);
});

test("creates a resource that is in no group", () => {
  const outside = { ...DISK, id: "/subscriptions/s/providers/Microsoft.Compute/disks/disk" };
  const { catchUp, exists, job } = sceneOf({ steps: [step(0, 0, outside)] });
  catchUp(0);
  expect([exists(outside), job()?.outcome]).toEqual([[true], "Completed"]);
});

describe("a replacement of disks", () => {
  const os = resource("vm-web-osdisk-20270115-090000");
  const data = resource("vm-web-datadisk-003-20270115-090000");
  const replacement = { ...step(10, 1, os, data), replacesDisksOf: VM_ID };

  test("attaches the disks in place of those of the same LUN, and keeps the rest", () => {
    const { context, catchUp, exists } = sceneOf({ steps: [replacement] });
    const vm = context.state.resources.get(VM_ID);
    const storageProfile = {
      imageReference: { offer: "ubuntu" },
      osDisk: { osType: "Linux", caching: "ReadWrite", name: "old", managedDisk: { id: "/old" } },
      dataDisks: [
        { lun: 0, name: "kept", managedDisk: { id: "/kept" } },
        { lun: 3, name: "old-3", caching: "None", managedDisk: { id: "/old-3" } },
      ],
    };
    const properties = { hardwareProfile: { vmSize: "Standard_B2s" }, storageProfile };
    if (vm) context.state.resources.set(VM_ID, { ...vm, body: { ...vm.body, properties } });
    expect([catchUp(10), exists(os, data)]).toEqual([Infinity, [false, false]]);
    const attached = ({ id, name }: GenericResource) => ({ name, createOption: "Attach", managedDisk: { id } });
    expect(context.state.resources.get(VM_ID)?.body).toEqual({
      location: "westeurope",
      properties: {
        hardwareProfile: { vmSize: "Standard_B2s" },
        storageProfile: {
          imageReference: { offer: "ubuntu" },
          osDisk: { osType: "Linux", caching: "ReadWrite", ...attached(os) },
          dataDisks: [
            { lun: 0, name: "kept", managedDisk: { id: "/kept" } },
            { lun: 3, caching: "None", ...attached(data) },
          ],
        },
      },
    });
  });

  test("fails if the VM is gone", () => {
    const { context, catchUp, job } = sceneOf({ steps: [replacement] });
    context.state.resources.delete(VM_ID);
    catchUp(10);
    expect(job()).toMatchObject({
      outcome: "Failed",
      error: {
        code: "UserErrorOriginalVirtualMachineNotFound",
        message: "The virtual machine 'vm-web' does not exist any more, so its disks cannot be replaced.",
      },
    });
    expect(context.state.resources.get(VM_ID)).toBeUndefined();
  });
});
