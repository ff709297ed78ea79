import type { ITerraformDependable, TerraformProvider } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { InitialBackup } from "./initial-backup/initial-backup";
import type { InitialBackupOptions } from "./initial-backup/initial-backup-options";
import { initialBackupProblems } from "./initial-backup/initial-backup-rules";
import { checkPolicy } from "./policy/check-policy";
import { policyProblems } from "./policy/policy-rules";
import type { VmBackupPolicyOptions } from "./policy/policy-options";
import { type IVmBackupPolicy, VmBackupPolicy } from "./policy/vm-backup-policy";
import { asChecked } from "./private/checked-props";
import { withDefaults, withoutUndefined } from "./private/defaults";
import { type OptionNames, warnOfMisspelled } from "./private/option-names";
import { checkFlags, isObject, requireOptions } from "./private/option-types";
import { checkMember, prefixed, problem, throwIfInvalid } from "./private/problems";
import { ProtectedVms } from "./protection/protected-vms";
import { protectedVms } from "./protection/protections";
import { vmsProblems } from "./protection/protection-rules";
import { RemovalPolicy } from "./protection/removal-policy";
import type { SourceVm } from "./protection/source-vm";
import type { VmSelection } from "./protection/vm-selection";
import { checkedProvider } from "./provider/checked-provider";
import { checkVault } from "./vault/check-vault";
import { RecoveryServicesVault } from "./vault/recovery-services-vault";
import type { IRecoveryServicesVault } from "./vault/vault";
import type { RecoveryServicesVaultProps } from "./vault/vault-props";
import { vaultProblems } from "./vault/vault-rules";
import { checkConstruct } from "./private/instances";

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
   * The policy to use instead of one declared here; it must belong to the vault.
   * @default - required, unless `policy` is given
   */
  readonly existingPolicy?: IVmBackupPolicy;

  /**
   * The VMs to back up, each under a key of your choice that stays the same; see {@link ProtectedVmsOptions.vms}.
   * @default - required, unless `selection` is given
   */
  readonly vms?: { [key: string]: SourceVm };

  /**
   * The VMs to back up, in place of `vms`.
   * @default - required, unless `vms` is given
   */
  readonly selection?: VmSelection;

  /**
   * What happens to the backups of a VM that is removed from this construct, or with this construct from the stack.
   * @default RemovalPolicy.REFUSE
   */
  readonly removal?: RemovalPolicy;

  /**
   * Whether VMs of other subscriptions than the vault's may be protected; see {@link ProtectedVmsOptions.crossSubscriptionBackup}.
   * @default false - a VM of another subscription is refused
   */
  readonly crossSubscriptionBackup?: boolean;

  /** The initial backup of each VM, as part of the deployment. */
  readonly initialBackup: InitialBackupOptions;

  /**
   * The azurerm provider of every resource, unless a part names its own.
   * @default - the stack's azurerm provider that has no alias
   */
  readonly provider?: TerraformProvider;

  /**
   * The resources that Terraform must create first, unless a part names its own.
   * @default - only what the props refer to
   */
  readonly dependsOn?: ITerraformDependable[];
}

const OPTIONS: OptionNames<VmBackupProps> = {
  vault: true,
  existingVault: true,
  policy: true,
  existingPolicy: true,
  vms: true,
  selection: true,
  removal: true,
  crossSubscriptionBackup: true,
  initialBackup: true,
  provider: true,
  dependsOn: true,
};

/**
 * Backs up VMs: a vault, a policy, the protection of the VMs, and their initial backup, which is taken before the deployment ends. Each
 * part is also a separate construct.
 *
 * @example
 * new VmBackup(stack, "Backup", {
 *   vault: { vaultName: "vault-app", resourceGroupName: "rg-app", location: "westeurope" },
 *   policy: VmBackupPolicyPreset.daily30Days({ time: "22:00" }),
 *   vms: { web: SourceVm.fromConstruct(vm) },
 *   initialBackup: { retention: RecoveryPointRetention.days(90) },
 * });
 */
export class VmBackup extends Construct {
  /**
   * Whether any stack of the app protects a VM that the app declares. It knows only the constructs that exist at the time of the call:
   * call it in an Aspect, or use {@link RequireProtection}.
   * @param vm azurerm's resource of the VM
   * @throws if it is no construct
   */
  public static isProtected(vm: IConstruct): boolean {
    throwIfInvalid("VmBackup.isProtected", checkConstruct("vm", vm, "pass the VM's resource"));
    return protectedVms(vm).has(vm);
  }

