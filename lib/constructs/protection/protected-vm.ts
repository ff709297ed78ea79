import { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import type { Postcondition } from "cdktf";
import { Construct } from "constructs";
import { expression } from "../private/expression";
import { throwIfInvalid } from "../private/problems";
import { addressOf, importInto, moveInto, movedAddressProblems } from "../private/state-block";
import type { IRecoveryServicesVault } from "../vault/vault";
import { argumentsOf, itemResource } from "./item-resource";
import type { IProtectedVms, ProtectedVmProps } from "./protected-vms-props";
import { canonicalItemId, importedItemProblems, protectedVmProblems } from "./protection-rules";
import { ProtectionState } from "./protection-state";
import { registerProtection } from "./protections";
import { removalProblems } from "./removal-rules";
import { SAME_VM_REMEDY } from "./same-vm-check";
import type { SourceVm } from "./source-vm";
import { requireOptions } from "../private/option-types";
import { type OptionNames, RESOURCE_OPTIONS, warnOfMisspelled } from "../private/option-names";

const OPTIONS: OptionNames<ProtectedVmProps> = {
  ...RESOURCE_OPTIONS,
  vault: true,
  policy: true,
  vm: true,
  removal: true,
  crossSubscriptionBackup: true,
};

/**
 * Protects one VM with a vault and a policy, as one resource without `for_each`. For many VMs, use {@link ProtectedVms}. The lifecycle is
 * the same; the check is a postcondition.
 *
 * @example
 * new ProtectedVm(stack, "Vm", { vault, policy, vm: SourceVm.fromConstruct(vm) });
 */
export class ProtectedVm extends Construct implements IProtectedVms {
  public readonly vault: IRecoveryServicesVault;
  public readonly protectedItemIds: string[];
  public readonly activeItemIds: string[];

  /** The id of the VM as a protected item of the vault. */
  public readonly protectedItemId: string;

  /** azurerm's resource, for settings that this construct does not have. */
  public readonly resource: BackupProtectedVm;

  private readonly vm: SourceVm;

  constructor(scope: Construct, id: string, props: ProtectedVmProps) {
    super(scope, id);
    const subject = `ProtectedVm '${this.node.path}'`;
    requireOptions(subject, "props", props, "{ vault, policy, vm }");
    throwIfInvalid(subject, protectedVmProblems(props));
    warnOfMisspelled(this, props, OPTIONS);

    const { vault, policy, vm } = props;
    this.vault = vault;
    this.resource = itemResource(this, props, argumentsOf(vm, policy), sameVm(this, vm));
    const vms = { vm };
    registerProtection({ construct: this, resource: this.resource, vault, policy, vms: () => vms });
    this.node.addValidation({ validate: () => removalProblems(this, props) });
    this.protectedItemId = this.resource.id;
    this.protectedItemIds = [this.protectedItemId];
    this.activeItemIds = vm._state === ProtectionState.PROTECTED ? this.protectedItemIds : [];
    this.vm = vm;
  }

  /** The item's address in Terraform, for `terraform state` and `-replace`. */
  public get address(): string {
    return addressOf(this.resource);
  }

  /**
   * Imports the VM's existing protection in the next deployment; see {@link ProtectedVms.importItem}.
   * @param protectedItemId the VM's id as a protected item of the vault
   * @throws if the id is not that of an item of the vault, or is that of another VM
   */
  public importItem(protectedItemId: string): void {
    throwIfInvalid(`ProtectedVm '${this.node.path}', importItem`, importedItemProblems(this.vault, protectedItemId, this.vm));
    importInto(this, this.resource, canonicalItemId(protectedItemId));
  }

  /**
   * Moves the VM's protection from another address in the next deployment; see {@link ProtectedVms.moveItemFrom}.
   * @param address the previous address
   * @throws if `address` is not the address of a protected VM
   */
  public moveItemFrom(address: string): void {
    const problems = movedAddressProblems(address, BackupProtectedVm.tfResourceType);
    throwIfInvalid(`ProtectedVm '${this.node.path}', moveItemFrom`, problems);
    moveInto(this, this.resource, address);
  }
}

/** The check of {@link ProtectedVms}, as a postcondition of the resource. */
function sameVm({ node }: ProtectedVm, vm: SourceVm): Postcondition {
  return {
    condition: expression`lower(self.source_vm_id) == lower(${vm._id})`,
    errorMessage:
      `ProtectedVm '${node.path}': vm must go on naming the VM it protects, got ${vm._id} in place of \${self.source_vm_id}; ` +
      `${SAME_VM_REMEDY} with a construct of its own`,
  };
}
