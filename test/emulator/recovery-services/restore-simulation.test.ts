import type { Context } from "../../../lib/emulator/context";
import type { RestoreSubject } from "../../../lib/emulator/recovery-services/restores/restore-checks";
import type { RestoreRequest } from "../../../lib/emulator/recovery-services/restores/restore-request";
import { rehydrationOf, simulateRestore } from "../../../lib/emulator/recovery-services/restores/restore-simulation";
import { DAY, ITEM_ID, itemOf, MINUTE, NOW, VAULT_ID, VM_ID } from "./records";
import { NEW_VM, pointIn, requestOf, restoreContext, STAGING, subjectIn } from "./restore-records";

type Kind = RestoreRequest["recoveryType"];
const KINDS: readonly Kind[] = ["RestoreDisks", "AlternateLocation", "OriginalLocation"];
const ORDER = { activityId: "request-1", operation: "Restore" } as const;

interface Scene {
  readonly request?: Partial<RestoreRequest>;
  readonly point?: object;
  readonly vmName?: string;
  readonly fault?: object;
  readonly subject?: Partial<RestoreSubject>;
}

function simulate(kind: Kind, { request, point = {}, vmName = "vm-web", fault, subject }: Scene = {}, order: object = ORDER) {
  const context: Context = restoreContext();
  if (fault) context.state.faults.add({ kind: "restore", code: "UserErrorQuotaExceeded", ...fault });
  const whole = subjectIn(context, { item: itemOf({ vmName }), point: { ...pointIn(context), ...point }, ...subject });
  return simulateRestore(context, whole, requestOf(kind, request), order as typeof ORDER);
}
/** The minutes of the tasks. */
const minutes = (kind: Kind, scene?: Scene): number[] =>
  simulate(kind, scene).job.tasks.map(({ startTime, endTime }) => (endTime - startTime) / MINUTE);
const stepsOf = (kind: Kind, scene?: Scene) =>
  simulate(kind, scene).pending.steps.map(
    ({ task, resources }) => `${task}: ${resources.map(({ type }) => type.split("/")[1]).join()}`,
  );

test("makes a job with one task for disks, and names the target", () => {
  const { job, pending, rehydratedAt } = simulate("RestoreDisks");
  const [transfer] = job.tasks;
  const end = transfer?.endTime ?? NaN;
  expect(job).toEqual({
    ...{ id: pending.jobId, vaultId: VAULT_ID, itemId: ITEM_ID, operation: "Restore", vmName: "vm-web" },
    ...{ containerName: "iaasvmcontainerv2;rg-app;vm-web", activityId: "request-1", outcome: "Completed" },
    ...{ startTime: NOW, endTime: end + 15_000 },
    tasks: [{ taskId: "Transfer data from vault", startTime: NOW, endTime: end, outcome: "Completed" }],
    restore: {
      ...{ kind: "RestoreDisks", jobType: "Recover disks", pointFoundAt: NOW + 5000, targetVmName: undefined },
      pointTime: pointIn(restoreContext()).time,
      bag: { "Target Storage Account Name": "strestore", "Target resource group": "rg-target" },
      completedBag: {
        "Config Blob Name": `config-vmweb-${job.id}.json`,
        "Config Blob Container Name": expect.stringMatching(/^vmweb-[\da-f]{32}$/) as string,
        "Config Blob Uri": expect.stringMatching(/^https:\/\/strestore\.blob\.core\.windows\.net\/vmweb-/) as string,
        "Create VM Template Blob Uri": expect.stringContaining(`/azuredeploy${job.id}.json`) as string,
      },
    },
  });
  expect([pending.vaultId, rehydratedAt]).toEqual([VAULT_ID, undefined]);
});

test("makes a job with two tasks for a new VM", () => {
  const { job } = simulate("AlternateLocation", {}, { ...ORDER, operation: "CrossRegionRestore" });
  const [transfer, create] = job.tasks;
  expect(job).toMatchObject({ operation: "CrossRegionRestore", endTime: (create?.endTime ?? NaN) + 15_000 });
  expect([create?.taskId, create?.startTime]).toEqual(["Create the restored virtual machine", transfer?.endTime]);
  expect(job.restore).toMatchObject({ jobType: "Recover VM to an alternate location", targetVmName: "vm-new" });
  expect(job.restore?.completedBag).toEqual({});
  expect(job.restore?.bag).toEqual({
    ...{ "Original VM Name": "vm-web", "Target VNet Name": "Group rg-net vnet" },
    ...{ "Target Storage Account Name": "strestore", "Target resource group": "rg-target" },
  });
});

