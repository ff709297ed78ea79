import { type CancelOrder, runCancel } from "../../../lib/hook/cancel/run-cancel";
import { ExitCode } from "../../../lib/hook/exit-code";
import { VAULT_ID } from "../fakes";
import { type Answer, scriptedAzure } from "../scripted-azure";

const JOB = `${VAULT_ID}/backupJobs/job-1`;

function element(id: string, status: string, actionsInfo: number[] = [1], endTime?: string): unknown {
  const properties = {
    containerName: "iaasvmcontainerv2;rg-app;vm-web",
    entityFriendlyName: "vm-web",
    operation: "Backup",
    status,
  };
  return { name: id, properties: { ...properties, actionsInfo, startTime: "2026-11-20T09:50:00Z", endTime } };
}

/** The statuses that the job has, one after another; the last one for ever. */
function azure(statuses: string[], options: { cancel?: Answer; actionsInfo?: number[]; listed?: unknown[] } = {}) {
  const { cancel = { status: 202 }, actionsInfo, listed = [element("job-1", "InProgress", actionsInfo)] } = options;
  return scriptedAzure(({ method, path }) => {
    if (method === "POST") return cancel;
    if (path === `${VAULT_ID}/backupJobs`) return { body: { value: listed } };
    if (path !== JOB) return undefined;
    const status = statuses.length > 1 ? (statuses.shift() ?? "") : (statuses[0] ?? "");
    return { body: element("job-1", status, actionsInfo, status === "InProgress" ? undefined : "2026-11-20T10:00:00Z") };
  });
}

const ORDER: CancelOrder = { vaultId: VAULT_ID, jobIds: ["job-1"], vms: [], timeoutMinutes: 30 };

test("a job is cancelled once it has ended so, not once Azure takes the request", async () => {
  const { access, sent, printed, clock } = azure(["InProgress", "InProgress", "Cancelling", "Cancelled"]);
  expect(await runCancel(ORDER, access)).toBe(ExitCode.done);
  expect(sent.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual([`${JOB}/cancel`]);
  expect(printed).toEqual([
    "vm-web: asked Azure to cancel job job-1, which may end otherwise",
    "vm-web: Backup Cancelled after 10 min (job job-1)",
  ]);
  expect(clock.sleeps).toEqual([15_000, 15_000, 15_000]);
});

test("a job that completes all the same is no success of cancelling", async () => {
  const { access, printed } = azure(["InProgress", "Completed"]);
  expect(await runCancel(ORDER, access)).toBe(ExitCode.backupFailed);
  expect(printed.at(-1)).toBe("vm-web: Backup Completed after 10 min (job job-1)");
});

test("past the snapshot Azure refuses, and the backup goes on", async () => {
  const refusal = { status: 400, body: { error: { code: "NotNow", message: "Too late." } } };
  const { access, printed } = azure(["InProgress"], { cancel: refusal, actionsInfo: [] });
  expect(await runCancel(ORDER, access)).toBe(ExitCode.backupFailed);
  expect(printed).toEqual([
    "vm-web: cannot cancel the job job-1: Azure answered 400 NotNow: Too late.; Azure cancels only a snapshot that is being taken, and this one does not offer it any more; the backup goes on",
  ]);
});

test("who may not cancel is told with the exit code for it", async () => {
  const { access } = azure(["InProgress"], {
    cancel: { status: 403, body: { error: { code: "AuthorizationFailed", message: "No." } } },
  });
  await expect(runCancel(ORDER, access)).rejects.toMatchObject({
    status: 403,
    action: expect.stringMatching(/cancel\/action$/) as string,
  });
});

test.each<[string, ExitCode]>([
  ["Completed", ExitCode.backupFailed],
  ["Cancelled", ExitCode.done],
])("a job that has ended as %s is left alone", async (status, exitCode) => {
  const { access, sent } = azure([status]);
  expect(await runCancel(ORDER, access)).toBe(exitCode);
  expect(sent.every(({ method }) => method === "GET")).toBe(true);
});

test("of two jobs of a VM, the one that takes its snapshot is meant", async () => {
  const listed = [element("job-1", "InProgress"), element("job-0", "InProgress", [])];
  const { access, sent } = azure(["Cancelled"], { listed });
  expect(await runCancel({ ...ORDER, jobIds: [], vms: ["VM-WEB"] }, access)).toBe(ExitCode.done);
  expect(sent.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual([`${JOB}/cancel`]);
});

test("a time-out and Ctrl-C claim nothing", async () => {
  const slow = azure(["InProgress"]);
  expect(await runCancel({ ...ORDER, timeoutMinutes: 1 }, slow.access)).toBe(ExitCode.timedOut);
  expect(slow.printed.at(-1)).toBe("vm-web: not known to be cancelled yet (job job-1)");
});

test.each<[string, Partial<CancelOrder>, RegExp]>([
  ["job", { jobIds: ["job-9"] }, /^the vault has no job 'job-9'/],
  ["running backup", { jobIds: [], vms: ["vm-db"] }, /^no backup of 'vm-db' is running in the vault/],
])("a %s that is not there is named", async (_, order, message) => {
  await expect(runCancel({ ...ORDER, ...order }, azure(["InProgress"]).access)).rejects.toMatchObject({
    exitCode: ExitCode.notFound,
    message: expect.stringMatching(message) as string,
  });
});
