import type { BackupJob } from "../vault/backup-job";
import { isSuspicious, type ProtectedItem } from "../vault/protected-item";
import type { JobIndex } from "./job-index";

/** What Azure says of a VM, as far as its initial backup is concerned. */
export type ItemState =
  /** A VM of the classic deployment model. */
  | { readonly kind: "classic" }
  /** Kept by soft delete only. */
  | { readonly kind: "softDeleted" }
  /** Protection is stopped, its data kept. */
  | { readonly kind: "stopped"; readonly lastRecoveryPoint: Date | undefined }
  /** Backups are suspended or paused. */
  | { readonly kind: "suspended"; readonly lastRecoveryPoint: Date | undefined }
  /** A backup job is under way, whoever started it, and may be the first. */
  | { readonly kind: "running"; readonly job: BackupJob }
  /** Protected, and never backed up. */
  | { readonly kind: "pending" }
  /** Protected and backed up before. */
  | { readonly kind: "backedUp"; readonly lastRecoveryPoint: Date | undefined; readonly suspicious: boolean }
  /** In an error state, such as after a first job that failed: only a recovery point tells whether a backup exists. */
  | { readonly kind: "ambiguous"; readonly protectionState: string; readonly lastRecoveryPoint: Date | undefined };

/** What the hook does about a VM. */
export type Action =
  | { readonly kind: "trigger" }
  | { readonly kind: "attach"; readonly job: BackupJob }
  /** The VM is backed up already; `warn` if somebody should look at it all the same. */
  | { readonly kind: "skip"; readonly reason: string; readonly warn: boolean }
  /** The VM has no backup, and none can be started. */
  | { readonly kind: "refuse"; readonly reason: string };

const ALREADY_BACKED_UP = "already backed up";

/** What to say of a backup of a VM in which Azure's threat scan found something. */
export const SUSPICIOUS =
  "Azure's threat scan reports the VM as Suspicious, so its recovery points may be unhealthy; check them with 'azure-vm-backup recovery-points'";

const SUSPENDED = new Set(["ProtectionPaused", "BackupsSuspended"]);

/** Reads the state of a VM from its item and from the jobs of the vault; the order of the questions matters. */
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

/** What follows from a state; by force, what is backed up already is backed up again. */
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

/** Whether a recovery point is older than a job, and so cannot be of that job's making: the VM was backed up before. */
function startedAfter(job: BackupJob, lastRecoveryPoint: Date | undefined): boolean {
  return lastRecoveryPoint !== undefined && job.startTime !== undefined && lastRecoveryPoint < job.startTime;
}
