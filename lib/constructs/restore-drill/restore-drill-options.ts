import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { InitialBackupCredential } from "../initial-backup/initial-backup-credential";
import type { OnFailure } from "../initial-backup/initial-backup-options";
import type { IProtectedVms } from "../protection/protected-vms-props";
import type { AzurePrincipal } from "../vault/azure-principal";
import type { IRecoveryServicesVault } from "../vault/vault";

/** The recovery point of each VM that a drill restores. */
export enum DrillPoint {
  /** The latest one, even if it exists only as a snapshot. */
  LATEST = "latest",
  /** The latest one in the vault tier: it proves that the VM can be restored after its snapshots are lost. */
  LATEST_VAULTED = "latest-vaulted",
}

/** What a drill restores. */
export enum DrillRestores {
  /** The disks, which are compared with what the recovery point says of the source VM. */
  DISKS = "disks",
  /** A VM in an isolated network, which must also boot. It costs what a running VM of its size costs while the drill runs. */
  VM = "vm",
}

/** A tag that a VM must have to be part of a drill. */
export interface DrillTag {
  /** The name of the tag: 1 to 512 characters, none of `<>%&\?/`. Azure does not distinguish its case. */
  readonly name: string;

  /**
   * The value of the tag: at most 256 characters.
   * @default - any value
   */
  readonly value?: string;
}

/** Properties of {@link RestoreDrill}. */
export interface RestoreDrillProps {
  /**
   * The vault whose VMs are restored: all that it protects when the drill runs.
   * @default - required, unless `protectedVms` is given
   */
  readonly vault?: IRecoveryServicesVault;

  /**
   * The VMs that may be restored, all of the same vault; at least one construct. VMs that are stopped or suspended are left out.
   * @default - required, unless `vault` is given
   */
  readonly protectedVms?: IProtectedVms[];

  /**
   * Restores only VMs with this tag. The `principal` gets one more custom role for it, which reads VMs, on the subscription of the vault.
   * @default - VMs with any tags
   */
  readonly tag?: DrillTag;

  /**
   * The number of VMs that one drill restores: a whole number from 1 to 1,000. The drills of a vault take the VMs in turn.
   * @default - every VM
   */
  readonly sample?: number;

  /**
   * The largest number of VMs that a drill restores, which limits its cost: a whole number from 1 to 1,000. A drill of more VMs is
   * refused before anything is restored.
   * @default - 10, or `sample` if that is more
   */
  readonly maxVms?: number;

  /**
   * The number of VMs that are restored at the same time: a whole number from 1 to 20.
   * @default 4
   */
  readonly concurrency?: number;

  /**
   * The recovery point of each VM.
   * @default DrillPoint.LATEST_VAULTED
   */
  readonly point?: DrillPoint;

  /**
   * What is restored.
   * @default DrillRestores.DISKS
   */
  readonly restores?: DrillRestores;

  /**
   * The recovery time objective: the number of minutes that the restore of one VM may take, from 1 to 100,000. A drill that takes longer fails.
   * @default - any time
   */
  readonly objectiveMinutes?: number;

  /**
   * The recovery point objective: the greatest age of the recovery point in hours, from 1 to 100,000. A drill with an older one fails.
   * @default - any age
   */
  readonly pointAgeHours?: number;

  /**
   * The number of minutes after which the drill ends, deletes what it made, and fails: from 1 to 100,000.
   * @default 720
   */
  readonly timeoutMinutes?: number;

  /**
   * The effect of a failed drill on the deployment, with `runOnDeploy`.
   * @default OnFailure.FAIL
   */
  readonly onFailure?: OnFailure;

  /**
   * How the program signs in.
   * @default - as the azurerm provider does, from the `ARM_*` variables of whoever runs the drill
   */
  readonly credential?: InitialBackupCredential;

  /**
   * The principal that runs the drill, such as that of a scheduled pipeline. It gets a custom role with exactly the actions of a drill,
   * on the vault, on the scratch resource group, and on an existing staging account and network. The deploying identity must be allowed to
   * write role definitions and assignments there.
   * @default - no role; whoever runs the drill must have one already
   */
  readonly principal?: AzurePrincipal;

  /**
   * The ids of the resource groups of the VMs, in which the principal gets one more custom role. It has `Microsoft.Compute/virtualMachines/write`,
   * which Azure documents as required on the source VM of a restore, and reads VMs and disks, which restored disks are compared with. The
   * drill itself never changes a source VM. At least one id, none twice; only with `principal`.
   * @see https://learn.microsoft.com/azure/backup/backup-rbac-rs-vault
   * @default - no role; the principal must have these permissions already
   */
  readonly sourceResourceGroupIds?: string[];

  /**
   * The name of the custom role, which must be unique in the tenant: 1 to 512 characters; only with `principal`.
   * @default - the subscription, the names of the resource group and the vault, and the path of the construct
   */
  readonly roleName?: string;

  /**
   * The name of the scratch resource group, in which a drill restores: 1 to 90 letters, digits, '-', '_', '.' and parentheses. A
   * change replaces the group.
   * @default - the name of the vault, `drill`, and a hash of the resource group of the vault and the path of the construct
   */
  readonly scratchResourceGroupName?: string;

  /**
   * The id of an existing scratch resource group, instead of one declared here. It belongs to this drill only, and is not that of the vault.
   * @default - a resource group is declared
   */
  readonly existingScratchResourceGroupId?: string;

  /**
   * The name of the staging account, unique in all of Azure: 3 to 24 lower-case letters and digits. A change replaces the account.
   * @default - `drill` and a hash of the id of the vault and the path of the construct
   */
  readonly stagingAccountName?: string;

  /**
   * The id of an existing staging account, instead of one declared here: in the region of the vault, not zone-redundant, and not of kind
   * blob or file.
   * @default - a storage account is declared
   */
  readonly existingStagingAccountId?: string;

  /**
   * The number of days after which the lifecycle rule of the staging account deletes block blobs that a drill left behind: a whole
   * number from 1 to 99,999. Azure has no lifecycle rules for page blobs; the drill deletes those with its containers.
   * @default 7
   */
  readonly stagingRetentionDays?: number;

  /**
   * The id of an existing subnet for the restored VMs, instead of one declared here; only with DrillRestores.VM. Whether it is isolated is
   * not checked.
   * @default - with DrillRestores.VM, a network is declared from which nothing gets in or out
   */
  readonly existingSubnetId?: string;

  /**
   * The region of what is declared here, which must be that of the vault.
   * @default - the region of the vault; required if that is unknown
   */
  readonly location?: string;

  /**
   * The name of a Terraform output that holds the request of the drill, for the pipeline that runs `azure-vm-backup drill`. Letters,
   * digits, '_' and '-', not starting with a digit or '-'.
   * @default - no output; required without `runOnDeploy`
   */
  readonly outputName?: string;

  /**
   * Whether the deployment runs the drill once, after the initial backups of the vault in this stack. It runs again if the VMs or
   * what the drill proves change, and never because of a deployment alone.
   * @default false - whoever has the output runs it
   */
  readonly runOnDeploy?: boolean;

  /**
   * Tags of the resources that are declared here: at most 50, each name at most 512 characters, each value at most 256.
   * @default - no tags
   */
  readonly tags?: { [name: string]: string };

  /**
   * The azurerm provider of every resource.
   * @default - the provider of the vault; else the stack's azurerm provider without an alias
   */
  readonly provider?: TerraformProvider;

  /**
   * What Terraform must create before every resource and before the drill runs.
   * @default - only what the props refer to
   */
  readonly dependsOn?: ITerraformDependable[];
}
