import type { FastifyRequest } from "fastify";
import type { Context } from "../../../lib/emulator/context";
import {
  activityIdOf,
  checkedJobFilter,
  filteredJobs,
  jobView,
  startSimpleJob,
} from "../../../lib/emulator/recovery-services/jobs/jobs";
import type { Job } from "../../../lib/emulator/recovery-services/model";
import { at, refusal } from "../client";
import { backupOf, contextOf, ITEM_ID, itemOf, MINUTE, NOW, VAULT_ID } from "./records";
import { NEWER, OLDER, served } from "./served";

const GUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const JOBS = `${VAULT_ID}/backupJobs`;
const NEVER = "0001-01-01T00:00:00";

const listOf = (context: Context, filter?: string): string[] =>
  filteredJobs(context, VAULT_ID, checkedJobFilter(filter)).map(({ id }) => id);
const one = (job: Job, apiVersion = OLDER): Record<string, unknown> =>
  jobView(contextOf([job]), job, { apiVersion, detailed: true })["properties"] as Record<string, unknown>;
const infoOf = (job: Job, apiVersion?: string) => one(job, apiVersion)["extendedInfo"] as Record<string, unknown>;
const time = (minutesAgo: number): string => new Date(NOW - minutesAgo * MINUTE).toISOString().replace("Z", "0000Z");

test("takes the activity id of a job from the request, and makes one if there is none", () => {
  const idOf = (header: unknown) => activityIdOf({ headers: { "x-ms-client-request-id": header } } as unknown as FastifyRequest);
  expect(idOf("mine")).toBe("mine");
  for (const header of [undefined, "", ["a", "b"]]) expect(idOf(header)).toMatch(GUID);
});

test("starts a job without tasks, which fails only with an error", () => {
  const context = contextOf();
  const order = { operation: "ConfigureBackup", seconds: 30, activityId: "a" } as const;
  const job = startSimpleJob(context, itemOf(), { ...order, properties: { Mark: "x" }, error: undefined });
  expect(context.state.jobs.get(VAULT_ID, job.id)).toBe(job);
  expect(job).toEqual({
    ...{ id: expect.stringMatching(GUID) as string, vaultId: VAULT_ID, itemId: ITEM_ID, vmName: "vm-web" },
    ...{ containerName: "iaasvmcontainerv2;rg-app;vm-web", operation: "ConfigureBackup", activityId: "a", tasks: [] },
    ...{ properties: { Mark: "x" }, error: undefined, startTime: NOW, endTime: NOW + 30_000, outcome: "Completed" },
  });
  const error = { code: "CloudInternalError", message: "Azure Backup encountered an internal error." };
  expect(startSimpleJob(context, itemOf(), { ...order, error })).toMatchObject({ outcome: "Failed", error });
});

