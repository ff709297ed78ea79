import type { PhaseRecord } from "../../../lib/hook/report/phases";
import { RECORD_VERSION, type RunRecord, type VmOutcome, type VmRecord } from "../../../lib/hook/report/run-record";
import { itemId, VAULT_ID } from "../fakes";

const at = (time: string): string => `2026-11-20T${time}:00.000Z`;

export const PHASES: readonly PhaseRecord[] = [
  { name: "Waiting", kind: "waiting", status: "Completed", startTime: at("10:00"), endTime: at("10:02") },
  { name: "Take Snapshot", kind: "snapshot", status: "Completed", startTime: at("10:02"), endTime: at("10:12") },
  { name: "Transfer data to vault", kind: "transfer", status: "Completed", startTime: at("10:12"), endTime: at("10:40") },
];

/** A VM whose backup completed. */
export function vmRecord(label: string, overrides: Partial<VmRecord> = {}): VmRecord {
  return {
    ...{ vm: label, resourceGroup: "rg-app", label, protectedItemId: itemId("vm-web") },
    ...{ outcome: "completed", settled: true, status: "Completed", reason: null, remedies: [], jobId: `job-${label}` },
    ...{ startTime: at("10:02"), endTime: at("10:40"), phases: PHASES, retainedUntil: "2026-12-20" },
    ...overrides,
  };
}

export function runRecord(vms: readonly VmRecord[], overrides: Partial<RunRecord> = {}): RunRecord {
  return {
    ...{ version: RECORD_VERSION, tool: "azure-vm-backup 0.1.0", vaultId: VAULT_ID, vault: "rsv-app", waitFor: "completed" },
    ...{ startTime: at("10:00"), endTime: at("10:45"), ended: "settled", exitCode: 0, summary: `${vms.length} VMs` },
    ...{ error: null, resumeCommand: null, vms },
    ...overrides,
  };
}

const OUTCOMES: Readonly<Record<VmOutcome, string>> = {
  alreadyBackedUp: "Already backed up",
  skipped: "Skipped",
  notStarted: "Not started",
  requested: "Requested",
  running: "InProgress",
  snapshotTaken: "InProgress (snapshot taken)",
  completed: "Completed",
  completedWithWarnings: "Completed with warnings",
  cancelled: "Cancelled",
  failed: "Failed",
};

/** One VM of every outcome. */
export const EVERY_OUTCOME = (Object.keys(OUTCOMES) as VmOutcome[]).map((outcome) =>
  vmRecord(`vm-${outcome}`, {
    ...{ outcome, status: OUTCOMES[outcome], settled: !["notStarted", "requested", "running"].includes(outcome) },
    ...(outcome === "failed" ? { reason: "Broke [no quota: raise the quota]", remedies: ["raise the quota"] } : {}),
    ...(outcome === "skipped" ? { reason: "is soft-deleted", phases: [], startTime: null, endTime: null, jobId: null } : {}),
  }),
);
