import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExitCode } from "../../../../lib/contract/exit-code";
import { stackCode } from "../../../../lib/hook/adopt/stack-code";
import { runAdopt } from "../../../../lib/hook/commands/adopt/run";
import { itemId, VAULT_ID } from "../../fakes";
import { type Answer, scriptedAzure } from "../../scripted-azure";

const TIME = "2026-01-01T22:00:00Z";
const POLICY_ID = `${VAULT_ID}/backupPolicies/default`;
const VMS = "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines";

const vault = (properties: object = {}, rest: object = {}) => ({
  ...{ id: VAULT_ID, name: "vault", location: "westeurope", sku: { name: "Standard" }, ...rest },
  properties: { redundancySettings: { standardTierStorageRedundancy: "LocallyRedundant" }, ...properties },
});

const policy = (times: readonly string[] = [TIME]) => ({
  id: POLICY_ID,
  name: "default",
  properties: {
    ...{ backupManagementType: "AzureIaasVM", policyType: "V1", timeZone: "UTC" },
    schedulePolicy: { scheduleRunFrequency: "Daily", scheduleRunTimes: times },
    retentionPolicy: { dailySchedule: { retentionTimes: times, retentionDuration: { count: 30, durationType: "Days" } } },
  },
});

const item = (name: string, properties: object = {}) => ({
  id: itemId(name),
  properties: {
    ...{ backupManagementType: "AzureIaasVM", friendlyName: name, protectionState: "Protected", policyId: POLICY_ID },
    ...{ virtualMachineId: `${VMS}/${name}`, extendedProperties: {}, ...properties },
  },
});

interface Content {
  readonly vault?: unknown;
  readonly policies?: readonly unknown[];
  readonly items?: readonly unknown[];
  readonly other?: (path: string) => Answer;
}

async function run(
  { vault: settings = vault(), policies = [policy()], items = [], other = () => undefined }: Content,
  out?: string,
) {
  const azure = scriptedAzure(({ path }) => {
    const given = other(path);
    if (given) return given;
    if (path === VAULT_ID) return { body: settings };
    if (path.endsWith("/backupPolicies")) return { body: { value: policies } };
    if (path.endsWith("/backupProtectedItems")) return { body: { value: items } };
    return { body: { value: [] } };
  });
  const code = await runAdopt({ vaultId: VAULT_ID, out, timeoutMinutes: 10 }, azure.context, stackCode);
  expect(code).toBe(ExitCode.done);
  return { text: azure.printed.join("\n"), notes: azure.noted.join("\n") };
}

test("prints a stack that declares and imports the vault, its policies and its VMs", async () => {
  const disks = { diskExclusionProperties: { diskLunList: [3, 1], isInclusionList: false } };
  const items = [item("vm-web"), item("vm-db", { extendedProperties: disks }), item("VM_DB", { protectionState: "IRPending" })];
  const { text, notes } = await run({ items });
  expect(text).toMatchInlineSnapshot(`
   "import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
   import { TerraformStack } from "cdktf";
   import {
     AzurermProviderVersion,
     BackupSchedule,
     ProtectedVms,
     RecoveryServicesVault,
     SourceVm,
     StorageRedundancy,
     VmBackupPolicy,
   } from "cdktf-azure-vm-backup";
   import type { Construct } from "constructs";

   /** The vault 'rsv-app', its policies and its protected VMs. */
   export class RsvAppStack extends TerraformStack {
     constructor(scope: Construct, id: string) {
       super(scope, id);

       new AzurermProvider(this, "Azurerm", { features: [{}], subscriptionId: "s" });
       AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0");

       const vault = new RecoveryServicesVault(this, "Vault", {
         vaultName: "rsv-app",
         resourceGroupName: "rg",
         location: "westeurope",
         redundancy: StorageRedundancy.local(),
       });
       vault.importVault("/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/rsv-app");

       const defaultPolicy = new VmBackupPolicy(this, "Default", {
         vault,
         policyName: "default",
         schedule: BackupSchedule.daily({ time: "22:00" }),
         dailyRetentionDays: 30,
       });
       defaultPolicy.importPolicy(
         "/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/rsv-app/backupPolicies/default",
       );

       // There is no backup yet of 'VM_DB': the policy takes the first one. With --initial-backup <days>, the code
       // takes it.
       const vms = new ProtectedVms(this, "Vms", {
         vault,
         policy: defaultPolicy,
         vms: {
           vmDbRgApp: SourceVm.fromId(
             "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-db",
             { excludeDiskLuns: [1, 3] },
           ),
           vmWeb: SourceVm.fromId(
             "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-web",
           ),
           vmDbRgApp2: SourceVm.fromId(
             "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/VM_DB",
           ),
         },
         lifecycle: {
           // After the first apply, remove the lifecycle: the next plan then adds the check that a key keeps its VM.
           postcondition: [],
         },
       });
       vms.importItem(
         "vmDbRgApp",
         "/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/rsv-app/backupFabrics/Azure/protectionContainers/IaasVMContainer;iaasvmcontainerv2;rg-app;vm-db/protectedItems/VM;iaasvmcontainerv2;rg-app;vm-db",
       );
       vms.importItem(
         "vmWeb",
         "/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/rsv-app/backupFabrics/Azure/protectionContainers/IaasVMContainer;iaasvmcontainerv2;rg-app;vm-web/protectedItems/VM;iaasvmcontainerv2;rg-app;vm-web",
       );
       vms.importItem(
         "vmDbRgApp2",
         "/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/rsv-app/backupFabrics/Azure/protectionContainers/IaasVMContainer;iaasvmcontainerv2;rg-app;VM_DB/protectedItems/VM;iaasvmcontainerv2;rg-app;VM_DB",
       );
     }
   }"
  `);
  expect(notes).toBe(
    "note: There is no backup yet of 'VM_DB': the policy takes the first one. With --initial-backup <days>, the code takes it.",
  );
});

