import { ManagementLock } from "@cdktf/provider-azurerm/lib/management-lock";
import { type TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { createAfter, dependenciesOf } from "../private/dependencies";
import { repairHcl } from "../private/hcl";
import { lifecycleOf } from "../private/lifecycle";
import { checkLength, checkMember, checkText, throwIfInvalid } from "../private/problems";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import { additionsOf, itemsOf } from "./creation-order";
import { checkVault } from "./check-vault";
import { providerFor } from "./vault-provider";
import type { IRecoveryServicesVaultRef } from "./vault-ref";
import { defaultName } from "./default-name";
import { requireUniqueName } from "./unique-names";
import { requireOptions } from "../private/option-types";
import { type OptionNames, RESOURCE_OPTIONS, warnOfMisspelled } from "../private/option-names";

/** What a lock forbids. */
export enum VaultLockLevel {
  /** Nobody can delete the vault, its policies or its protected VMs. */
  CAN_NOT_DELETE = "CanNotDelete",
  /** Nobody can delete or change the vault or its content, and Azure refuses actions such as an on-demand backup. */
  READ_ONLY = "ReadOnly",
}

/** Options of a lock, without its vault. */
export interface VaultLockOptions extends AzurermResourceOptions {
  /**
   * The lock's name: 1 to 259 letters, digits, '-', '_', '.' and parentheses. A change replaces the lock.
   * @default - the construct's path in the stack; if the stack does not declare the vault, the stack's name comes first
   */
  readonly lockName?: string;

  /**
   * What the lock forbids. A change replaces the lock.
   * @default VaultLockLevel.CAN_NOT_DELETE
   */
  readonly level?: VaultLockLevel;

  /**
   * The reason for the lock, at most 512 characters. A change replaces the lock.
   * @default - no notes
   */
  readonly notes?: string;
}

/** Properties of {@link VaultLock}. */
export interface VaultLockProps extends VaultLockOptions {
  /** The vault to lock. */
  readonly vault: IRecoveryServicesVaultRef;
}

const OPTIONS: OptionNames<VaultLockProps> = { ...RESOURCE_OPTIONS, vault: true, lockName: true, level: true, notes: true };

/**
 * A management lock on a vault. Unlike `prevent_destroy`, it does not depend on the code and applies to everybody: the vault cannot be
 * deleted in the portal either.
 *
 * Everything in the vault inherits the lock. Terraform therefore creates it after the stack's policies, protected VMs and other
 * additions to the vault, and destroys it before them. To remove one of them, first remove the lock in a separate deployment.
 * Terraform creates a read-only lock after the initial backups of the stack.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
 */
export class VaultLock extends Construct {
  /** The resource of azurerm, for settings that this construct does not offer. */
  public readonly resource: ManagementLock;

  constructor(scope: Construct, id: string, props: VaultLockProps) {
    super(scope, id);
    const subject = `VaultLock '${this.node.path}'`;
    requireOptions(subject, "props", props, "{ vault }");
    warnOfMisspelled(this, props, OPTIONS);
    const { vault, lockName = defaultName(this, vault) } = props;
    throwIfInvalid(subject, lockProblems({ ...props, lockName }));

    this.resource = new ManagementLock(this, "Resource", {
      name: lockName,
      scope: vault.vaultId,
      lockLevel: props.level ?? VaultLockLevel.CAN_NOT_DELETE,
      notes: props.notes,
      provider: providerFor(this, vault, props.provider),
      dependsOn: dependenciesOf(this, props.dependsOn),
      lifecycle: lifecycleOf(this, props.lifecycle),
    });
    repairHcl(this.resource);
    requireUniqueName({
      construct: this,
      resource: this.resource,
      prop: "lockName",
      name: lockName,
      place: { kind: "vault", vault },
    });
    const stack = TerraformStack.of(this);
    createAfter(this.resource, () => lockedBy(stack, this, props));
  }
}

/**
 * The resources in the vault that are no locks. Azure could not create them after a read-only lock, or destroy them before any lock.
 * A read-only lock also waits for initial backups, because it would refuse their requests.
 */
function lockedBy(stack: TerraformStack, lock: VaultLock, { vault, level }: VaultLockProps): TerraformResource[] {
  const refusesRequests = (level ?? VaultLockLevel.CAN_NOT_DELETE) !== VaultLockLevel.CAN_NOT_DELETE;
  const unlocked = ["azurerm_management_lock", ...(refusesRequests ? [] : ["terraform_data"])];
  const resources = new Set([...itemsOf(stack, vault, lock), ...additionsOf(stack, vault)]);
  return [...resources].filter(({ terraformResourceType }) => !unlocked.includes(terraformResourceType));
}

function lockProblems({ vault, level, lockName, notes }: VaultLockProps & { readonly lockName: string }): string[] {
  const rule = { allowed: "1 to 259 letters, digits, '-', '_', '.' and parentheses", remedy: "set lockName to one of that kind" };
  return [
    ...checkVault("vault", vault),
    ...checkMember("level", level, VaultLockLevel, "VaultLockLevel"),
    ...checkText("lockName", lockName, /^[-\w.()]{1,259}$/, rule),
    ...(notes === undefined ? [] : checkLength("notes", notes, 1, 512, "shorten them, or leave them out")),
  ];
}
