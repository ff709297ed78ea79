import type { ITerraformDependable } from "cdktf";
import type { InitialBackupCredential } from "./initial-backup-credential";
import type { RecoveryPointRetention } from "./recovery-point-retention";
import type { OptionNames } from "../private/option-names";

/** How far an initial backup is followed before the deployment continues. */
export enum WaitFor {
  /** Azure has accepted the backup. The deployment does not wait for its result. */
  ACCEPTED = "accepted",
  /** The snapshot is complete, and the VM can be restored from it. The transfer to the vault continues. */
  SNAPSHOT = "snapshot",
  /**
   * The backup is in the vault. This may take many hours, in which the state is locked, the pipeline job runs and its token must stay
   * valid.
   */
  COMPLETED = "completed",
}

/** The effect of a failed initial backup on the deployment. */
export enum OnFailure {
  /** The deployment fails, and the next one tries again. */
  FAIL = "fail",
  /**
   * The deployment continues. Terraform does not try again until the set of VMs changes; the program prints the command to try again.
   */
  WARN = "warn",
}

/** How the program of an initial backup runs. */
export interface InitialBackupRunOptions {
  /**
   * How far each backup is followed.
   * @default WaitFor.SNAPSHOT
   */
  readonly waitFor?: WaitFor;

  /**
   * Minutes after which the program stops following the jobs, and prints the state of each VM. The backups continue in Azure. At least 1.
   * @default - 120, and 1,440 (a day) with WaitFor.COMPLETED, since the first backup of a large VM takes many hours
   */
  readonly timeoutMinutes?: number;

  /**
   * The number of backups that are started at the same time. Azure queues those that it cannot start. At least 1.
   * @default 4
   */
  readonly concurrency?: number;

  /**
   * The effect of a failure on the deployment.
   * @default OnFailure.FAIL
   */
  readonly onFailure?: OnFailure;

  /**
   * Starts no backup of a VM whose next scheduled backup begins within this many minutes. At least 1.
   * @default - the schedule is not considered
   */
  readonly skipIfScheduledWithinMinutes?: number;

  /**
   * How the program signs in.
   * @default - as the azurerm provider does, from the `ARM_*` variables of the deployment
   */
  readonly credential?: InitialBackupCredential;
}

/** The names of the options of a run. */
export const RUN_OPTIONS: OptionNames<InitialBackupRunOptions> = {
  waitFor: true,
  timeoutMinutes: true,
  concurrency: true,
  onFailure: true,
  skipIfScheduledWithinMinutes: true,
  credential: true,
};

/** How the initial backup is taken. */
export interface InitialBackupOptions extends InitialBackupRunOptions {
  /** How long the recovery point of the initial backup is kept. A change does not affect existing recovery points. */
  readonly retention: RecoveryPointRetention;

  /**
   * The name of a Terraform output with the request, which contains the ids of the vault and the protected items: for pipelines that run
   * `azure-vm-backup` after the deployment, with `--from-outputs` or with the request. Letters, digits, '_' and '-',
   * not starting with a digit or '-'.
   * @default - no output
   */
  readonly outputName?: string;

  /**
   * Whether the backup is part of the deployment. If not, `outputName` is required.
   * @default - true without an `outputName`, false with one
   */
  readonly runInDeployment?: boolean;

  /**
   * The resources that Terraform must create first, such as the role assignment that lets the deployment's identity start backups.
   * @default - only what the protected VMs need
   */
  readonly dependsOn?: ITerraformDependable[];
}
