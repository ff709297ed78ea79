import type { ExitCode } from "../../lib/contract/exit-code";
import { runBackup } from "../../lib/hook/commands/backup-now/run";
import { runPlan } from "../../lib/hook/commands/backup-now/plan";
import { runCancel } from "../../lib/hook/commands/cancel/run";
import { runJobs } from "../../lib/hook/commands/jobs/run";
import { runPreflight } from "../../lib/hook/commands/preflight/run";
import { runRecoveryPoints } from "../../lib/hook/commands/recovery-points/run";
import { runStatus } from "../../lib/hook/commands/status/run";
import type { Context } from "../../lib/hook/context";
import { backupOptions, itemId, VAULT_ID } from "./fakes";
import { type Answer, scriptedAzure, type ScriptedAzure } from "./scripted-azure";
import { VirtualClock } from "./virtual-clock";

/** A VM of a vault, by its names. */
export interface EstateVm {
  readonly name: string;
  readonly group: string;
  /** What Azure says of it. @default pending, and its backup fails */
  readonly state?: "pending" | "backedUp" | "running";
}

/** Every command, as a run of it with what it prints. */
export const COMMANDS: Readonly<Record<string, (context: Context, reports?: Reports) => Promise<ExitCode>>> = {
  status: (context) => runStatus({ ...VIEW, output: "table" }, context),
  "status as JSON": (context) => runStatus({ ...VIEW, output: "json" }, context),
  jobs: (context) => runJobs({ ...JOBS, output: "table", watch: false }, context),
  "jobs as JSON": (context) => runJobs({ ...JOBS, output: "json", watch: false }, context),
  "jobs, watched": (context) => runJobs({ ...JOBS, output: "table", watch: true }, context),
  "recovery points": (context) => runRecoveryPoints({ ...VIEW, output: "table" }, context),
  "recovery points as JSON": (context) => runRecoveryPoints({ ...VIEW, output: "json" }, context),
  preflight: (context) => runPreflight({ ...VIEW, output: "table" }, context),
  "preflight of a VM": (context) => runPreflight({ ...VIEW, vms: [NEW_VM], output: "table" }, context),
  plan: (context) => runPlan({ ...backupOptions(), output: "table" }, context),
  "plan as JSON": (context) => runPlan({ ...backupOptions(), output: "json" }, context),
  cancel: (context) => runCancel({ vaultId: VAULT_ID, jobIds: [], vms: ["vm-run"], timeoutMinutes: 1 }, context),
  "backup-now": (context, reports) => runBackup({ ...backupOptions({ timeoutMinutes: 30 }), reports }, context),
};

/** Files for the reports of a run. */
export interface Reports {
  readonly json: string;
  readonly junit: string;
  readonly markdown: string;
}

/** For how long a backup runs that runs already. */
const RUNNING_MS = 1_200_000;
const NEW_VM = "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-new";
const POLICY_ID = `${VAULT_ID}/backupPolicies/daily`;
const VIEW = { vaultId: VAULT_ID, vms: undefined, timeoutMinutes: 60 };
const JOBS = {
  ...{ ...VIEW, statuses: undefined, operations: undefined },
  ...{ since: { agoMs: 86_400_000 }, until: undefined },
};

