import { ExitCode } from "../../../../lib/contract/exit-code";
import { runStatus, type StatusOptions } from "../../../../lib/hook/commands/status/run";
import { itemId, VAULT_ID } from "../../fakes";
import { scriptedAzure } from "../../scripted-azure";

const POLICY = `${VAULT_ID}/backupPolicies/daily`;

function element(vmName: string, properties: object): unknown {
  return { id: itemId(vmName), properties: { friendlyName: vmName, policyId: POLICY, policyName: "daily", ...properties } };
}

const PENDING = element("vm-new", { protectionState: "IRPending", lastBackupStatus: "", lastBackupTime: "2001-01-01T00:00:00Z" });
const FAILED_FIRST = element("vm-try", { protectionState: "IRPending", lastBackupStatus: "Failed" });
const DONE = element("vm-web", {
  protectionState: "Protected",
  lastBackupStatus: "Completed",
  lastBackupTime: "2026-11-19T22:00:00Z",
  lastRecoveryPoint: "2026-11-19T22:10:00Z",
  healthStatus: "Passed",
  virtualMachineId: "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-web",
});
const DELETED = element("vm-gone", {
  protectionState: "ProtectionStopped",
  isScheduledForDeferredDelete: true,
  deferredDeleteTimeRemaining: "13.23:59:43.1491932",
  policyId: "",
  policyName: "",
});
const CLASSIC = {
  id: itemId("vm-old").replaceAll("iaasvmcontainerv2;", "iaasvmcontainer;"),
  properties: { friendlyName: "vm-old", protectionState: "Protected", lastBackupStatus: "Completed", policyId: POLICY },
};
const ITEMS = [PENDING, FAILED_FIRST, DONE, DELETED, CLASSIC];

async function run(overrides: Partial<StatusOptions> = {}, items: unknown[] = ITEMS, points: Record<string, unknown[]> = {}) {
  const azure = scriptedAzure(({ path }) => {
    const vmName = Object.keys(points).find((name) => path === `${itemId(name)}/recoveryPoints`);
    if (vmName !== undefined) return { body: { value: points[vmName] } };
    if (path.endsWith("/backupProtectedItems")) return { body: { value: items } };
    const schedulePolicy = { scheduleRunFrequency: "Daily", scheduleRunTimes: ["2026-01-01T22:00:00Z"] };
    return path === POLICY ? { body: { id: POLICY, name: "daily", properties: { timeZone: "UTC", schedulePolicy } } } : undefined;
  });
  const code = await runStatus(
    { vaultId: VAULT_ID, vms: undefined, output: "table", timeoutMinutes: 10, ...overrides },
    azure.context,
  );
  return { ...azure, code };
}

test("prints every VM of the vault with advice", async () => {
  const { code, printed } = await run();
  expect(code).toBe(ExitCode.done);
  expect(printed.join("\n")).toMatchInlineSnapshot(`
   "┌─────────┬──────────────────────────┬────────────────────────────────────────────────────────────────────┬──────────────────────┬────────┬───────────────────────┐
   │ VM      │ Protection               │ Last backup                                                        │ Last recovery point  │ Policy │ Next scheduled backup │
   ├─────────┼──────────────────────────┼────────────────────────────────────────────────────────────────────┼──────────────────────┼────────┼───────────────────────┤
   │ vm-gone │ Soft-deleted             │ -                                                                  │ -                    │ -      │ -                     │
   ├─────────┼──────────────────────────┼────────────────────────────────────────────────────────────────────┼──────────────────────┼────────┼───────────────────────┤
   │ vm-new  │ Protected                │ Warning (initial backup pending)                                   │ -                    │ daily  │ 2026-11-20 22:00 UTC  │
   ├─────────┼──────────────────────────┼────────────────────────────────────────────────────────────────────┼──────────────────────┼────────┼───────────────────────┤
   │ vm-old  │ Unsupported (classic VM) │ Completed                                                          │ -                    │ -      │ -                     │
   ├─────────┼──────────────────────────┼────────────────────────────────────────────────────────────────────┼──────────────────────┼────────┼───────────────────────┤
   │ vm-try  │ Protected                │ Warning (initial backup pending); the last attempt ended as Failed │ -                    │ daily  │ 2026-11-20 22:00 UTC  │
   ├─────────┼──────────────────────────┼────────────────────────────────────────────────────────────────────┼──────────────────────┼────────┼───────────────────────┤
   │ vm-web  │ Protected                │ Completed, 2026-11-19 22:00 UTC                                    │ 2026-11-19 22:10 UTC │ daily  │ 2026-11-20 22:00 UTC  │
   └─────────┴──────────────────────────┴────────────────────────────────────────────────────────────────────┴──────────────────────┴────────┴───────────────────────┘
   vm-gone: is soft-deleted and will be deleted permanently in 13 d 23 h; undelete it to keep its recovery points
   vm-old: is a classic VM, which azure-vm-backup does not support and Azure has retired; migrate it to Azure Resource Manager
   vm-new, vm-try: no recovery point yet. If no backup is under way (azure-vm-backup jobs "/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/rsv-app"), start it with
     azure-vm-backup backup-now "/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/rsv-app" --retain-days DAYS
   or with the deployment that protects the VMs; 'terraform state list' shows the ADDRESS of its InitialBackup:
     terraform apply -replace=ADDRESS"
  `);
});

