import { type CancelOptions, runCancel } from "../../../../lib/hook/commands/cancel/run";
import { ExitCode } from "../../../../lib/contract/exit-code";
import { VAULT_ID } from "../../fakes";
import { type Answer, scriptedAzure } from "../../scripted-azure";

const JOB = `${VAULT_ID}/backupJobs/job-1`;

interface Look {
  readonly snapshot?: string;
  readonly startTime?: string;
  readonly endTime?: string | undefined;
}

function element(id: string, status: string, look: Look = {}): unknown {
  const { snapshot, startTime = "2026-11-20T09:50:00Z", endTime } = look;
  const extendedInfo = snapshot && { tasksList: [{ taskId: "Take Snapshot", status: snapshot }] };
  const properties = {
    containerName: "iaasvmcontainerv2;rg-app;vm-web",
    entityFriendlyName: "vm-web",
    operation: "Backup",
    ...{ status, actionsInfo: [1], startTime, endTime, extendedInfo },
  };
  return { name: id, properties };
}

/** The statuses that the job has, one after another; the last one for ever. */
function azure(statuses: string[], options: { cancel?: Answer; snapshot?: string; listed?: unknown[]; result?: Answer } = {}) {
  const { cancel = ACCEPTED, snapshot = "InProgress", listed = [element("job-1", "InProgress")] } = options;
  return scriptedAzure(({ method, path }) => {
    if (method === "POST") return cancel;
    if (path === `${VAULT_ID}/backupJobs`) return { body: { value: listed } };
    if (path === `${JOB}/operationResults/op-1`) return options.result ?? { status: 204 };
    if (path !== JOB) return undefined;
    const status = statuses.length > 1 ? (statuses.shift() ?? "") : (statuses[0] ?? "");
    const endTime = status === "InProgress" ? undefined : "2026-11-20T10:00:00Z";
    return { body: element("job-1", status, { snapshot, endTime }) };
  });
}

const ACCEPTED = {
  status: 202,
  headers: { Location: `https://management.example.com${JOB}/operationResults/op-1?api-version=2025-02-01&s=signature` },
};

const OPTIONS: CancelOptions = { vaultId: VAULT_ID, jobIds: ["job-1"], vms: [], timeoutMinutes: 30 };

