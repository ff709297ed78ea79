import type { Context } from "../../../lib/emulator/context";
import type { Job, ProtectedItem } from "../../../lib/emulator/recovery-services/model";
import { at, refusal, type Answer } from "../client";
import { backupOf, contextOf, DAY, ITEM_ID, itemOf, MINUTE, NOW } from "./records";
import { OLDER, pathOfLink, served } from "./served";

const VM_BACKUP = { objectType: "IaasVMBackupRequest" };

interface Scene {
  readonly jobs?: readonly Job[];
  readonly item?: Partial<ProtectedItem>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly triggerRetryAfter?: number;
}

function sceneOf({ jobs = [], item, headers, triggerRetryAfter }: Scene = {}) {
  const context: Context = { ...contextOf(jobs, { item: itemOf(item) }), ...(triggerRetryAfter && { triggerRetryAfter }) };
  const send = served(context, headers);
  const trigger = (properties: object | null = VM_BACKUP): Promise<Answer> =>
    send("POST", `${ITEM_ID}/backup`, properties ? { properties } : undefined);
  const made = (): Job[] => context.state.jobs.ofItem(ITEM_ID).filter(({ id }) => !jobs.some((job) => job.id === id));
  return { context, send, trigger, made };
}
const until = (expiry: number): object => ({ ...VM_BACKUP, recoveryPointExpiryTimeInUTC: new Date(expiry).toISOString() });
const reasonOf = (answer: Answer): unknown => at(answer, "error.details.0.message");

test("starts a backup with the activity id of the request, and tells its job a second later", async () => {
  const { context, send, trigger, made } = sceneOf({ headers: { "x-ms-client-request-id": "mine" } });
  const accepted = await trigger(until(NOW + 7 * DAY));
  expect([accepted.status, accepted.body, accepted.headers["retry-after"]]).toEqual([202, undefined, undefined]);
  const links = [accepted.headers["azure-asyncoperation"], accepted.headers["location"]].map(pathOfLink);
  expect(links[0]).toMatch(new RegExp(`^${ITEM_ID}/operationsStatus/[\\da-f-]{36}\\?api-version=${OLDER}&t=`));
  expect(links[1]).toMatch(new RegExp(`^${ITEM_ID}/operationResults/[\\da-f-]{36}\\?api-version=${OLDER}&t=`));
  const [job, ...others] = made();
  expect(others).toEqual([]);
  expect(job).toMatchObject({ operation: "Backup", startTime: NOW, activityId: "mine", backup: { expiry: NOW + 7 * DAY } });
  expect(at(await send("GET", links[0] ?? ""), "status")).toBe("InProgress");
  context.clock.advance(1000);
  const status = await send("GET", links[0] ?? "");
  expect(status.body).toMatchObject({ status: "Succeeded", properties: { jobId: job?.id } });
});

test("tells the client to wait if the emulator is to", async () => {
  expect((await sceneOf({ triggerRetryAfter: 60 }).trigger()).headers["retry-after"]).toBe("60");
});

test.each<[string, object, number]>([
  ["30 days if the request names no time", VM_BACKUP, NOW + 30 * DAY],
  ["30 days if it is null", { ...VM_BACKUP, recoveryPointExpiryTimeInUTC: null }, NOW + 30 * DAY],
  ["until the next millisecond", until(NOW + 1), NOW + 1],
  ["for 99 years and a day", until(NOW + 36_160 * DAY), NOW + 36_160 * DAY],
])("keeps the recovery point %s", async (_, properties, expiry) => {
  const { trigger, made } = sceneOf();
  expect((await trigger(properties)).status).toBe(202);
  expect(made().map(({ backup }) => backup?.expiry)).toEqual([expiry]);
});

const PAST = "recoveryPointExpiryTimeInUTC 2027-01-15T09:00:00.000Z is in the past";

