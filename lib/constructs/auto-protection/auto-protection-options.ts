import type { IVmBackupPolicy } from "../policy/vm-backup-policy";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import type { IRecoveryServicesVault } from "../vault/vault";

/** What Azure Policy does with a VM that nobody protects. */
export enum AutoProtectionEffect {
  /** It reports the VM as non-compliant, and changes nothing. */
  AUDIT = "AuditIfNotExists",
  /** It protects the VM. */
  DEPLOY = "DeployIfNotExists",
  /** It does nothing. */
  DISABLED = "Disabled",
}

/** The VMs that Azure Policy may protect, by their images. */
export enum AutoProtectionImages {
  /** Those of Azure's built-in definitions: a list of marketplace images without Debian, RHEL 9, SLES 15, gallery and custom images. */
  BUILT_IN = "BuiltIn",
  /** Every image, by a definition that the construct declares. */
  ALL = "All",
}

/** A tag with one of some values. */
export interface AutoProtectionTag {
  /** The name of the tag. */
  readonly name: string;

  /** The values, at least one. */
  readonly values: string[];
}

/** Properties of {@link AutoProtection}. */
export interface AutoProtectionProps extends AzurermResourceOptions {
  /** The vault that protects the VMs. */
  readonly vault: IRecoveryServicesVault;

  /** The policy of the VMs; it belongs to the vault. */
  readonly policy: IVmBackupPolicy;

  /** The region of the VMs, which is that of the vault: an assignment protects VMs of one region. */
  readonly location: string;

  /**
   * The subscription of the VMs: its GUID.
   * @default - required, unless `managementGroupName` is given
   */
  readonly subscriptionId?: string;

  /**
   * The management group of the VMs: its name. Azure's built-in definitions do not support one, so `images` must be ALL. The VMs are in many
   * subscriptions, so `crossSubscriptionBackup` must be true.
   * @default - required, unless `subscriptionId` is given
   */
  readonly managementGroupName?: string;

  /**
   * The VMs by their images.
   * @default AutoProtectionImages.BUILT_IN
   */
  readonly images?: AutoProtectionImages;

  /**
   * Only VMs with this tag are protected.
   * @default - VMs with any tags
   */
  readonly include?: AutoProtectionTag;

  /**
   * VMs with this tag are left out. The built-in definitions have either `include` or `exclude`.
   * @default - no VM is left out
   */
  readonly exclude?: AutoProtectionTag;

  /**
   * What Azure Policy does. Start with AUDIT: the compliance state shows which VMs DEPLOY would protect.
   * @default AutoProtectionEffect.AUDIT
   */
  readonly effect?: AutoProtectionEffect;

  /**
   * VMs that are left out by their ids: each gets an exemption, which Azure shows as such.
   * @default - none
   */
  readonly exemptVmIds?: string[];

  /**
   * Whether existing VMs are protected too, by a remediation task. It runs only with DEPLOY, after the identity has its roles.
   * @default true
   */
  readonly remediateExisting?: boolean;

  /**
   * The number of VMs that you expect. Azure recommends at most 200 for an assignment; more is a warning.
   * @default - the number of VMs that the app declares and the assignment takes, which is also the least that counts
   */
  readonly expectedVms?: number;

  /**
   * Whether the VMs may be in another subscription than the vault; see {@link ProtectedVmsOptions.crossSubscriptionBackup}.
   * @default false - another subscription than the vault's is refused
   */
  readonly crossSubscriptionBackup?: boolean;

  /**
   * The name of the assignment, 1 to 24 letters, digits, '-' and '_'. The remediation has it too, in lower case, and so have the exemptions.
   * @default - the id of the construct
   */
  readonly assignmentName?: string;
}
