import { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import { FOR_EXPRESSION_VALUE, forExpression, propertyAccess, Token } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { refuse } from "../private/problems";
import type { IVmBackupPolicy } from "../policy/vm-backup-policy";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import type { IRecoveryServicesVault } from "../vault/recovery-services-vault";
import { protectedItemProblems, protectedVmsProblems } from "./protection-rules";
import { itemPerVm } from "./item-per-vm";
import type { SourceVm } from "./source-vm";

/** VMs that a vault protects, whether this app declares that or they are protected already. */
export interface IProtectedVms extends IConstruct {
  /** The vault that protects the VMs. */
  readonly vault: IRecoveryServicesVault;
  /** The ids of the VMs as protected items of the vault. */
  readonly protectedItemIds: string[];
}

/** Which VMs are protected, whichever vault and policy they get. */
export interface ProtectedVmsOptions extends AzurermResourceOptions {
  /**
   * The VMs, each under a key of your choice, which is part of the item's address in Terraform: a VM whose key changes loses its
   * protection and gets a new one. Keys are made of letters, digits, '.', '_', '/' and '-' and start with a letter or digit. At
   * least one VM, and none under two keys.
   */
  readonly vms: { [key: string]: SourceVm };
}

/** Properties of {@link ProtectedVms}. */
export interface ProtectedVmsProps extends ProtectedVmsOptions {
  /** The vault that protects the VMs; it is in the region of the VMs. */
  readonly vault: IRecoveryServicesVault;

  /** The policy that the VMs follow; it belongs to the vault. */
  readonly policy: IVmBackupPolicy;
}

/** What {@link ProtectedVms.fromProtectedItemIds} refers to. */
export interface ProtectedItemReferences {
  /** The vault that protects the VMs. */
  readonly vault: IRecoveryServicesVault;

  /** The ids of the VMs as protected items of the vault, at least one. */
  readonly protectedItemIds: string[];
}

/**
 * Protects VMs with a vault and a policy, as one resource with `for_each`: a thousand VMs are still one block and one readable diff.
 *
 * The items have `prevent_destroy`: a plan that would end the protection of a VM, and delete its backups, fails. They also ignore a
 * changed `source_vm_id`, because azurerm would delete the backups of a VM whose id differs in nothing but case, or that is
 * created anew in the same plan. Both are lifted, one by one, by `lifecycle`.
 *
 * @see https://learn.microsoft.com/azure/backup/backup-azure-arm-vms-prepare
 */
export class ProtectedVms extends Construct implements IProtectedVms {
  /**
   * Refers to VMs that the vault protects already.
   * @throws where an id is not that of a protected item of the vault, and where there is none
   */
  public static fromProtectedItemIds(scope: Construct, id: string, items: ProtectedItemReferences): IProtectedVms {
    return new ImportedItems(scope, id, items);
  }

  public readonly vault: IRecoveryServicesVault;
  public readonly protectedItemIds: string[];

  /** The policy that the VMs follow. */
  public readonly policy: IVmBackupPolicy;

  /** The resource of azurerm, one instance per key, for whatever this construct does not offer. */
  public readonly resource: BackupProtectedVm;

  constructor(scope: Construct, id: string, props: ProtectedVmsProps) {
    super(scope, id);
    refuse(`ProtectedVms '${this.node.path}'`, protectedVmsProblems(props));

    this.vault = props.vault;
    this.policy = props.policy;
    this.resource = itemPerVm(this, "Resource", props);
    const everyId = forExpression(this.resource.fqn, propertyAccess(FOR_EXPRESSION_VALUE, ["id"]));
    this.protectedItemIds = Token.asList(everyId);
  }
}

class ImportedItems extends Construct implements IProtectedVms {
  public readonly vault: IRecoveryServicesVault;
  public readonly protectedItemIds: string[];

  constructor(scope: Construct, id: string, { vault, protectedItemIds }: ProtectedItemReferences) {
    super(scope, id);
    refuse(`ProtectedVms.fromProtectedItemIds '${this.node.path}'`, protectedItemProblems({ vault, protectedItemIds }));
    this.vault = vault;
    this.protectedItemIds = protectedItemIds;
  }
}