test("makes a job with two tasks for a replacement, in the group of the VM", () => {
  const { job } = simulate("OriginalLocation");
  expect(job.tasks.map(({ taskId }) => taskId)).toEqual(["Transfer data from vault", "Update the virtual machine"]);
  expect(job.restore).toMatchObject({ jobType: "Replace disks", targetVmName: "vm-web" });
  expect(job.restore?.completedBag).toEqual({});
  expect(job.restore?.bag).toEqual({ "Target Storage Account Name": "strestore", "Target resource group": "rg-app" });
});

test("leaves the target group out if a restore of disks has none, and then makes no disks", () => {
  const request = { targetResourceGroupId: null };
  expect(simulate("RestoreDisks", { request }).job.restore?.bag).toEqual({ "Target Storage Account Name": "strestore" });
  expect(stepsOf("RestoreDisks", { request })).toEqual(["-1: storageAccounts"]);
  expect(stepsOf("RestoreDisks", { point: { source: undefined } })).toEqual(["-1: storageAccounts"]);
});

test("takes the staging account of an identity", () => {
  const identityBasedRestoreDetails = { targetStorageAccountId: STAGING };
  const { job, pending } = simulate("RestoreDisks", { request: { storageAccountId: undefined, identityBasedRestoreDetails } });
  expect(job.restore?.bag["Target Storage Account Name"]).toBe("strestore");
  expect(pending.steps[0]?.resources[0]?.id).toMatch(new RegExp(`^${STAGING}/blobServices/default/containers/vmweb-`));
});

test("takes minutes from a snapshot, and longer from the vault, as the name of the VM says", () => {
  const names = Array.from({ length: 400 }, (_, index) => `vm-${index}`);
  const range = (point: object, task: number): number[] => {
    const all = names.map((vmName) => minutes("AlternateLocation", { vmName, point })[task] ?? NaN);
    return [Math.min(...all), Math.max(...all)];
  };
  expect([range({ instant: true }, 0), range({ instant: false }, 0), range({}, 1)]).toEqual([
    [1, 4],
    [15, 60],
    [2, 10],
  ]);
  expect(minutes("AlternateLocation", { vmName: "VM-Web" })).toEqual(minutes("AlternateLocation"));
});

test("rehydrates an archived point first: an hour with high priority, 15 without", () => {
  const point = { archived: true, vaulted: false, instant: false };
  const [usual = NaN] = minutes("RestoreDisks", { point });
  const of = (rehydrationPriority: "High" | "Standard") => {
    const request = { recoveryPointRehydrationInfo: { rehydrationRetentionDuration: "P12D", rehydrationPriority } };
    return [minutes("RestoreDisks", { point, request })[0], simulate("RestoreDisks", { point, request }).rehydratedAt];
  };
  expect(of("High")).toEqual([usual + 60, NOW + 60 * MINUTE]);
  expect(of("Standard")).toEqual([usual + 15 * 60, NOW + 15 * 60 * MINUTE]);
  const info = { rehydrationRetentionDuration: "P12D", rehydrationPriority: "High" } as const;
  expect(rehydrationOf(requestOf("RestoreDisks", { recoveryPointRehydrationInfo: info }), NOW)).toEqual({
    from: NOW,
    until: NOW + 12 * DAY,
  });
  expect(rehydrationOf(requestOf("RestoreDisks"), NOW)).toEqual({ from: NOW, until: NOW });
});

test.each(KINDS)("creates the container at once, the disks after the transfer, and then ends the %s", (kind) => {
  const { job, pending } = simulate(kind);
  const [transfer, last] = job.tasks;
  expect(pending.steps.map(({ at }) => at)).toEqual([NOW, transfer?.endTime, ...(last ? [last.endTime] : [])]);
  const disks = "disks,disks,disks";
  const lastStep = {
    RestoreDisks: [],
    AlternateLocation: ["1: networkInterfaces,virtualMachines"],
    OriginalLocation: [`1: ${disks}`],
  };
  expect(stepsOf(kind)).toEqual(["-1: storageAccounts", `0: ${disks}`, ...lastStep[kind]]);
  const replaced = pending.steps.map(({ replacesDisksOf }) => replacesDisksOf);
  expect(replaced.filter((id) => id !== undefined)).toEqual(kind === "OriginalLocation" ? [VM_ID] : []);
});

