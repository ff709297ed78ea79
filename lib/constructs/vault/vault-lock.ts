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

/** What a lock forbids. */
export enum VaultLockLevel {
  /** Nothing in the vault can be deleted: not the vault, nor a policy, nor a protected VM. */
  CAN_NOT_DELETE = "CanNotDelete",
  /** Nothing in the vault can be changed either, and no request that starts something, such as an on-demand backup, is accepted. */
  READ_ONLY = "ReadOnly",
}

/** Options of a lock, whichever vault it is for. */
export interface VaultLockOptions extends AzurermResourceOptions {
  /**
   * The lock's name: 1 to 259 letters, digits, '-', '_', '.' and parentheses. A change replaces the lock.
   * @default - made of the construct's path in the stack, after the name of the stack if it does not declare the vault
   */
  readonly lockName?: string;

  /**
   * What the lock forbids. A change replaces the lock.
   * @default VaultLockLevel.CAN_NOT_DELETE
   */
  readonly level?: VaultLockLevel;

  /**
   * Why the lock is there, at most 512 characters. A change replaces the lock.
   * @default - no notes
   */
  readonly notes?: string;
}

/** Properties of {@link VaultLock}. */
export interface VaultLockProps extends VaultLockOptions {
  /** The vault that is locked. */
  readonly vault: IRecoveryServicesVaultRef;
}

/**
 * A management lock on a vault. Unlike `prevent_destroy` it holds whatever becomes of the code, and for everybody: the vault cannot be
 * deleted in the portal either.
 *
 * The lock is inherited by everything below the vault. Terraform therefore creates it after the policies and protected VMs that the same
 * stack has in the vault, and after what the stack adds to the vault, and destroys it before them. If one of those alone is to go, the
 * lock has to go first, in a deployment of its own. A read-only lock is created after the initial backups of the stack.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
 */
export class VaultLock extends Construct {
  /** The resource of azurerm, for whatever this construct does not offer. */
  public readonly resource: ManagementLock;

  constructor(scope: Construct, id: string, props: VaultLockProps) {
    super(scope, id);
    const { vault, lockName = defaultName(this, vault) } = props;
    throwIfInvalid(`VaultLock '${this.node.path}'`, lockProblems({ ...props, lockName }));

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
    createAfter(this.resource, () => lockedBy(stack, props));
  }
}

/**
 * Everything below the vault but locks: none of it could be created after a read-only lock, or destroyed before any. A read-only lock
 * waits for initial backups too, whose requests it would refuse.
 */
function lockedBy(stack: TerraformStack, { vault, level }: VaultLockProps): TerraformResource[] {
  const refusesRequests = (level ?? VaultLockLevel.CAN_NOT_DELETE) !== VaultLockLevel.CAN_NOT_DELETE;
  const unlocked = ["azurerm_management_lock", ...(refusesRequests ? [] : ["terraform_data"])];
  const resources = new Set([...itemsOf(stack, vault), ...additionsOf(stack, vault)]);
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
