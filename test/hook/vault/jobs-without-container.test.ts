import { type CancelOptions, runCancel } from "../../../lib/hook/commands/cancel/run";
import { runJobs } from "../../../lib/hook/commands/jobs/run";
import { runPlan } from "../../../lib/hook/commands/backup-now/plan";
import { ExitCode } from "../../../lib/contract/exit-code";
import { backupOptions, itemId, VAULT_ID } from "../fakes";
import { type ScriptedAzure, scriptedAzure } from "../scripted-azure";

/** A job as the examples of the API show it: it names its VM, and no container. */
function job(status: string, more: object = {}): object {
  const properties = {
    ...{ jobType: "AzureIaaSVMJob", backupManagementType: "AzureIaasVM", entityFriendlyName: "VM-web", operation: "Backup" },
    ...{ status, startTime: "2026-11-20T09:30:00Z", actionsInfo: [1], ...more },
  };
  return { name: "the-job", properties };
}

const itemOf = (vm: string, group = "rg-app"): object => ({
  id: itemId(vm, group),
  properties: { friendlyName: vm, protectionState: "IRPending" },
});

function azure(items: object[], jobs: object[]): ScriptedAzure {
  let cancelled = false;
  return scriptedAzure(({ method, path }) => {
    if (method === "POST") cancelled = true;
    if (method === "POST") return { status: 202 };
    if (path.endsWith("/backupProtectedItems")) return { body: { value: items } };
    if (path.endsWith("/backupJobs")) return { body: { value: jobs } };
    return path.endsWith("/backupJobs/the-job") ? { body: job(cancelled ? "Cancelled" : "InProgress") } : undefined;
  });
}

const VIEW = { vaultId: VAULT_ID, output: "json", timeoutMinutes: 10 } as const;
const JOBS = {
  ...VIEW,
  statuses: undefined,
  operations: undefined,
  since: { agoMs: 86_400_000 },
  until: undefined,
  watch: false,
};
const CANCEL: CancelOptions = { vaultId: VAULT_ID, jobIds: [], vms: [], timeoutMinutes: 10 };
const PLAN = { ...backupOptions(), output: "json" } as const;
const VM_ID = "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-web";

test.each([undefined, ["vm-web"], [VM_ID], [itemId("vm-web")]])("jobs lists it for %j", async (vms) => {
  const { context, printed } = azure([itemOf("vm-web")], [job("InProgress")]);
  expect(await runJobs({ ...JOBS, vms }, context)).toBe(ExitCode.done);
  expect(JSON.parse(printed.join(""))).toMatchObject([{ jobId: "the-job", vm: "VM-web", resourceGroup: "rg-app" }]);
});

test.each([{ vms: ["vm-web"] }, { vms: [VM_ID] }, { jobIds: ["the-job"] }])("cancel cancels it by %j", async (named) => {
  const { context } = azure([itemOf("vm-web")], [job("InProgress")]);
  expect(await runCancel({ ...CANCEL, ...named }, context)).toBe(ExitCode.done);
});

test("follows such a job in the plan", async () => {
  const { context, printed } = azure([itemOf("vm-web")], [job("InProgress")]);
  await runPlan(PLAN, context);
  expect(JSON.parse(printed.join(""))).toMatchObject([
    { action: "follow", reason: expect.stringContaining("the-job") as string },
  ]);
});

test("assigns a job to neither of two VMs with its name", async () => {
  const { context, printed } = azure([itemOf("vm-web"), itemOf("vm-web", "rg-other")], [job("InProgress")]);
  await runPlan(PLAN, context);
  expect(JSON.parse(printed.join(""))).toMatchObject([{ action: "back up" }, { action: "back up" }]);
  const byId = azure([itemOf("vm-web"), itemOf("vm-web", "rg-other")], [job("InProgress")]);
  await expect(runCancel({ ...CANCEL, vms: [VM_ID] }, byId.context)).rejects.toThrow(/no backup of .* is running/);
});

test("leaves out a job of another workload, and shows a job that names nothing", async () => {
  const jobs = [
    job("InProgress", { backupManagementType: "AzureWorkload" }),
    job("Completed", { entityFriendlyName: undefined }),
  ];
  const { context, printed } = azure([itemOf("vm-web")], jobs);
  await runJobs({ ...JOBS, vms: undefined }, context);
  expect(JSON.parse(printed.join(""))).toMatchObject([{ vm: "unknown VM", status: "Completed" }]);
});
