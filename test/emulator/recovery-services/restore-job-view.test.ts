import { jobView } from "../../../lib/emulator/recovery-services/jobs/jobs";
import type { Job } from "../../../lib/emulator/recovery-services/model";
import type { RestoreRequest } from "../../../lib/emulator/recovery-services/restores/restore-request";
import { simulateRestore } from "../../../lib/emulator/recovery-services/restores/restore-simulation";
import { MINUTE, NOW } from "./records";
import { pointIn, requestOf, restoreContext, subjectIn } from "./restore-records";
import { NEWER } from "./served";

type Kind = RestoreRequest["recoveryType"];
interface Info {
  readonly tasksList: readonly Record<string, unknown>[];
  readonly propertyBag: Readonly<Record<string, unknown>>;
}

/** A restore of two tasks, of 10 and 4 minutes, that ends a minute later. */
function restoreOf(kind: Kind, more: Partial<Job> = {}): Job {
  const context = restoreContext();
  const order = { activityId: "a", operation: "Restore" } as const;
  const { job } = simulateRestore(context, subjectIn(context), requestOf(kind), order);
  const ends = [10, 14];
  const tasks = job.tasks.map((task, index) => ({
    ...{ ...task, startTime: NOW + (index === 0 ? 0 : 10) * MINUTE, endTime: NOW + (ends[index] ?? 0) * MINUTE },
  }));
  return { ...job, tasks, endTime: NOW + (ends[tasks.length - 1] ?? 0) * MINUTE + MINUTE, ...more };
}

/** The details of a restore some minutes after its start. */
function infoOf(job: Job, minutes: number): Info & Record<string, unknown> {
  const context = restoreContext();
  context.clock.advance(minutes * MINUTE);
  const { properties } = jobView(context, job, { apiVersion: NEWER, detailed: true });
  return (properties as { extendedInfo: Info & Record<string, unknown> }).extendedInfo;
}
const statesOf = (job: Job, minutes: number) => infoOf(job, minutes).tasksList.map(({ status }) => status);

test("shows a running restore with all its members", () => {
  expect(infoOf(restoreOf("AlternateLocation"), 1)).toEqual({
    tasksList: [
      { taskId: "Transfer data from vault", duration: "PT0S", status: "InProgress", taskType: "Normal" },
      { taskId: "Create the restored virtual machine", duration: "PT0S", status: "NotStarted", taskType: "Normal" },
    ],
    propertyBag: {
      ...{ "Job Type": "Recover VM to an alternate location", "Target VM Name": "vm-new", "Original VM Name": "vm-web" },
      ...{ "Target VNet Name": "Group rg-net vnet", "Target Storage Account Name": "strestore" },
      ...{ "Target resource group": "rg-target", "VM Subscription ID": "s" },
      "Recovery point time ": expect.stringMatching(/^1\/15\/2027 8:0\d:\d\d AM$/) as string,
    },
    internalPropertyBag: { restoreLocationType: "AlternateLocation" },
    ...{ progressPercentage: 1, dynamicErrorMessage: "" },
  });
});

test("tells the time of the recovery point from the fifth second on", () => {
  const time = (seconds: number) => infoOf(restoreOf("RestoreDisks"), seconds / 60).propertyBag["Recovery point time "];
  expect(time(4.999)).toBeNull();
  expect(time(5)).toBe(new Date(pointIn(restoreContext()).time).toLocaleString("en-US", { timeZone: "UTC" }).replace(",", ""));
});

test.each<[Kind, number, object, object]>([
  ["RestoreDisks", 5, { progressPercentage: 1, dynamicErrorMessage: "" }, { estimatedRemainingDuration: "PT0S" }],
  ["RestoreDisks", 10.5, { progressPercentage: 1, dynamicErrorMessage: "" }, {}],
  ["AlternateLocation", 10, { progressPercentage: 1 }, { dynamicErrorMessage: "" }],
  ["OriginalLocation", 9.9, { progressPercentage: 1, dynamicErrorMessage: "" }, {}],
  ["OriginalLocation", 10, { progressPercentage: 99, estimatedRemainingDuration: "PT2M", dynamicErrorMessage: "" }, {}],
  ["OriginalLocation", 15, { progressPercentage: 100, estimatedRemainingDuration: "PT0S" }, { dynamicErrorMessage: "" }],
  ["RestoreDisks", 11, { progressPercentage: 100, estimatedRemainingDuration: "PT0S" }, { dynamicErrorMessage: "" }],
])("shows the progress of a %s after %s minutes", (kind, minutes, expected, absent) => {
  const info = infoOf(restoreOf(kind), minutes);
  expect(info).toMatchObject(expected);
  for (const name of Object.keys({ estimatedRemainingDuration: 0, dynamicErrorMessage: 0 }))
    if (!(name in expected)) expect(info).not.toHaveProperty(name);
  for (const name of Object.keys(absent)) expect(info).not.toHaveProperty(name);
});

test("shows no progress of a restore that has failed", () => {
  const info = infoOf(restoreOf("RestoreDisks", { outcome: "Failed" }), 11);
  for (const name of ["progressPercentage", "estimatedRemainingDuration", "dynamicErrorMessage"])
    expect(info).not.toHaveProperty(name);
  expect(info.propertyBag).not.toHaveProperty("Config Blob Name");
});

test("names the files of a restore of disks once it has completed", () => {
  const names = (minutes: number) => Object.keys(infoOf(restoreOf("RestoreDisks"), minutes).propertyBag);
  expect(names(10.9)).not.toContain("Config Blob Name");
  expect(names(11)).toEqual([
    ...["Job Type", "Target Storage Account Name", "Target resource group", "Recovery point time "],
    ...["Config Blob Name", "Config Blob Container Name", "Config Blob Uri", "Create VM Template Blob Uri"],
    "VM Subscription ID",
  ]);
});

test("names the VM of a replacement halfway through its update", () => {
  const name = (minutes: number) => infoOf(restoreOf("OriginalLocation"), minutes).propertyBag["Target VM Name"];
  expect([name(1), name(11.9), name(12), name(15)]).toEqual([null, null, "vm-web", "vm-web"]);
});

test("shows the state of each task, and of all while the job is being cancelled", () => {
  const job = restoreOf("OriginalLocation");
  expect([0, 9.9, 10, 13.9, 14].map((minutes) => statesOf(job, minutes).join())).toEqual([
    ...["InProgress,NotStarted", "InProgress,NotStarted"],
    ...["Completed,InProgress", "Completed,InProgress", "Completed,Completed"],
  ]);
  expect(statesOf({ ...job, cancelledAt: NOW }, 1)).toEqual(["Cancelling", "Cancelling"]);
  expect(statesOf({ ...job, cancelledAt: NOW + 11 * MINUTE }, 11)).toEqual(["Completed", "Cancelling"]);
});

test("shows a restore without tasks", () => {
  const info = infoOf(restoreOf("OriginalLocation", { tasks: [] }), 1);
  expect(info).toMatchObject({ tasksList: [], progressPercentage: 1, propertyBag: { "Target VM Name": null } });
});
