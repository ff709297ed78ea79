import type { Job } from "../../../lib/emulator/recovery-services/model";
import { checkedJobFilter, filteredJobs, jobStatus, jobView } from "../../../lib/emulator/recovery-services/jobs/jobs";
import { backupOf, contextOf, MINUTE, NOW, refusalOf, VAULT_ID } from "./records";

const NEWEST = "2026-07-01";

function view(job: Job, { apiVersion = NEWEST, detailed = true } = {}) {
  return jobView(contextOf([job]), job, { apiVersion, detailed })["properties"] as Record<string, unknown>;
}
const info = (job: Job, apiVersion?: string) =>
  view(job, apiVersion === undefined ? {} : { apiVersion })["extendedInfo"] as Record<string, unknown>;

test("a job runs until its end, and is being cancelled from the request on", () => {
  const job = backupOf("j", 0, { outcome: "Failed" });
  expect([NOW, job.endTime - 1, job.endTime].map((now) => jobStatus(job, now))).toEqual(["InProgress", "InProgress", "Failed"]);
  const cancelled = { ...job, cancelledAt: NOW, outcome: "Cancelled" as const };
  expect([NOW, job.endTime].map((now) => jobStatus(cancelled, now))).toEqual(["Cancelling", "Cancelled"]);
});

test("shows a running job without an end, and an ended one with its error", () => {
  const error = { code: "AzureVmOffline", message: "Off." };
  const running = view(backupOf("j", 15, { error, outcome: "Failed" }));
  expect(running).toMatchObject({
    status: "InProgress",
    duration: "PT15M",
    activityId: "activity-j",
    entityFriendlyName: "vm-web",
  });
  expect(running).not.toHaveProperty("endTime");
  expect(running).not.toHaveProperty("errorDetails");
  const ended = view(backupOf("j", 60, { error, outcome: "Failed" }));
  expect(ended).toMatchObject({ status: "Failed", duration: "PT30M", errorDetails: [{}] });
  expect(ended).toHaveProperty("endTime");
});

test("shows the tasks and the properties of a job alone, not in a list", () => {
  expect(view(backupOf("j", 60), { detailed: false })).not.toHaveProperty("extendedInfo");
  const backup = { snapshotDays: 2, sizeInMegabytes: 300, expiry: Date.parse("2027-01-31T23:59:59Z") };
  expect(info(backupOf("j", 60, { backup, properties: { Mark: "x" } }))).toMatchObject({
    propertyBag: {
      ...{ "VM Name": "vm-web", Mark: "x", "Backup Size": "300 MB", "VM Subscription ID": "s" },
      "Recovery Point Expiry Time in UTC": "1/31/2027 11:59:59 PM",
    },
    internalPropertyBag: { IsInstantRpJob: "True" },
  });
  expect(info(backupOf("j", 15, { backup }))["propertyBag"]).not.toHaveProperty("Backup Size");
  expect(info(backupOf("j", 60, { backup, outcome: "Failed" }))["propertyBag"]).not.toHaveProperty("Backup Size");
  const { backup: _, ...other } = backupOf("j", 60, { operation: "ConfigureBackup" });
  expect(info(other)).toEqual({ tasksList: expect.any(Array) as unknown, propertyBag: { "VM Name": "vm-web" } });
  expect(view(other)).not.toHaveProperty("actionsInfo");
});

test("shows the state of each task, and of all while the job is being cancelled", () => {
  const states = (minutesAgo: number, more: Partial<Job> = {}) =>
    (info(backupOf("j", minutesAgo, more), "2025-02-01")["tasksList"] as { status: string; duration: string }[]).map(
      ({ status, duration }) => `${status} ${duration}`,
    );
  expect(states(0)).toEqual(["InProgress PT0S", "NotStarted PT0S"]);
  expect(states(10)).toEqual(["Completed PT10M", "InProgress PT0S"]);
  expect(states(20)).toEqual(["Completed PT10M", "InProgress PT10M"]);
  expect(states(30)).toEqual(["Completed PT10M", "Completed PT20M"]);
  expect(states(5, { cancelledAt: NOW })).toEqual(["Cancelling PT5M", "Cancelling PT0S"]);
});

test("lists the jobs of a query: by time, status, operation and id, in any case", () => {
  const jobs = [backupOf("a", 120), backupOf("b", 60, { operation: "ConfigureBackup" }), backupOf("c", 15)];
  const context = contextOf([...jobs, backupOf("x", 10, { operation: "CrossRegionRestore" })]);
  const ids = (filter: string | undefined, region?: "secondary") =>
    filteredJobs(context, VAULT_ID, checkedJobFilter(filter), region).map(({ id }) => id);
  const time = (minutesAgo: number): string => {
    const date = new Date(NOW - minutesAgo * MINUTE);
    const hours = date.getUTCHours();
    const clock = `${String(hours % 12 || 12).padStart(2, "0")}:${date.toISOString().slice(14, 19)}`;
    return `${date.toISOString().slice(0, 10)} ${clock} ${hours < 12 ? "AM" : "PM"}`;
  };
  expect([ids(undefined), ids(undefined, "secondary")]).toEqual([["a", "b", "c"], ["x"]]);
  expect(ids("status eq 'inprogress'")).toEqual(["c"]);
  expect(ids("operation eq 'backup'")).toEqual(["a", "c"]);
  expect(ids("jobId eq 'B'")).toEqual(["b"]);
  expect(ids("backupManagementType eq 'AzureIaasVM'")).toHaveLength(3);
  expect(ids("backupManagementType eq 'AzureWorkload'")).toEqual([]);
  expect(ids(`startTime eq '${time(60)}' and endTime eq '${time(60)}'`)).toEqual(["b"]);
  expect(refusalOf(() => checkedJobFilter("vmName eq 'x'"))).toContain("jobId");
});
