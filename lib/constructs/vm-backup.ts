import type { ITerraformDependable, TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { InitialBackup } from "./initial-backup/initial-backup";
import type { InitialBackupOptions } from "./initial-backup/initial-backup-options";
import { initialBackupProblems } from "./initial-backup/initial-backup-rules";
import { policyProblems } from "./policy/policy-rules";
import type { VmBackupPolicyOptions } from "./policy/policy-options";
import { type IVmBackupPolicy, VmBackupPolicy } from "./policy/vm-backup-policy";
import { prefixed, throwIfInvalid } from "./private/problems";
import { ProtectedVms } from "./protection/protected-vms";
import { vmsProblems } from "./protection/protection-rules";
import type { RemovalPolicy } from "./protection/removal-policy";
import type { SourceVm } from "./protection/source-vm";
import type { VmSelection } from "./protection/vm-selection";
import { RecoveryServicesVault } from "./vault/recovery-services-vault";
import type { IRecoveryServicesVault } from "./vault/vault";
import type { RecoveryServicesVaultProps } from "./vault/vault-props";
import { vaultProblems } from "./vault/vault-rules";

/** Properties of {@link VmBackup}. */
export interface VmBackupProps {
  /**
   * The vault to declare.
   * @default - required, unless `existingVault` is given
   */
  readonly vault?: RecoveryServicesVaultProps;

  /**
   * The vault to use instead of one declared here.
   * @default - required, unless `vault` is given
   */
  readonly existingVault?: IRecoveryServicesVault;

  /**
   * The policy to declare.
   * @default - required, unless `existingPolicy` is given
   */
  readonly policy?: VmBackupPolicyOptions;

  /**
   * The policy to use instead of one declared here; it belongs to the vault.
   * @default - required, unless `policy` is given
   */
  readonly existingPolicy?: IVmBackupPolicy;

  /**
   * The VMs to back up, each under a key of your choice that stays the same; see {@link ProtectedVmsOptions.vms}.
   * @default - required, unless `selection` is given
   */
  readonly vms?: { [key: string]: SourceVm };

  /**
   * The VMs to back up, where they are not named one by one.
   * @default - required, unless `vms` is given
   */
  readonly selection?: VmSelection;

  /**
   * What happens to the backups of a VM that is no longer among those of this construct, or with this construct out of the stack.
   * @default RemovalPolicy.REFUSE
   */
  readonly removal?: RemovalPolicy;

  /** The backup that each VM gets as part of the deployment. */
  readonly initialBackup: InitialBackupOptions;

  /**
   * The azurerm provider of every resource, unless a part names its own.
   * @default - the stack's azurerm provider that has no alias
   */
  readonly provider?: TerraformProvider;

  /**
   * What Terraform must create before every resource, unless a part names its own.
   * @default - only what the props refer to
   */
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * Backs up VMs: a vault, a policy, the protection of the VMs, and their initial backup, which has happened when the deployment ends.
 * Every part is also a construct of its own.
 */
export class VmBackup extends Construct {
  /** The vault, declared or given. */
  public readonly vault: IRecoveryServicesVault;

  /** The policy, declared or given. */
  public readonly policy: IVmBackupPolicy;

  /** The protected VMs. */
  public readonly protectedVms: ProtectedVms;

  /** The initial backup of the VMs. */
  public readonly initialBackup: InitialBackup;

  constructor(scope: Construct, id: string, props: VmBackupProps) {
    super(scope, id);
    throwIfInvalid(`VmBackup '${this.node.path}'`, vmBackupProblems(props));

    const { provider, dependsOn, vms, selection, removal } = props;
    const everywhere = { provider, dependsOn };
    this.vault = props.vault
      ? new RecoveryServicesVault(this, "Vault", { ...everywhere, ...props.vault })
      : required(props.existingVault);
    this.policy = props.policy
      ? new VmBackupPolicy(this, "Policy", { ...everywhere, ...props.policy, vault: this.vault })
      : required(props.existingPolicy);
    const protection = { vault: this.vault, policy: this.policy, vms, selection, removal };
    this.protectedVms = new ProtectedVms(this, "ProtectedVms", { ...everywhere, ...protection });
    this.initialBackup = new InitialBackup(this, "InitialBackup", {
      dependsOn,
      ...props.initialBackup,
      protectedVms: [this.protectedVms],
    });
  }
}

/** What is wrong with any part, before the first of them is made. */
function vmBackupProblems(props: VmBackupProps): string[] {
  return [
    ...oneOf("vault", props.vault, "existingVault", props.existingVault),
    ...(props.vault ? prefixed("vault", vaultProblems(props.vault)) : []),
    ...oneOf("policy", props.policy, "existingPolicy", props.existingPolicy),
    ...(props.policy ? prefixed("policy", policyProblems(props.policy)) : []),
    ...vmsProblems(props),
    ...prefixed("initialBackup", initialBackupProblems(props.initialBackup)),
  ];
}

function oneOf(name: string, value: unknown, otherName: string, other: unknown): string[] {
  if ((value === undefined) !== (other === undefined)) return [];
  const received = value === undefined ? "neither" : "both";
  return [`either ${name} or ${otherName} must be set, got ${received}; set one of them`];
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError("a required part is missing");
  return value;
}