  /** The vault, declared or given. */
  public readonly vault: IRecoveryServicesVault;

  /** The policy, declared or given. */
  public readonly policy: IVmBackupPolicy;

  /** The protected VMs. */
  public readonly protectedVms: ProtectedVms;

  /** The initial backup of the VMs. */
  public readonly initialBackup: InitialBackup;

  /** The vault that this construct declares, with its `resource`; none with `existingVault`. */
  public readonly declaredVault?: RecoveryServicesVault;

  /** The policy that this construct declares, with its `resource`; none with `existingPolicy`. */
  public readonly declaredPolicy?: VmBackupPolicy;

  constructor(scope: Construct, id: string, props: VmBackupProps) {
    super(scope, id);
    const subject = `VmBackup '${this.node.path}'`;
    requireOptions(subject, "props", props, "{ vault, policy, vms, initialBackup }");
    throwIfInvalid(subject, vmBackupProblems(props));

    warnOfMisspelled(this, props, OPTIONS);
    const { dependsOn, vms, selection, removal, crossSubscriptionBackup } = props;
    const provider = checkedProvider(this, props.provider);
    // azurerm looks for the vault of a policy or an item in the subscription of its provider.
    const everywhere = { provider: props.vault?.provider ?? provider, dependsOn };
    if (props.vault)
      this.declaredVault = new RecoveryServicesVault(this, "Vault", asChecked(withDefaults(props.vault, everywhere)));
    this.vault = this.declaredVault ?? required(props.existingVault);
    if (props.policy) {
      const policy = withDefaults(props.policy, everywhere);
      this.declaredPolicy = new VmBackupPolicy(this, "Policy", asChecked({ ...policy, vault: this.vault }));
    }
    this.policy = this.declaredPolicy ?? required(props.existingPolicy);
    const protection = { vault: this.vault, policy: this.policy, vms, selection, removal, crossSubscriptionBackup };
    this.protectedVms = new ProtectedVms(this, "ProtectedVms", asChecked({ ...everywhere, ...protection }));
    const backup = withDefaults(props.initialBackup, { dependsOn });
    this.initialBackup = new InitialBackup(this, "InitialBackup", asChecked({ ...backup, protectedVms: [this.protectedVms] }));
  }
}

/** Returns the problems of all parts, before the first one is created. */
function vmBackupProblems(props: VmBackupProps): string[] {
  return [
    ...oneOf("vault", props.vault, "existingVault", props.existingVault),
    ...(props.vault === undefined ? [] : declaredVaultProblems(props.vault)),
    ...(props.existingVault === undefined ? [] : checkVault("existingVault", props.existingVault)),
    ...oneOf("policy", props.policy, "existingPolicy", props.existingPolicy),
    ...(props.policy === undefined ? [] : declaredPolicyProblems(props.policy)),
    ...(props.existingPolicy === undefined ? [] : checkPolicy("existingPolicy", props.existingPolicy)),
    ...vmsProblems(props),
    ...checkMember("removal", props.removal, RemovalPolicy, "RemovalPolicy"),
    ...checkFlags(props, "crossSubscriptionBackup"),
    ...checkInitialBackup(props.initialBackup),
  ];
}

function declaredVaultProblems(vault: RecoveryServicesVaultProps): string[] {
  return optionsProblems("vault", "existingVault", vault) ?? prefixed("vault", vaultProblems(withoutUndefined(vault)));
}

function declaredPolicyProblems(policy: VmBackupPolicyOptions): string[] {
  return optionsProblems("policy", "existingPolicy", policy) ?? prefixed("policy", policyProblems(withoutUndefined(policy)));
}

/** Checks that a prop is an object with the options of a part. A construct or an id belongs in the prop of an existing part. */
function optionsProblems(path: string, existing: string, value: unknown): string[] | undefined {
  if (isObject(value)) return undefined;
  return [problem(path, value, { allowed: `the options of the ${path} to declare`, remedy: `use ${existing}` })];
}

function checkInitialBackup(options: InitialBackupOptions | undefined): string[] {
  if (isObject(options)) return prefixed("initialBackup", initialBackupProblems(withoutUndefined(options)));
  const rule = {
    allowed: "the options of the initial backup",
    remedy: "say how long the recovery point is kept: { retention: RecoveryPointRetention.days(30) }",
  };
  return [problem("initialBackup", options, rule)];
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