test.each<[string, object | null, string]>([
  ["no body", null, "objectType of a VM's backup must be IaasVMBackupRequest"],
  ["another type", { objectType: "AzureFileShareBackupRequest" }, "objectType of a VM's backup must be IaasVMBackupRequest"],
  ["a time in the past", until(NOW), PAST],
  ["a later time", until(NOW + 36_160 * DAY + 1), "recoveryPointExpiryTimeInUTC is more than 99 years ahead"],
  [
    "no time",
    { ...VM_BACKUP, recoveryPointExpiryTimeInUTC: "tomorrow" },
    "recoveryPointExpiryTimeInUTC must be a time such as 2027-01-01T23:59:59Z",
  ],
])("refuses a request with %s", async (_, properties, reason) => {
  const { trigger, made } = sceneOf();
  const answer = await trigger(properties);
  expect([refusal(answer), at(answer, "error.message")]).toEqual([
    [400, "BMSUserErrorInvalidInput"],
    "Input provided for the call is invalid",
  ]);
  expect(reasonOf(answer)).toBe(reason);
  expect(made()).toEqual([]);
});

test("refuses an unknown member as Azure's deserializer does", async () => {
  const answer = await sceneOf().trigger({ ...VM_BACKUP, days: 3 });
  expect(refusal(answer)).toEqual([400, "InvalidRequestContent"]);
  expect(at(answer, "error.message")).toContain("on object of type 'BackupRequestResource'");
});

test.each<[string, Partial<ProtectedItem>]>([
  ["whose protection is stopped", { protection: "ProtectionStopped" }],
  ["that is suspended", { protection: "BackupsSuspended" }],
  ["that is soft-deleted", { deletion: { at: NOW - 1, recoverableUntil: NOW + DAY } }],
])("does not back up an item %s", async (_, item) => {
  const { trigger, made } = sceneOf({ item });
  const answer = await trigger();
  expect(refusal(answer)).toEqual([400, "UserErrorBcmDatasourceNotPresent"]);
  expect(at(answer, "error.message")).toBe("The specified datasource is not actively protected: resume its protection first.");
  expect(made()).toEqual([]);
});

test("refuses the tenth backup on demand of a day in UTC, whatever the nine became", async () => {
  const midnight = 9 * 60;
  const ofDay = (count: number, more: Partial<Job> = {}): Job[] =>
    Array.from({ length: count }, (_, index) => backupOf(`today-${index}`, midnight - index, { outcome: "Failed", ...more }));
  const yesterday = Array.from({ length: 9 }, (_, index) => backupOf(`yesterday-${index}`, midnight + 1 + index));
  const refused = await sceneOf({ jobs: ofDay(9) }).trigger();
  expect([refusal(refused), at(refused, "error.message")]).toEqual([
    [400, "OnDemandBackupLimitReached"],
    "An item can be backed up on demand 9 times a day, including failed attempts: try again tomorrow (UTC).",
  ]);
  expect((await sceneOf({ jobs: [...yesterday, ...ofDay(8)] }).trigger()).status).toBe(202);
  const scheduled = { snapshotDays: 2, sizeInMegabytes: 1, scheduled: { day: "2027-01-15" } };
  expect((await sceneOf({ jobs: ofDay(9, { backup: scheduled }) }).trigger()).status).toBe(202);
  const { backup: _, ...seeded } = backupOf("no-details", midnight);
  expect((await sceneOf({ jobs: [seeded, ...ofDay(8)] }).trigger()).status).toBe(400);
});

test("makes no job if the operation fails by a fault", async () => {
  const { context, send, trigger, made } = sceneOf();
  context.state.faults.add({ kind: "operation", code: "CloudInternalError" });
  const accepted = await trigger();
  expect([accepted.status, made()]).toEqual([202, []]);
  context.clock.advance(MINUTE);
  expect((await send("GET", pathOfLink(accepted.headers["azure-asyncoperation"]))).body).toMatchObject({
    status: "Failed",
    error: { code: "CloudInternalError", message: "Azure Backup encountered an internal error." },
  });
});

test("finds no item of another name", async () => {
  const { send } = sceneOf();
  const answer = await send("POST", `${ITEM_ID}x/backup`, { properties: VM_BACKUP });
  expect(refusal(answer)).toEqual([404, "BMSUserErrorDataSourceObjectNotFound"]);
});
