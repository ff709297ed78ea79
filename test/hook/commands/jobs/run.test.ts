import { ExitCode } from "../../../../lib/contract/exit-code";
import { type JobsOptions, runJobs } from "../../../../lib/hook/commands/jobs/run";
import { VAULT_ID } from "../../fakes";
import { scriptedAzure } from "../../scripted-azure";

function element(vm: string, status: string, minute: string, more: object = {}): unknown {
  const properties = {
    ...{ containerName: `iaasvmcontainerv2;rg-app;${vm.toLowerCase()}`, entityFriendlyName: vm, operation: "Backup", status },
    ...{ startTime: `2026-11-20T09:${minute}:00Z`, activityId: "a1", actionsInfo: [1], ...more },
  };
  return { name: `job-${vm}`, properties };
}

const FAILED = element("VM-db", "Failed", "10", {
  endTime: "2026-11-20T09:12:00Z",
  actionsInfo: [],
  errorDetails: [
    { errorCode: 1, errorTitle: "SomethingNew", errorString: "It broke.", recommendations: ["Look at it.", "Mend it."] },
  ],
});
const RUNNING = element("vm-web", "InProgress", "30");

const OPTIONS: JobsOptions = {
  vaultId: VAULT_ID,
  vms: undefined,
  statuses: undefined,
  operations: undefined,
  since: { agoMs: 86_400_000 },
  until: undefined,
  watch: false,
  output: "table",
  timeoutMinutes: 10,
};

async function run(overrides: Partial<JobsOptions>, jobs: () => unknown[] = () => [FAILED, RUNNING]) {
  const azure = scriptedAzure(() => ({ body: { value: jobs() } }));
  const code = await runJobs({ ...OPTIONS, ...overrides }, azure.context);
  return { ...azure, code };
}

test("prints the jobs, latest first, with Azure's reasons below", async () => {
  const { code, printed } = await run({});
  expect(code).toBe(ExitCode.done);
  expect(printed.join("\n")).toMatchInlineSnapshot(`
   "┌────────┬───────────┬────────────┬──────────────────────┬──────────┬────────────┐
   │ VM     │ Operation │ Status     │ Started              │ Duration │ Job        │
   ├────────┼───────────┼────────────┼──────────────────────┼──────────┼────────────┤
   │ vm-web │ Backup    │ InProgress │ 2026-11-20 09:30 UTC │ 30 min   │ job-vm-web │
   ├────────┼───────────┼────────────┼──────────────────────┼──────────┼────────────┤
   │ VM-db  │ Backup    │ Failed     │ 2026-11-20 09:10 UTC │ 2 min    │ job-VM-db  │
   └────────┴───────────┴────────────┴──────────────────────┴──────────┴────────────┘
   VM-db: Backup Failed after 2 min (job job-VM-db): SomethingNew (1): It broke. Recommended: Look at it. Mend it."
  `);
});

test("filters by time, one status and one operation in Azure, and by the rest in the command", async () => {
  const one = await run({ statuses: ["Failed"], operations: ["Backup"], until: { at: new Date("2026-11-20T11:00:00Z") } });
  expect(one.sent[0]?.query.get("$filter")).toBe(
    "startTime eq '2026-11-19 10:00:00 AM' and endTime eq '2026-11-20 11:00:00 AM' and operation eq 'Backup' and backupManagementType eq 'AzureIaasVM' and status eq 'Failed'",
  );
  expect(one.printed.join()).not.toContain("vm-web");
  const two = await run({ statuses: ["Failed", "Cancelled"] });
  expect(two.sent[0]?.query.get("$filter")).not.toContain("status");
  expect(two.printed.join()).not.toContain("vm-web");
});

test("finds a VM by its name in any case", async () => {
  const { printed } = await run({ vms: ["vm-DB"] });
  expect(printed.join()).toContain("job-VM-db");
  expect(printed.join()).not.toContain("job-vm-web");
});

test("prints only JSON to stdout", async () => {
  const { printed } = await run({ output: "json" });
  expect(JSON.parse(printed.join("\n"))).toEqual([
    {
      ...{
        jobId: "job-vm-web",
        vm: "vm-web",
        resourceGroup: "rg-app",
        operation: "Backup",
        status: "InProgress",
        cancellable: true,
        activityId: "a1",
      },
      ...{ startTime: "2026-11-20T09:30:00.000Z", endTime: null, durationSeconds: 1_800, error: null },
    },
    {
      ...{
        jobId: "job-VM-db",
        vm: "VM-db",
        resourceGroup: "rg-app",
        operation: "Backup",
        status: "Failed",
        cancellable: false,
        activityId: "a1",
      },
      ...{ startTime: "2026-11-20T09:10:00.000Z", endTime: "2026-11-20T09:12:00.000Z", durationSeconds: 120 },
      error: "SomethingNew (1): It broke. Recommended: Look at it. Mend it.",
    },
  ]);
});

test("prints that no job matches", async () => {
  expect((await run({}, () => [])).printed).toEqual(["no jobs since 2026-11-19T10:00:00.000Z that match"]);
});

test("throws if --until is before --since", async () => {
  await expect(run({ until: { at: new Date("2026-11-18T00:00:00Z") } })).rejects.toMatchObject({
    exitCode: ExitCode.badInput,
    message: expect.stringMatching(/^--until must be later than --since/) as string,
  });
});

test("follows watched jobs to their end, with a line per change", async () => {
  const answers = [[RUNNING], [element("vm-web", "Completed", "30", { endTime: "2026-11-20T10:10:00Z" }), FAILED]];
  const { code, printed } = await run({ watch: true, statuses: ["InProgress"] }, () => answers.shift() ?? []);
  expect(code).toBe(ExitCode.done);
  expect(printed).toEqual([
    "vm-web: Backup InProgress (job job-vm-web)",
    "vm-web: Backup Completed after 40 min (job job-vm-web)",
  ]);
});

test("prints a JSON document per change of watched jobs", async () => {
  const answers = [[RUNNING], [element("vm-web", "Failed", "30")]];
  const { code, printed } = await run({ watch: true, output: "json" }, () => answers.shift() ?? []);
  expect(code).toBe(ExitCode.backupFailed);
  expect(printed.map((line) => (JSON.parse(line) as { status: string }).status)).toEqual(["InProgress", "Failed"]);
});