test("shows a job with all its members", async () => {
  const send = served(contextOf([backupOf("j", 60)]));
  const shown = {
    id: `${JOBS}/j`,
    name: "j",
    type: "Microsoft.RecoveryServices/vaults/backupJobs",
    properties: {
      ...{ jobType: "AzureIaaSVMJob", actionsInfo: ["Cancellable"], containerName: "iaasvmcontainerv2;rg-app;vm-web" },
      ...{ duration: "PT30M", virtualMachineVersion: "Compute", entityFriendlyName: "vm-web", status: "Completed" },
      ...{ backupManagementType: "AzureIaasVM", operation: "Backup", activityId: "activity-j" },
      ...{ startTime: time(60), endTime: time(30) },
    },
  };
  const task = { status: "Completed", taskType: "Normal" };
  const extendedInfo = {
    tasksList: [
      { taskId: "Take Snapshot", startTime: time(60), endTime: time(50), duration: "PT10M", ...task },
      { taskId: "Transfer data to vault", startTime: time(50), endTime: time(30), duration: "PT20M", ...task },
    ],
    propertyBag: { "VM Name": "vm-web", "Backup Size": "1 MB", "VM Subscription ID": "s" },
    internalPropertyBag: { IsInstantRpJob: "True" },
  };
  expect((await send("GET", JOBS)).body).toEqual({ value: [shown] });
  expect((await send("GET", `${JOBS}/J`)).body).toEqual({ ...shown, properties: { ...shown.properties, extendedInfo } });
  for (const path of [JOBS, `${JOBS}/j`]) {
    const { body } = await send("GET", `${path}?api-version=2023-08-01`);
    expect(JSON.stringify(body)).toContain('"actionsInfo":[1]');
  }
  expect(infoOf(backupOf("j", 30))).toMatchObject({
    ...{ tasksList: [{}, { startTime: time(20), endTime: time(0) }], propertyBag: { "Backup Size": "1 MB" } },
  });
  expect(one(backupOf("j", 30))["endTime"]).toBe(time(0));
  expect(infoOf(backupOf("j", 0))).toMatchObject({ tasksList: [{ startTime: time(0) }, { startTime: NEVER }] });
  expect(infoOf(backupOf("j", 5))).toMatchObject({
    tasksList: [
      { startTime: time(5), endTime: NEVER, duration: "PT5M", status: "InProgress" },
      { startTime: NEVER, endTime: NEVER, duration: "PT0S", status: "NotStarted" },
    ],
    propertyBag: { "VM Name": "vm-web", "VM Subscription ID": "s" },
  });
});

test("shows actions as numbers to a client of 2023, and none for a change of protection", () => {
  expect(one(backupOf("j", 60), "2023-08-01")["actionsInfo"]).toEqual([1]);
  expect(one(backupOf("j", 60), "2024-01-01")["actionsInfo"]).toEqual(["Cancellable"]);
  const { backup: _, ...other } = backupOf("j", 60, { operation: "DisableBackup", tasks: [] });
  const { actionsInfo, extendedInfo } = one(other, NEWER);
  expect([actionsInfo, extendedInfo]).toEqual([undefined, { tasksList: [], propertyBag: { "VM Name": "vm-web" } }]);
});

test.each<[string, number, Partial<Job>, number, string[]]>([
  ["starts", 0, {}, 0, ["InProgress", "NotStarted", "NotStarted"]],
  ["transfers", 20, {}, 66, ["Completed", "InProgress", "NotStarted"]],
  ["transfers until a tenth is left", 28, {}, 93, ["Completed", "Completed", "InProgress"]],
  ["has completed", 30, {}, 100, ["Completed", "Completed", "Completed"]],
  ["has failed", 30, { outcome: "Failed" }, 99, ["Completed", "Completed", "Completed"]],
  ["has no duration", 30, { outcome: "Failed", startTime: NOW - 30, endTime: NOW - 30 }, 99, expect.anything() as string[]],
])("shows a client of 2026 the progress and the third task of a backup that %s", (_, ago, more, progress, states) => {
  const { tasksList, progressPercentage } = infoOf(backupOf("j", ago, more), NEWER);
  expect(progressPercentage).toBe(progress);
  const tasks = tasksList as { taskId: string; status: string }[];
  expect(tasks.map(({ status }) => status)).toEqual(states);
  expect(tasks.map(({ taskId }) => taskId)).toEqual(["Take Snapshot", "Transfer data to vault", "Validate Backup"]);
});

test("shows the times of the third task, and leaves it out if a task is missing", () => {
  const { tasksList } = infoOf(backupOf("j", 60), NEWER);
  expect(tasksList).toMatchObject([
    { startTime: time(60), endTime: time(50) },
    { startTime: time(50), endTime: time(32), duration: "PT18M" },
    { taskId: "Validate Backup", startTime: time(32), endTime: time(30), duration: "PT2M", status: "Completed" },
  ]);
  const [snapshot] = backupOf("j", 60).tasks;
  expect(infoOf(backupOf("j", 60, { tasks: snapshot ? [snapshot] : [] }), NEWER)["tasksList"]).toHaveLength(1);
  expect(infoOf(backupOf("j", 60), "2026-02-01")["tasksList"]).toHaveLength(2);
});

