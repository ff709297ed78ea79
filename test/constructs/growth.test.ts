import { Session } from "node:inspector";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import {
  AzurePrincipal,
  BackupSchedule,
  DrillRestores,
  InitialBackup,
  ProtectedVm,
  ProtectedVms,
  ProtectionState,
  RecoveryPointRetention,
  RecoveryServicesVault,
  ResourceGuard,
  RestoreDrill,
  SourceVm,
  VaultDiagnosticSetting,
  VaultLock,
  VaultResourceGuardAssociation,
  VmBackupPolicy,
  WaitFor,
} from "../../lib";
import { GROUP, SUBSCRIPTION, unknownText, vmId } from "../support/azure";
import { declaredVm } from "./protection/support";

const [FEW, MANY] = [6, 24];
/** Of the calls of a function, for four times the constructs: 4 if they grow with them, 16 if with their square. */
const LIMIT = 8;

const place = { vaultName: "vault-app", guardName: "guard", resourceGroupName: "rg-app", location: "westeurope" };
const numbered = (count: number, build: (index: number) => unknown) => Array.from({ length: count }, (_, index) => build(index));
const policyOf = (stack: TerraformStack, id: string, vault: RecoveryServicesVault) =>
  new VmBackupPolicy(stack, id, { vault, schedule: BackupSchedule.daily({ time: "22:00" }), dailyRetentionDays: 30 });

const FORMS: Readonly<Record<string, (stack: TerraformStack, count: number) => unknown>> = {
  "single VMs, each with an initial backup and an output": (stack, count) => {
    const vault = new RecoveryServicesVault(stack, "Vault", place);
    const policy = policyOf(stack, "Policy", vault);
    return numbered(count, (index) => {
      const vm = SourceVm.fromId(vmId(`vm-${index}`));
      const protectedVms = [new ProtectedVm(stack, `Vm-${index}`, { vault, policy, vm })];
      const options = { outputName: `request-${index}`, runInDeployment: true, retention: RecoveryPointRetention.days(30) };
      return new InitialBackup(stack, `Backup-${index}`, { protectedVms, ...options });
    });
  },
  "single VMs by references, stopped under a guard": (stack, count) => {
    const vault = new RecoveryServicesVault(stack, "Vault", place);
    const policy = policyOf(stack, "Policy", vault);
    const resourceGuard = new ResourceGuard(stack, "Guard", place);
    new VaultResourceGuardAssociation(stack, "Association", { vault, resourceGuard });
    declaredVm(stack, "Many").count = 2;
    return numbered(count, (index) => {
      const vm = SourceVm.fromId(unknownText(stack, `vm-${index}`), { protectionState: ProtectionState.STOPPED });
      return new ProtectedVm(stack, `Vm-${index}`, { vault, policy, vm });
    });
  },
  "vaults, each with an initial backup and a drill": (stack, count) =>
    numbered(count, (index) => {
      const vault = new RecoveryServicesVault(stack, `Vault-${index}`, { ...place, vaultName: `vault-${index}` });
      const vms = { web: SourceVm.fromId(vmId(`vm-${index}`)) };
      const protectedVms = [
        new ProtectedVms(stack, `Vms-${index}`, { vault, policy: policyOf(stack, `Policy-${index}`, vault), vms }),
      ];
      const initialBackup = { retention: RecoveryPointRetention.days(30), waitFor: WaitFor.COMPLETED };
      new InitialBackup(stack, `Backup-${index}`, { protectedVms, ...initialBackup });
      const principal = AzurePrincipal.servicePrincipal(SUBSCRIPTION);
      const options = { outputName: `drill-${index}`, runOnDeploy: true, restores: DrillRestores.VM, principal };
      return new RestoreDrill(stack, `Drill-${index}`, { protectedVms, ...options });
    }),
  "vaults with additions of the same names": (stack, count) =>
    numbered(count, (index) => {
      const vault = new RecoveryServicesVault(stack, `Vault-${index}`, { ...place, vaultName: `vault-${index}` });
      policyOf(stack, `Policy-${index}`, vault);
      const logAnalyticsWorkspaceId = `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/logs`;
      new VaultLock(stack, `Lock-${index}`, { vault, lockName: "lock" });
      new VaultDiagnosticSetting(stack, `Logs-${index}`, { vault, settingName: "logs", logAnalyticsWorkspaceId });
      const resourceGuard = new ResourceGuard(stack, `Guard-${index}`, { ...place, guardName: `guard-${index}` });
      return new VaultResourceGuardAssociation(stack, `Association-${index}`, { vault, resourceGuard });
    }),
};

/** How often each function of the constructs is called while a form is built and synthesized. */
function callsOf(build: (stack: TerraformStack, count: number) => unknown, count: number): ReadonlyMap<string, number> {
  const session = new Session();
  session.connect();
  const calls = new Map<string, number>();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  const stack = new TerraformStack(Testing.app(), "stack");
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  build(stack, count);
  Testing.synth(stack, true);
  session.post("Profiler.takePreciseCoverage", (_, { result }) => {
    for (const { url, functions } of result) {
      if (!/\/lib\/constructs\/|node_modules\/constructs\//.test(url.replaceAll("\\", "/"))) continue;
      for (const { functionName, ranges } of functions) {
        const { startOffset = 0, count: called = 0 } = ranges[0] ?? {};
        calls.set(`${url.replace(/.*\//, "")}:${startOffset} ${functionName}`, called);
      }
    }
  });
  session.disconnect();
  return calls;
}

test.each(Object.entries(FORMS))("calls grow as the constructs do: %s", (_, build) => {
  const few = callsOf(build, FEW);
  const many = callsOf(build, MANY);
  expect([...many.values()].some((calls) => calls >= MANY)).toBe(true);
  const grown = [...many].filter(([name, calls]) => calls > LIMIT * Math.max(FEW, few.get(name) ?? 0));
  expect(grown.map(([name, calls]) => `${name}: ${few.get(name) ?? 0} to ${calls}`)).toEqual([]);
});