test("puts the resources in the target group and the region of the restore", () => {
  const placesOf = (kind: Kind, request: Partial<RestoreRequest> = {}, region = "northeurope") =>
    simulate(kind, { request, subject: { region } }).pending.steps.flatMap(({ resources }) =>
      resources
        .slice(0, 1)
        .map(({ id, body }) => `${id.split("/")[4] ?? ""} ${String(body["location"])} ${String(body["zones"])}`),
    );
  expect(placesOf("RestoreDisks", { zones: ["2"] })).toEqual(["rg-target undefined undefined", "rg-target northeurope 2"]);
  expect(placesOf("OriginalLocation", { zones: [] }, "westeurope").slice(1)).toEqual([
    "rg-app westeurope undefined",
    "rg-app westeurope undefined",
  ]);
  const [, disks, vm] = simulate("AlternateLocation", { request: { restoreDiskLunList: [3] } }).pending.steps;
  expect(disks?.resources.map(({ name }) => name.replace(/\d{8}-\d{6}$/, ""))).toEqual([
    "vm-new-osdisk-",
    "vm-new-datadisk-003-",
  ]);
  expect(disks?.resources[0]?.body["properties"]).toMatchObject({ creationData: { sourceResourceId: VM_ID } });
  expect(vm?.resources.map(({ id }) => id)[1]).toBe(NEW_VM);
  const inPlace = simulate("OriginalLocation").pending.steps[1];
  expect(inPlace?.resources.map(({ name }) => name)[0]).toMatch(/^vm-web-osdisk-/);
  for (const missing of ["targetVirtualMachineId", "subnetId"])
    expect(stepsOf("AlternateLocation", { request: { [missing]: null } })).toHaveLength(2);
  expect(simulate("AlternateLocation", { request: { targetVirtualMachineId: undefined } }).job.restore?.targetVmName).toBe("");
  const bag = simulate("AlternateLocation", { request: { virtualNetworkId: undefined } }).job.restore?.bag;
  expect(bag?.["Target VNet Name"]).toBe("Group  ");
});

const TEXT = "The restore failed with UserErrorQuotaExceeded.";

test.each<[string, Kind, object, number[], string[], number]>([
  ["the transfer", "RestoreDisks", {}, [0.5], ["Failed"], 1],
  ["any phase of disks", "RestoreDisks", { phase: "virtualMachine" }, [0.5], ["Failed"], 1],
  ["the transfer if it names no phase", "OriginalLocation", {}, [0.5, 0], ["Failed", "Failed"], 1],
  ["the transfer to a new VM", "AlternateLocation", { phase: "transfer" }, [0.5, 0], ["Failed", "Failed"], 1],
  ["the creation of a VM", "AlternateLocation", { phase: "virtualMachine" }, [1, 0.5], ["Completed", "Failed"], 2],
  ["the update of a VM", "OriginalLocation", { phase: "virtualMachine" }, [1, 0.5], ["Completed", "Failed"], 2],
])("a fault stops %s half-way, and what is made before stays", (_, kind, fault, shares, outcomes, steps) => {
  const usual = minutes(kind);
  const { job, pending } = simulate(kind, { fault });
  expect(minutes(kind, { fault })).toEqual(shares.map((share, index) => share * (usual[index] ?? NaN)));
  expect(job.tasks.map(({ outcome }) => outcome)).toEqual(outcomes);
  expect(job).toMatchObject({ outcome: "Failed", endTime: job.tasks.at(-1)?.endTime });
  expect(job.error).toEqual({ code: "UserErrorQuotaExceeded", message: TEXT });
  expect(pending.steps).toHaveLength(steps);
});

test("a fault has its own message, is for its VM only, and applies once", () => {
  expect(simulate("RestoreDisks", { fault: { message: "No cores." } }).job.error?.message).toBe("No cores.");
  expect(simulate("RestoreDisks", { fault: { vm: "other" } }).job.outcome).toBe("Completed");
  const context = restoreContext();
  context.state.faults.add({ kind: "restore", code: "UserErrorQuotaExceeded", vm: VM_ID });
  const outcome = () => simulateRestore(context, subjectIn(context), requestOf("RestoreDisks"), ORDER).job.outcome;
  expect([outcome(), outcome()]).toEqual(["Failed", "Completed"]);
});
