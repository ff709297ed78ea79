import { DRILL_RECORD_VERSION, type DrilledVm, type DrillRecord } from "../../../lib/hook/drill/drill-record";
import { itemId, VAULT_ID } from "../fakes";

/** A drilled VM that passed. */
export function drilledVm(label: string, overrides: Partial<DrilledVm> = {}): DrilledVm {
  return {
    vm: label,
    resourceGroup: "rg-app",
    label,
    protectedItemId: itemId("vm-web"),
    outcome: "passed",
    reason: null,
    remedy: null,
    recoveryPointId: "point-1",
    recoveryPointTime: "2026-11-20T01:00:00.000Z",
    tiers: ["Vault"],
    consistency: "ApplicationConsistent",
    pointAgeSeconds: 9 * 3_600,
    pointAgeMet: true,
    jobIds: [`job-${label}`],
    restoreStartTime: "2026-11-20T10:00:00.000Z",
    restoreEndTime: "2026-11-20T10:35:00.000Z",
    restoreSeconds: 2_100,
    objectiveMet: true,
    checks: [{ name: "number of data disks", outcome: "passed", expected: "2", found: "2", detail: null }],
    resources: [{ what: "disk", id: `/disks/${label}-os`, state: "deleted", reason: null }],
    ...overrides,
  };
}

/** The evidence of a drill of these VMs. */
export function drillEvidence(vms: readonly DrilledVm[], overrides: Partial<DrillRecord> = {}): DrillRecord {
  return {
    version: DRILL_RECORD_VERSION,
    tool: "azure-vm-backup 0.1.0",
    operation: "drill",
    drillId: "d-20261120",
    vaultId: VAULT_ID,
    vault: "rsv-app",
    scratchGroupId: "/subscriptions/s/resourceGroups/rg-drill",
    restores: "disks",
    candidates: 7,
    draw: "seed 42, turn 3",
    objectiveMinutes: 60,
    pointAgeHours: 24,
    startTime: "2026-11-20T10:00:00.000Z",
    endTime: "2026-11-20T10:45:00.000Z",
    exitCode: 0,
    ended: "settled",
    error: null,
    vms,
    cleaned: [],
    ...overrides,
  };
}

const failedCheck = { name: "LUN of a disk", outcome: "failed", expected: "3", found: null, detail: "no disk has it" } as const;

/** One VM of every outcome, and of every condition that is not met. */
export const EVERY_OUTCOME: readonly DrilledVm[] = [
  drilledVm("vm-good"),
  drilledVm("vm-broken", {
    outcome: "failed",
    reason: "the job failed: no quota",
    remedy: "raise the quota",
    restoreSeconds: null,
  }),
  drilledVm("vm-late", { restoreSeconds: 4_000, objectiveMet: false }),
  drilledVm("vm-old", { pointAgeSeconds: 30 * 3_600, pointAgeMet: false }),
  drilledVm("vm-wrong", { checks: [failedCheck] }),
  drilledVm("vm-none", {
    ...{ outcome: "skipped", reason: "it has no recovery point", recoveryPointId: null, recoveryPointTime: null, tiers: [] },
    ...{ consistency: null, pointAgeSeconds: null, pointAgeMet: null, jobIds: [], restoreStartTime: null, restoreEndTime: null },
    ...{ restoreSeconds: null, objectiveMet: null, checks: [], resources: [] },
  }),
];