test("writes the code to a file, with a line break at its end", async () => {
  const folder = mkdtempSync(join(tmpdir(), "adopt-"));
  try {
    const { text } = await run({}, join(folder, "stack.ts"));
    expect(text).toBe("");
    expect(readFileSync(join(folder, "stack.ts"), "utf8")).toMatch(/^import [^]*\n}\n$/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("says in the code and on stderr what it leaves out", async () => {
  const sql = {
    id: `${VAULT_ID}/x`,
    properties: { friendlyName: "orders", backupManagementType: "AzureWorkload", workloadType: "SQLDataBase" },
  };
  const { id: classicId, properties } = item("vm-old");
  const { text, notes } = await run({
    vault: vault({
      privateEndpointConnections: [{ id: `${VAULT_ID}/privateEndpointConnections/pe-1` }],
      securitySettings: { softDeleteSettings: { softDeleteState: "Enabled", softDeleteRetentionPeriodInDays: 30 } },
      restoreSettings: { crossSubscriptionRestoreSettings: { crossSubscriptionRestoreState: "Disabled" } },
    }),
    policies: [
      policy(),
      { id: `${VAULT_ID}/backupPolicies/log`, name: "log", properties: { backupManagementType: "AzureWorkload" } },
    ],
    items: [
      ...[item("vm-web"), sql, { id: classicId.replaceAll("iaasvmcontainerv2;", "iaasvmcontainer;"), properties }],
      item("vm-gone", { isScheduledForDeferredDelete: true, deferredDeleteTimeRemaining: "13.00:00:00", policyId: "" }),
      item("vm-os", { extendedProperties: { diskExclusionProperties: { diskLunList: [], isInclusionList: true } } }),
      item("vm-paused", { protectionState: "ProtectionPaused" }),
      item("vm-moved", { virtualMachineId: `${VMS.replace("rg-app", "rg-new")}/vm-moved` }),
    ],
    other: (path) => {
      if (path.endsWith("/locks")) return { body: { value: [{ id: "/l", name: "keep\u2028*/ evil();" }] } };
      return path.endsWith("/diagnosticSettings") ? { status: 403, body: { error: { code: "AuthorizationFailed" } } } : undefined;
    },
  });
  expect(notes).toMatchInlineSnapshot(`
   "note: Deleted backups can be recovered for 30 days. The vault keeps this setting; azurerm has no argument for it, and the prop softDeleteRetentionDays adds an azapi_update_resource to the plan.
   note: The restore into another subscription is 'Disabled'. The vault keeps this setting; azurerm has no argument for it, and the prop crossSubscriptionRestore adds an azapi_update_resource to the plan.
   note: The vault has the private endpoint connection 'pe-1', which stays as it is; see vault.addPrivateEndpoint.
   note: The vault has the lock 'keep */ evil();', which stays as it is; see vault.addLock.
   note: The vault may have a diagnostic setting, which could not be read (403); see vault.addDiagnosticSetting.
   note: The policy 'log' is left out: it is for 'AzureWorkload', not for VMs.
   note: The item 'orders' is left out: it is of 'SQLDataBase', not a VM.
   note: The VM 'vm-old' is left out, because it is of the classic deployment model, which Azure has retired. Its backups stay as they are.
   note: The VM 'vm-gone' is left out, because its backups are soft-deleted (13.00:00:00 left). Its backups stay as they are.
   note: The VM 'vm-moved' is left out, because its item has another name than the VM '/subscriptions/s/resourceGroups/rg-new/providers/Microsoft.Compute/virtualMachines/vm-moved', which may have been moved. Its backups stay as they are.
   note: The VM 'vm-os' is left out, because it backs up the OS disk alone, and azurerm has no argument for that. Its backups stay as they are.
   note: The VM 'vm-paused' is left out, because its protection state is 'ProtectionPaused'. Its backups stay as they are."
  `);
  const comments = text.replace(/\n *\/\/ /g, " ");
  for (const note of notes.split("\n")) expect(comments).toContain(note.replace("note: ", ""));
  expect(text).not.toContain("\u2028");
  expect(text.match(/importItem/g)).toHaveLength(1);
});

test("refers to a policy that the library cannot declare, if a VM follows it", async () => {
  const policies = [policy([TIME, "2026-01-01T23:00:00Z"])];
  const { text, notes } = await run({ policies, items: [item("vm-web")] });
  expect(text).toContain(`const defaultPolicy = VmBackupPolicy.fromPolicyId(`);
  expect(notes).toBe(
    "note: The policy 'default' is not managed by this stack, because its schedule has a form that azurerm has no arguments for.",
  );
  expect((await run({ policies })).text).not.toContain("defaultPolicy");
});

test("gives the block of stopped VMs a policy that none of them follows", async () => {
  const items = [item("vm-web", { protectionState: "ProtectionStopped", policyId: "" })];
  const { text, notes } = await run({ items });
  expect(text).toContain("policy: defaultPolicy,");
  expect(text).toContain("{ protectionState: ProtectionState.STOPPED }");
  expect(notes).toBe("");
});

test.each([
  ["the vault has no policy", { policies: [], items: [item("vm-web", { protectionState: "ProtectionStopped", policyId: "" })] }],
  ["Azure does not list its policy", { items: [item("vm-web", { policyId: `${VAULT_ID}/backupPolicies/other` })] }],
  ["it follows no policy", { items: [item("vm-web", { policyId: "" })] }],
])("leaves a VM out if %s", async (reason, content) => {
  const { text, notes } = await run(content);
  expect(notes).toContain(`The VM 'vm-web' is left out, because ${reason}`);
  expect(text).not.toContain("ProtectedVms");
});

test("says if a tag looks like a secret and is not written", async () => {
  const token = `eyJhbGciOiJub25lIn0.${"a".repeat(40)}.${"b".repeat(40)}`;
  const { text, notes } = await run({ vault: vault({}, { tags: { token } }) });
  expect(text).not.toContain(token);
  expect(notes).toContain("looks like a secret");
});

test("keeps the classic experience of Site Recovery, or the plan would replace the vault", async () => {
  const settings = { properties: { vmwareToAzureProviderType: "Vmware" } };
  const other = (answer: Answer) => (path: string) => (path.endsWith("/replicationVaultSettings/default") ? answer : undefined);
  expect((await run({ other: other({ body: settings }) })).text).toContain("classicVmwareReplicationEnabled: true,");
  const { text, notes } = await run({
    other: other({ status: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } }),
  });
  expect(text).not.toContain("classicVmwareReplicationEnabled:");
  expect(notes).toContain("Whether Site Recovery has its classic experience for VMware could not be read.");
});

test("writes the alerts of a vault if Azure tells them", async () => {
  const alerts = { azureMonitorAlertSettings: { alertsForAllJobFailures: "Enabled", alertsForAllFailoverIssues: "Disabled" } };
  const { text, notes } = await run({ vault: vault({ monitoringSettings: alerts }) });
  expect(text).toContain("alertsForAllJobFailuresEnabled: true");
  expect(text).toContain('vault.resource.addOverride("monitoring.alerts_for_all_failover_issues_enabled", false);');
  expect(notes).toContain("The vault has alerts of Site Recovery off (alerts_for_all_failover_issues_enabled)");
});

test("fails if there is no such vault", async () => {
  await expect(run({ other: (path) => (path === VAULT_ID ? { status: 404 } : undefined) })).rejects.toMatchObject({
    exitCode: ExitCode.notFound,
    message: expect.stringMatching(/^there is no vault 'rsv-app' at/) as unknown,
  });
});
