import type { Context } from "../../../lib/emulator/context";
import { recoveryPointsOf } from "../../../lib/emulator/recovery-services/recovery-points/recovery-points";
import type { Job } from "../../../lib/emulator/recovery-services/model";
import { at, refusal } from "../client";
import { backupOf, contextOf, itemOf, MINUTE, NOW, VAULT_ID } from "./records";
import { NEWER, OLDER, pathOfLink, served, type Send } from "./served";

const JOBS = `${VAULT_ID}/backupJobs`;
const CANCELLED = { code: "UserErrorJobSuccessfullyCancelled", message: "Job is cancelled." };
const GUID = "[\\da-f-]{36}";
const jobOf = (context: Context): Job | undefined => context.state.jobs.get(VAULT_ID, "j");

function scene(job: Job): { context: Context; send: Send } {
  const context = contextOf([job]);
  return { context, send: served(context) };
}

test("cancels a backup that takes its snapshot: its job ends 30 seconds later", async () => {
  const { context, send } = scene(backupOf("j", 5));
  const accepted = await send("POST", `${JOBS}/J/cancel`);
  expect([accepted.status, accepted.body, accepted.headers["retry-after"]]).toEqual([202, undefined, "60"]);
  const { "azure-asyncoperation": status = "", location = "" } = accepted.headers;
  const job = `^${context.origin}${JOBS}/j`;
  expect(status).toMatch(new RegExp(`${job}/operationsStatus/${GUID}\\?api-version=2019-05-13-preview&t=\\d+&c=`));
  expect(location).toMatch(new RegExp(`${job}/operationResults/${GUID}\\?api-version=${OLDER}&t=\\d+&c=`));
  expect(jobOf(context)).toMatchObject({ cancelledAt: NOW, endTime: NOW + 30_000, outcome: "Cancelled", error: CANCELLED });
  expect(jobOf(context)?.tasks).toEqual([
    { taskId: "Take Snapshot", startTime: NOW - 5 * MINUTE, endTime: NOW + 30_000, outcome: "Cancelled" },
    { taskId: "Transfer data to vault", startTime: NOW + 30_000, endTime: NOW + 30_000, outcome: "Cancelled" },
  ]);
  expect((await send("GET", pathOfLink(location))).status).toBe(202);
  expect(at(await send("GET", pathOfLink(status)), "status")).toBe("InProgress");
  context.clock.advance(1000);
  expect((await send("GET", pathOfLink(location))).status).toBe(204);
  expect((await send("GET", pathOfLink(status))).body).toMatchObject({ status: "Succeeded", properties: { jobId: "j" } });
  context.clock.advance(60 * MINUTE);
  expect(recoveryPointsOf(context, itemOf())).toEqual([]);
});

test("a job that is being cancelled can be cancelled again, which does not delay its end", async () => {
  const { context, send } = scene(backupOf("j", 5));
  await send("POST", `${JOBS}/j/cancel`);
  const cancelled = jobOf(context);
  context.clock.advance(29_999);
  const again = await send("POST", `${JOBS}/j/cancel`);
  context.clock.advance(1000);
  expect(at(await send("GET", pathOfLink(again.headers["azure-asyncoperation"])), "status")).toBe("Succeeded");
  expect(jobOf(context)).toBe(cancelled);
});

test.each<[string, number, Partial<Job>]>([
  ["transfers data", 10, {}],
  ["has ended", 60, {}],
  ["has just been cancelled", 30, { cancelledAt: NOW - 30_000, outcome: "Cancelled" }],
  ["has no tasks", 5, { operation: "ConfigureBackup", tasks: [] }],
])("accepts to cancel a job that %s, and its operation fails", async (_, ago, more) => {
  const before = backupOf("j", ago, more);
  const { context, send } = scene(before);
  const accepted = await send("POST", `${JOBS}/j/cancel`);
  expect(accepted.status).toBe(202);
  context.clock.advance(1000);
  const message = "The job 'j' cannot be cancelled: a backup can be cancelled only while its snapshot is being taken.";
  const status = await send("GET", pathOfLink(accepted.headers["azure-asyncoperation"]));
  expect(status.body).toMatchObject({ status: "Failed", error: { code: "JobNotCancellable", message } });
  const result = await send("GET", pathOfLink(accepted.headers["location"]));
  expect([refusal(result), at(result, "error.message")]).toEqual([[400, "JobNotCancellable"], message]);
  expect(jobOf(context)).toBe(before);
});

test("cancels the restore of a VM, whose only task has begun", async () => {
  const [transfer] = backupOf("j", 5).tasks;
  const { backup: _, ...job } = backupOf("j", 5, { operation: "Restore", tasks: transfer ? [transfer] : [] });
  const { context, send } = scene(job);
  await send("POST", `${JOBS}/j/cancel`);
  expect(jobOf(context)?.tasks).toHaveLength(1);
  expect(jobOf(context)).toMatchObject({ outcome: "Cancelled", tasks: [{ outcome: "Cancelled", endTime: NOW + 30_000 }] });
});