test("sends two requests for any number of VMs with one policy", async () => {
  const many = Array.from({ length: 50 }, (_, index) => element(`vm-${index}`, { protectionState: "Protected" }));
  expect((await run({}, many)).sent).toHaveLength(2);
});

test("prints JSON", async () => {
  const { printed } = await run({ output: "json", vms: ["vm-web", "VM-OLD"] });
  expect(JSON.parse(printed.join("\n"))).toEqual([
    expect.objectContaining({ vm: "vm-old", supported: false, nextScheduledBackup: null }),
    {
      vm: "vm-web",
      resourceGroup: "rg-app",
      vmId: "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-web",
      protectedItemId: itemId("vm-web"),
      supported: true,
      protection: "Protected",
      protectionState: "Protected",
      softDeleted: false,
      initialBackupPending: false,
      health: "Passed",
      threatScan: null,
      unhealthyRecoveryPoints: [],
      sourceLocation: null,
      lastBackupStatus: "Completed",
      lastBackupTime: "2026-11-19T22:00:00.000Z",
      lastRecoveryPoint: "2026-11-19T22:10:00.000Z",
      policy: "daily",
      nextScheduledBackup: "2026-11-20T22:00:00.000Z",
    },
  ]);
});

test("throws and names a VM that the vault does not protect", async () => {
  await expect(run({ vms: ["vm-web", "vm-none"] })).rejects.toMatchObject({
    exitCode: ExitCode.notFound,
    message: "vault 'rsv-app' does not protect 'vm-none'; check the name with 'azure-vm-backup status'",
  });
});

test("returns 0 for an empty vault", async () => {
  expect(await run({}, [])).toMatchObject({ code: ExitCode.done, printed: ["the vault protects no VM"] });
});

test("prints how to start the first backup of many VMs in one line", async () => {
  const many = Array.from({ length: 6 }, (_, index) => element(`vm-${index}`, { protectionState: "IRPending" }));
  const [, ...advice] = (await run({}, many)).printed;
  expect(advice).toEqual([expect.stringMatching(/^6 VMs: no recovery point yet\. .*\n .*backup-now ".*" --retain-days DAYS\n/)]);
});

test("prints no advice about first backups if none is pending", async () => {
  const { printed } = await run({}, [DONE, DELETED, CLASSIC]);
  expect(printed.join("\n")).not.toContain("no recovery point yet");
});

test("prints advice for a VM that Azure's threat scan reports as suspicious", async () => {
  const scanned = element("vm-web", {
    protectionState: "Protected",
    lastRecoveryPoint: "2026-11-19T22:10:00Z",
    sourceLocation: "westeurope",
    sourceSideScanInfo: { sourceSideScanStatus: "Configured", sourceSideScanSummary: "Suspicious" },
  });
  const { printed } = await run({}, [scanned], { "vm-web": [] });
  expect(printed.join("\n")).toMatch(/^vm-web: Azure's threat scan reports the VM as Suspicious; check its recovery points/m);
  const json = await run({ output: "json" }, [scanned], { "vm-web": [] });
  expect(JSON.parse(json.printed.join("\n"))).toMatchObject([{ threatScan: "Suspicious", sourceLocation: "westeurope" }]);
});

test("prints the unhealthy recovery points of the VMs that Azure scans, and reads no others", async () => {
  const point = (name: string, threatStatus: string) => ({
    name,
    properties: { recoveryPointTime: "2026-11-19T22:10:00Z", threatStatus, threatInfo: [{ threatTitle: "Trojan" }] },
  });
  const protectedVm = (name: string, sourceSideScanStatus: string) =>
    element(name, {
      protectionState: "Protected",
      sourceSideScanInfo: { sourceSideScanStatus, sourceSideScanSummary: "Unknown" },
    });
  const items = [protectedVm("vm-web", "Configured"), protectedVm("vm-db", "NotConfigured")];
  const points = { "vm-web": [point("bad", "UnHealthy"), point("good", "Healthy")] };
  const { printed } = await run({}, items, points);
  expect(printed.at(-1)).toBe(
    "Azure marks the recovery point 2026-11-19 22:10 UTC of 'vm-web' as UnHealthy (Trojan); restore an older one, or into an isolated network",
  );
  const json = await run({ output: "json" }, items, points);
  expect(JSON.parse(json.printed.join("\n"))).toMatchObject([
    { unhealthyRecoveryPoints: [] },
    { unhealthyRecoveryPoints: [{ id: "bad", threatStatus: "UnHealthy" }] },
  ]);
});