/** Azure with some VMs in a vault; the answers pass through `change` on their way. */
export function estateAzure(
  vms: readonly EstateVm[],
  {
    env = {},
    change = (answer) => answer,
  }: { readonly env?: NodeJS.ProcessEnv; readonly change?: (answer: Answer) => Answer } = {},
): ScriptedAzure<VirtualClock> {
  const clock = new VirtualClock();
  const triggered = new Set<string>();
  const jobOf = (vm: EstateVm): unknown => jobElement(vm, triggered.has(keyOf(vm)) || clock.elapsed() > RUNNING_MS);
  const hasJob = (vm: EstateVm): boolean => vm.state === "running" || triggered.has(keyOf(vm));
  const azure = scriptedAzure(
    ({ method, path }) => {
      const vm = vms.find(
        (one) =>
          path.startsWith(itemId(one.name, one.group)) || path.includes(`job-${keyOf(one)}`) || path.includes(`op-${keyOf(one)}`),
      );
      return change(answerTo(method, path, vm));
    },
    env,
    clock,
  );
  return { ...azure, context: azure.context.limitedTo(60) };

  function answerTo(method: string, path: string, vm: EstateVm | undefined): Answer {
    if (path === VAULT_ID) return { body: { location: "westeurope" } };
    if (path === NEW_VM) return { body: { location: "westeurope" } };
    if (path === POLICY_ID) return { body: POLICY };
    if (path.endsWith("/permissions")) return { body: { value: [{ actions: ["*"], notActions: [] }] } };
    if (path.endsWith("/backupStatus")) return { body: { protectionStatus: "NotProtected", vaultId: "" } };
    if (path.endsWith("/backupPreValidateProtection")) return { body: REFUSED };
    if (path.endsWith("/backupProtectedItems")) return { body: { value: vms.map(itemElement) } };
    if (path.endsWith("/backupJobs")) return { body: { value: vms.filter(hasJob).map(jobOf) } };
    if (!vm) return undefined;
    if (path.endsWith("/recoveryPoints")) return { body: { value: vm.state === "backedUp" ? [POINT] : [] } };
    if (path.endsWith("/cancel")) return { status: 400, body: { error: { code: "NotNow", message: "Too late." } } };
    if (path.includes("/backupJobs/")) return { body: jobOf(vm) };
    if (path.includes("/backupOperations/")) return { body: { status: "Succeeded", properties: { jobId: `job-${keyOf(vm)}` } } };
    if (method !== "POST") return { body: itemElement(vm) };
    triggered.add(keyOf(vm));
    const Location = `https://management.example.com${VAULT_ID}/backupOperations/op-${keyOf(vm)}?api-version=2025-02-01`;
    return { status: 202, headers: { "Azure-AsyncOperation": Location } };
  }
}

function keyOf({ name, group }: EstateVm): string {
  return `${group}-${name}`;
}

function itemElement({ name, group, state = "pending" }: EstateVm): unknown {
  const backedUp = state === "backedUp";
  return {
    id: itemId(name, group),
    name: `VM;iaasvmcontainerv2;${group};${name}`,
    type: "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems",
    properties: {
      friendlyName: name,
      virtualMachineId: `/subscriptions/s/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`,
      protectionState: backedUp ? "Protected" : "IRPending",
      healthStatus: "ActionRequired",
      lastBackupStatus: backedUp ? "Completed" : "",
      lastBackupTime: backedUp ? "2026-11-19T22:00:00Z" : "2001-01-01T00:00:00Z",
      ...(backedUp ? { lastRecoveryPoint: "2026-11-19T22:10:00Z" } : {}),
      protectedItemType: "Microsoft.Compute/virtualMachines",
      policyId: POLICY_ID,
      policyName: "daily",
      containerName: `iaasvmcontainerv2;${group};${name}`,
    },
  };
}

/** The job of a VM: one that runs on, or one that has failed. */
function jobElement(vm: EstateVm, failed: boolean): unknown {
  const { name, group } = vm;
  return {
    id: `${VAULT_ID}/backupJobs/job-${keyOf(vm)}`,
    name: `job-${keyOf(vm)}`,
    properties: {
      activityId: "activity",
      containerName: `iaasvmcontainerv2;${group};${name}`,
      entityFriendlyName: name,
      operation: "Backup",
      status: failed ? "Failed" : "InProgress",
      startTime: "2026-11-20T09:50:00Z",
      ...(failed ? { endTime: "2026-11-20T10:05:00Z", errorDetails: [ERROR] } : {}),
      actionsInfo: ["Cancellable"],
      extendedInfo: {
        tasksList: [{ taskId: "Take Snapshot", status: failed ? "Failed" : "InProgress" }],
        propertyBag: { "VM Name": name },
        progressPercentage: 10,
        estimatedRemainingDuration: "01:00:00",
        dynamicErrorMessage: "It goes on.",
      },
    },
  };
}

const ERROR = { errorCode: 1, errorTitle: "SomethingNew", errorString: "It broke.", recommendations: ["Mend it."] };
const REFUSED = { status: "Failed", errorCode: "NotSo", errorMessage: "It cannot.", recommendation: "Do not." };
const POLICY = {
  id: POLICY_ID,
  name: "daily",
  properties: {
    timeZone: "UTC",
    schedulePolicy: { scheduleRunFrequency: "Daily", scheduleRunTimes: ["2026-01-01T22:00:00Z"] },
  },
};
const POINT = {
  name: "point-1",
  properties: {
    recoveryPointType: "CrashConsistent",
    recoveryPointTime: "2026-11-19T22:10:00Z",
    recoveryPointTierDetails: [{ type: "InstantRP", status: "Valid" }],
    recoveryPointProperties: { expiryTime: "2026-12-19T23:59:59Z" },
  },
};