test("knows the operation of a cancellation in its own vault only, and no other job", async () => {
  const { context, send } = scene(backupOf("j", 5));
  context.state.vaults.set(`${VAULT_ID}-2`, { ...context.state.vaults.get(VAULT_ID), id: `${VAULT_ID}-2` } as never);
  const { headers } = await send("POST", `${JOBS}/j/cancel`);
  for (const name of ["azure-asyncoperation", "location"]) {
    const path = pathOfLink(headers[name]);
    expect((await send("GET", path.replace("rsv-app/", "rsv-app-2/"))).status).toBe(404);
    expect((await send("GET", path.replace("/backupJobs/j/", "/backupJobs/Azure/"))).status).toBeLessThan(300);
  }
  expect(refusal(await send("POST", `${JOBS}/k/cancel`))).toEqual([404, "BMSUserErrorJobNotFound"]);
});

describe("an export of jobs", () => {
  const FILTER = "operation eq 'Backup'";
  const jobs = [backupOf("j", 60), backupOf("other", 50, { operation: "ConfigureBackup" })];

  async function exported(filter: string | undefined, version = OLDER, context = contextOf(jobs)) {
    const send = served(context);
    const query = filter === undefined ? "" : `&$filter=${encodeURIComponent(filter)}`;
    const accepted = await send("POST", `${VAULT_ID}/backupJobsExport?api-version=${version}${query}`);
    const path = pathOfLink(accepted.headers["location"]);
    const running = await send("GET", path);
    context.clock.advance(20_000);
    const result = await send("GET", path);
    const { blobUrl, blobSasKey } = at(result, "operation") as { blobUrl: string; blobSasKey: string };
    return { context, send, accepted, running, result, path, blobUrl, file: pathOfLink(`${blobUrl}${blobSasKey}`) };
  }

  test("takes 20 seconds, and names its file and the signature of it", async () => {
    const { context, accepted, running, result, path } = await exported(FILTER);
    expect([accepted.status, accepted.body, running.status, running.body]).toEqual([202, undefined, 202, undefined]);
    expect(path).toMatch(new RegExp(`^${JOBS}/operationResults/${GUID}\\?api-version=${OLDER}$`));
    expect(result.body).toEqual({
      operation: {
        objectType: "ExportJobsOperationResultInfo",
        blobUrl: expect.stringMatching(new RegExp(`^${context.origin}/emulator/exports/${GUID}$`)) as string,
        blobSasKey: expect.stringMatching(/^\?sig=[\da-f]{64}$/) as string,
      },
      ...{ statusCode: "OK", headers: {} },
    });
  });

  test("holds the jobs of its filter with their details, without those that started later", async () => {
    const { context, send, file } = await exported(FILTER);
    context.state.jobs.add(backupOf("at-its-end", -1 / 3));
    context.state.jobs.add(backupOf("later", -1));
    context.clock.advance(60 * MINUTE);
    const { body } = await send("GET", file);
    expect((body as { name: string }[]).map(({ name }) => name)).toEqual(["j", "at-its-end"]);
    const info = "0.properties.extendedInfo";
    expect(at({ status: 200, headers: {}, body }, info)).toHaveProperty("propertyBag");
    expect(at({ status: 200, headers: {}, body }, info)).not.toHaveProperty("progressPercentage");
  });

  test("holds all jobs if there is no filter, in the format of its request", async () => {
    const { send, file } = await exported(undefined, NEWER);
    const answer = await send("GET", file);
    expect(answer.body).toMatchObject([{ name: "j" }, { name: "other" }]);
    expect(at(answer, "0.properties.extendedInfo.progressPercentage")).toBe(100);
  });

  test("is refused without the right signature, and for an operation that exports nothing", async () => {
    const { send, file, path, blobUrl } = await exported(FILTER);
    const other = await exported(FILTER);
    const accepted = await send("POST", `${JOBS}/j/cancel`);
    const operation = pathOfLink(accepted.headers["location"]).split("/").at(-1)?.slice(0, 36) ?? "";
    const signature = file.slice(file.indexOf("?"));
    const unknown = "00000000-0000-4000-8000-000000000000";
    for (const refused of [
      pathOfLink(blobUrl),
      `${pathOfLink(blobUrl)}${other.file.slice(other.file.indexOf("?"))}`,
      file.replace(/[\w-]{36}/, operation),
      file.replace(/[\w-]{36}/, unknown),
      `${pathOfLink(blobUrl)}${signature}0`,
    ]) {
      const answer = await send("GET", refused);
      expect([refusal(answer), at(answer, "error.message")]).toEqual([
        [403, "AuthenticationFailed"],
        "The signature in the URL of the exported file is not valid.",
      ]);
    }
    expect((await send("GET", path.replace("/rsv-app/", "/rsv-gone/"))).status).toBe(404);
  });

  test("refuses a filter of another form, and a vault that is not there", async () => {
    const send = served(contextOf(jobs));
    expect(refusal(await send("POST", `${VAULT_ID}/backupJobsExport?$filter=color`))).toEqual([400, "BMSUserErrorInvalidInput"]);
    expect(refusal(await send("POST", `${VAULT_ID}-2/backupJobsExport`))).toEqual([404, "ResourceNotFound"]);
  });
});