test("names the subscription of the VM, or of the vault if the item is gone", () => {
  const vmId = itemOf().vmId.replace("/s/", "/other/");
  const context = contextOf([], { item: itemOf({ vmId }) });
  const subscription = () =>
    at(
      { status: 200, headers: {}, body: jobView(context, backupOf("j", 60), { apiVersion: OLDER, detailed: true }) },
      "properties.extendedInfo.propertyBag.VM Subscription ID",
    );
  expect(subscription()).toBe("other");
  context.state.protectedItems.delete(ITEM_ID);
  expect(subscription()).toBe("s");
});

test("lists the newest first, in pages", async () => {
  const jobs = Array.from({ length: 201 }, (_, index) => backupOf(`job-${index}`, 300 + index));
  const context = contextOf([...jobs].reverse());
  const send = served(context);
  const first = await send("GET", `${JOBS}?$filter=operation%20eq%20'Backup'`);
  const next = String(at(first, "nextLink"));
  const second = await send("GET", next.slice(context.origin.length));
  const names = [first, second].flatMap((answer) => (at(answer, "value") as { name: string }[]).map(({ name }) => name));
  expect(names).toEqual(jobs.map(({ id }) => id));
  expect(at(second, "nextLink")).toBeUndefined();
});

test.each<[string, string[]]>([
  ["status eq 'Completed' and operation eq 'Backup'", ["a"]],
  ["status eq 'Completed'", ["a", "b"]],
  ["startTime eq '2027-01-15 07:59:59 AM'", ["b", "c"]],
  ["endTime eq '2027-01-15 07:00:00 AM'", ["a"]],
  ["endTime eq '2027-01-15 06:59:59 AM'", []],
])("lists the jobs of the filter %s", (filter, names) => {
  const at = (text: string, more: Partial<Job> = {}): Partial<Job> => ({ startTime: Date.parse(`2027-01-15T${text}Z`), ...more });
  const context = contextOf([
    backupOf("a", 120, at("07:00:00")),
    backupOf("b", 60, at("08:00:00", { operation: "ConfigureBackup" })),
    backupOf("c", 15, at("08:45:00")),
  ]);
  expect(listOf(context, filter)).toEqual(names);
});

test("lists a job only after its lag, which differs from job to job", () => {
  const jobs = [backupOf("a", 60), backupOf("b", 10), backupOf("c", 9), backupOf("d", 8)];
  const context = contextOf(jobs);
  context.state.faults.add({ kind: "lag", of: "jobs", seconds: [0, 20 * 60] });
  const listedAfter = jobs.map(
    ({ id, startTime }) => context.state.faults.lag("jobs", ITEM_ID, () => jobs.findIndex((job) => job.id === id)) + startTime,
  );
  expect(new Set(listedAfter.map((at, index) => at - (jobs[index]?.startTime ?? 0))).size).toBe(4);
  const visible = () => jobs.filter((_, index) => (listedAfter[index] ?? Infinity) <= context.clock.now()).map(({ id }) => id);
  for (let minute = 0; minute < 20; minute++) {
    expect(listOf(context).sort()).toEqual(visible());
    context.clock.advance(MINUTE);
  }
  const exact = contextOf([backupOf("a", 10)]);
  exact.state.faults.add({ kind: "lag", of: "jobs", seconds: 600 });
  expect(listOf(exact)).toEqual(["a"]);
});

test("does not find a job of another vault, or a vault that is not there", async () => {
  const send = served(contextOf([backupOf("j", 60, { vaultId: `${VAULT_ID}-2` })]));
  const missing = await send("GET", `${JOBS}/j`);
  expect(refusal(missing)).toEqual([404, "BMSUserErrorJobNotFound"]);
  expect(at(missing, "error.message")).toBe(`Job not found: 'j' in vault ${VAULT_ID}.`);
  expect(refusal(await send("GET", `${VAULT_ID}-3/backupJobs`))).toEqual([404, "ResourceNotFound"]);
});
