import type { ITerraformDependable } from "cdktf";
import type { InitialBackupCredential } from "./initial-backup-credential";
import type { RecoveryPointRetention } from "./recovery-point-retention";

/** How far an initial backup is followed before the deployment goes on. */
export enum WaitFor {
  /** Azure has accepted the backup; whether it succeeds is not waited for. */
  ACCEPTED = "accepted",
  /** The VM's snapshot is taken, from which it can be restored; its transfer to the vault goes on. */
  SNAPSHOT = "snapshot",
  /** The backup is in the vault. It may take many hours, for which the deployment keeps its state locked, its job and its token. */
  COMPLETED = "completed",
}

/** What a failed initial backup does to the deployment. */
export enum OnFailure {
  /** The deployment fails, and the next one tries again. */
  FAIL = "fail",
  /**
   * The deployment goes on, and Terraform does not try again until the set of VMs changes; the run prints the command that does.
   */
  WARN = "warn",
}

/** How the initial backup is taken, whichever VMs it is for. */
export interface InitialBackupOptions {
  /** How long the recovery point of the initial backup is kept. A change has no effect on what is already backed up. */
  readonly retention: RecoveryPointRetention;

  /**
   * How far each backup is followed.
   * @default WaitFor.SNAPSHOT
   */
  readonly waitFor?: WaitFor;

  /**
   * Minutes after which following ends, with the state of each VM; the backups themselves go on in Azure. At least 1.
   * @default - 120, and 1,440 (a day) with WaitFor.COMPLETED, since the first backup of a large VM takes many hours
   */
  readonly timeoutMinutes?: number;

  /**
   * How many backups are triggered at the same time; Azure queues what it cannot start. At least 1.
   * @default 4
   */
  readonly concurrency?: number;

  /**
   * What a failure does to the deployment.
   * @default OnFailure.FAIL
   */
  readonly onFailure?: OnFailure;

  /**
   * Leaves a VM to its schedule if the next scheduled backup begins within that many minutes. At least 1.
   * @default - a backup is triggered however near the schedule is
   */
  readonly skipIfScheduledWithinMinutes?: number;

  /**
   * How the program signs in.
   * @default - as the azurerm provider does, from the `ARM_*` variables of the deployment
   */
  readonly credential?: InitialBackupCredential;

  /**
   * The name of a Terraform output that holds the request, with the ids of the vault and the protected items: for pipelines that run
   * `azure-vm-backup` themselves once the deployment has ended, with `--from-outputs` or with the request. Letters, digits, '_' and '-',
   * not starting with a digit or '-'.
   * @default - no output
   */
  readonly outputName?: string;

  /**
   * Whether the backup is part of the deployment. Without it there has to be an `outputName`.
   * @default - true without an `outputName`, false with one
   */
  readonly runInDeployment?: boolean;

  /**
   * What Terraform must create first, such as the role assignment that lets the deployment's identity start backups.
   * @default - only what the protected VMs need
   */
  readonly dependsOn?: ITerraformDependable[];
}