test("reports a job as cancelled when it has ended so, not when Azure accepts the request", async () => {
  const { context, sent, printed, clock } = azure(["InProgress", "InProgress", "Cancelling", "Cancelled"]);
  expect(await runCancel(OPTIONS, context)).toBe(ExitCode.done);
  expect(sent.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual([`${JOB}/cancel`]);
  expect(printed).toEqual([
    "vm-web: asked Azure to cancel job job-1, which may still complete",
    "vm-web: Backup Cancelled after 10 min (job job-1)",
  ]);
  expect(clock.sleeps).toEqual([15_000, 15_000, 15_000]);
});

test("returns exit code 1 if a job completes after the cancel request", async () => {
  const { context, printed } = azure(["InProgress", "Completed"]);
  expect(await runCancel(OPTIONS, context)).toBe(ExitCode.backupFailed);
  expect(printed.at(-1)).toBe("vm-web: Backup Completed after 10 min (job job-1)");
});

test("reports that the backup continues if Azure refuses after the snapshot", async () => {
  const refusal = { status: 400, body: { error: { code: "NotNow", message: "Too late." } } };
  const { context, printed } = azure(["InProgress"], { cancel: refusal, snapshot: "Completed" });
  expect(await runCancel(OPTIONS, context)).toBe(ExitCode.backupFailed);
  expect(printed).toEqual([
    "vm-web: cannot cancel the job job-1: Azure answered 400 NotNow: Too late.; Azure cancels a backup only while its snapshot is being taken, and this snapshot is complete; the backup continues",
  ]);
});

test("reports a refusal by the operation after Azure accepted the request", async () => {
  const result = { status: 400, body: { error: { code: "NotNow", message: "Too late." } } };
  const { context, printed } = azure(["InProgress"], { result, snapshot: "Completed" });
  expect(await runCancel(OPTIONS, context)).toBe(ExitCode.backupFailed);
  expect(printed).toEqual([
    "vm-web: asked Azure to cancel job job-1, which may still complete; Azure cancels a backup only while its snapshot is being taken, and this snapshot is complete",
    "vm-web: cannot cancel the job job-1: Azure answered 400 NotNow: Too late.; Azure cancels a backup only while its snapshot is being taken, and this snapshot is complete; the backup continues",
  ]);
});

test.each([202, 204, 404, 503])("ignores status %i of the operation", async (status) => {
  const { context } = azure(["InProgress", "Cancelling", "Cancelled"], { result: { status } });
  expect(await runCancel(OPTIONS, context)).toBe(ExitCode.done);
});

test("throws with exit code 7 if the identity may not cancel", async () => {
  const { context } = azure(["InProgress"], {
    cancel: { status: 403, body: { error: { code: "AuthorizationFailed", message: "No." } } },
  });
  await expect(runCancel(OPTIONS, context)).rejects.toMatchObject({
    status: 403,
    action: expect.stringMatching(/cancel\/action$/) as string,
  });
});

test.each<[string, ExitCode]>([
  ["Completed", ExitCode.backupFailed],
  ["Cancelled", ExitCode.done],
])("skips a job that has ended as %s", async (status, exitCode) => {
  const { context, sent } = azure([status]);
  expect(await runCancel(OPTIONS, context)).toBe(exitCode);
  expect(sent.every(({ method }) => method === "GET")).toBe(true);
});

test("cancels the newer one of two running jobs of a VM", async () => {
  const listed = [element("job-0", "InProgress", { startTime: "2026-11-20T09:20:00Z" }), element("job-1", "InProgress")];
  const { context, sent } = azure(["InProgress", "Cancelled"], { listed });
  expect(await runCancel({ ...OPTIONS, jobIds: [], vms: ["VM-WEB"] }, context)).toBe(ExitCode.done);
  expect(sent.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual([`${JOB}/cancel`]);
});

test("prints that the result is unknown after a time-out or Ctrl-C", async () => {
  const slow = azure(["InProgress"]);
  expect(await runCancel(OPTIONS, slow.context.limitedTo(1))).toBe(ExitCode.timedOut);
  expect(slow.printed.at(-1)).toBe("vm-web: not yet known to be cancelled (job job-1)");
});

test.each<[string, Partial<CancelOptions>, RegExp]>([
  ["job", { jobIds: ["job-9"] }, /^the vault has no job 'job-9'/],
  ["running backup", { jobIds: [], vms: ["vm-db"] }, /^no backup of 'vm-db' is running in the vault/],
])("throws and names a %s that does not exist", async (_, overrides, message) => {
  await expect(runCancel({ ...OPTIONS, ...overrides }, azure(["InProgress"]).context)).rejects.toMatchObject({
    exitCode: ExitCode.notFound,
    message: expect.stringMatching(message) as string,
  });
});

test("takes the first characters of a job id if one job has them", async () => {
  const ids = ["3b9a4f3e-0000-4000-8000-000000000001", "3b9a4f3f-0000-4000-8000-000000000002"];
  const { context, sent } = scriptedAzure(({ method, path }) => {
    if (method === "POST") return ACCEPTED;
    if (path === `${VAULT_ID}/backupJobs`) return { body: { value: ids.map((id) => element(id, "InProgress")) } };
    const id = ids.find((one) => path === `${VAULT_ID}/backupJobs/${one}`);
    return id === undefined ? undefined : { body: element(id, "Cancelled", { endTime: "2026-11-20T10:00:00Z" }) };
  });
  expect(await runCancel({ ...OPTIONS, jobIds: ["3B9A4F3E"] }, context)).toBe(ExitCode.done);
  expect(sent.at(-1)?.path).toBe(`${VAULT_ID}/backupJobs/${ids[0]}`);
  await expect(runCancel({ ...OPTIONS, jobIds: ["3b9a4f"] }, context)).rejects.toMatchObject({ exitCode: ExitCode.notFound });
});

test("throws if the first characters of a job id fit several jobs", async () => {
  const listed = ["1", "2"].map((last) => element(`3b9a4f3e-0000-4000-8000-00000000000${last}`, "InProgress"));
  await expect(runCancel({ ...OPTIONS, jobIds: ["3b9a4f3e"] }, azure([], { listed }).context)).rejects.toMatchObject({
    exitCode: ExitCode.badInput,
    message: expect.stringMatching(
      /^--job must begin the id of one job, got '3b9a4f3e', which begins .* and .*; give more of it$/,
    ) as string,
  });
});
