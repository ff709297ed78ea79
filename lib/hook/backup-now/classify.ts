import type { BackupJob } from "../vault/backup-job";
import { isSuspicious, type ProtectedItem } from "../vault/protected-item";
import type { JobIndex } from "./job-index";

/** The state of a VM as far as its initial backup is concerned. */
export type ItemState =
  /** A VM of the classic deployment model. */
  | { readonly kind: "classic" }
  /** Soft-deleted. */
  | { readonly kind: "softDeleted" }
  /** Protection is stopped and the backups are retained. */
  | { readonly kind: "stopped"; readonly lastRecoveryPoint: Date | undefined }
  /** Backups are suspended or paused. */
  | { readonly kind: "suspended"; readonly lastRecoveryPoint: Date | undefined }
  /** A backup job is running, possibly the first, started by anybody. */
  | { readonly kind: "running"; readonly job: BackupJob }
  /** Protected, without a backup. */
  | { readonly kind: "pending" }
  /** Protected, with a backup. */
  | { readonly kind: "backedUp"; readonly lastRecoveryPoint: Date | undefined; readonly suspicious: boolean }
  /** In an error state, for example after a failed first job. Only a recovery point shows that a backup exists. */
  | { readonly kind: "ambiguous"; readonly protectionState: string; readonly lastRecoveryPoint: Date | undefined };

/** What the hook does with a VM. */
export type Action =
  | { readonly kind: "trigger" }
  | { readonly kind: "attach"; readonly job: BackupJob }
  /** The VM already has a backup. `warn` is true if a person should check it. */
  | { readonly kind: "skip"; readonly reason: string; readonly warn: boolean }
  /** The VM has no backup and cannot be backed up. */
  | { readonly kind: "refuse"; readonly reason: string };

const ALREADY_BACKED_UP = "already backed up";

/** The note for a backup of a VM in which Azure's threat scan found something. */
export const SUSPICIOUS =
  "Azure's threat scan reports the VM as Suspicious, so its recovery points may be unhealthy; check them with 'azure-vm-backup recovery-points'";

const SUSPENDED = new Set(["ProtectionPaused", "BackupsSuspended"]);

/** Determines the state of a VM from its item and the vault's jobs. The order of the checks matters. */
export function classify(item: ProtectedItem, jobs: JobIndex): ItemState {
  const { protectionState, lastRecoveryPoint } = item;
  if (item.classic) return { kind: "classic" };
  if (item.softDeleted) return { kind: "softDeleted" };
  if (protectionState === "ProtectionStopped") return { kind: "stopped", lastRecoveryPoint };
  if (SUSPENDED.has(protectionState)) return { kind: "suspended", lastRecoveryPoint };
  const job = jobs.running(item.vmKey);
  if (job && !(protectionState === "Protected" && startedAfter(job, lastRecoveryPoint))) return { kind: "running", job };
  if (protectionState === "IRPending") return { kind: "pending" };
  if (protectionState === "Protected") return { kind: "backedUp", lastRecoveryPoint, suspicious: isSuspicious(item) };
  return { kind: "ambiguous", protectionState, lastRecoveryPoint };
}

/** Returns the action for a state. With `force`, VMs that have a backup are backed up again. */
export function actionFor(state: ItemState, force = false): Action {
  if (force && (state.kind === "backedUp" || state.kind === "ambiguous")) return { kind: "trigger" };
  switch (state.kind) {
    case "pending":
      return { kind: "trigger" };
    case "running":
      return { kind: "attach", job: state.job };
    case "backedUp":
      return state.suspicious
        ? { kind: "skip", reason: `${ALREADY_BACKED_UP}, but ${SUSPICIOUS}`, warn: true }
        : { kind: "skip", reason: ALREADY_BACKED_UP, warn: false };
    case "classic":
      return { kind: "refuse", reason: "is a classic VM, which Azure has retired; migrate it to Azure Resource Manager first" };
    case "softDeleted":
      return { kind: "refuse", reason: "is soft-deleted; undelete it and resume its protection first" };
    case "stopped":
      return withoutProtection("protection is stopped", state.lastRecoveryPoint);
    case "suspended":
      return withoutProtection("backups are suspended", state.lastRecoveryPoint);
    case "ambiguous":
      return state.lastRecoveryPoint === undefined
        ? { kind: "trigger" }
        : { kind: "skip", reason: `${ALREADY_BACKED_UP}, but Azure reports ${state.protectionState}`, warn: true };
  }
}

function withoutProtection(what: string, lastRecoveryPoint: Date | undefined): Action {
  return lastRecoveryPoint === undefined
    ? { kind: "refuse", reason: `${what} and no recovery point exists; resume its protection first` }
    : { kind: "skip", reason: `${ALREADY_BACKED_UP}; ${what}`, warn: false };
}

/** Whether a job started after the last recovery point, so that the VM had a backup before the job. */
function startedAfter(job: BackupJob, lastRecoveryPoint: Date | undefined): boolean {
  return lastRecoveryPoint !== undefined && job.startTime !== undefined && lastRecoveryPoint < job.startTime;
}
