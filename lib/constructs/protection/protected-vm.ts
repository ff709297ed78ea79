import type { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import type { Postcondition } from "cdktf";
import { Construct } from "constructs";
import { expression } from "../private/expression";
import { throwIfInvalid } from "../private/problems";
import type { IRecoveryServicesVault } from "../vault/vault";
import { argumentsOf, itemResource } from "./item-resource";
import type { IProtectedVms, ProtectedVmProps } from "./protected-vms-props";
import { protectedVmProblems } from "./protection-rules";
import { ProtectionState } from "./protection-state";
import { registerProtection } from "./protections";
import { removalProblems } from "./removal-rules";
import { SAME_VM_REMEDY } from "./same-vm-check";
import type { SourceVm } from "./source-vm";

/**
 * Protects one VM with a vault and a policy, at an address of its own; see {@link ProtectedVms} for many VMs, and for the lifecycle,
 * which is the same, with the check as a postcondition.
 */
export class ProtectedVm extends Construct implements IProtectedVms {
  public readonly vault: IRecoveryServicesVault;
  public readonly protectedItemIds: string[];
  public readonly activeItemIds: string[];

  /** The id of the VM as a protected item of the vault. */
  public readonly protectedItemId: string;

  /** The resource of azurerm, for whatever this construct does not offer. */
  public readonly resource: BackupProtectedVm;

  constructor(scope: Construct, id: string, props: ProtectedVmProps) {
    super(scope, id);
    throwIfInvalid(`ProtectedVm '${this.node.path}'`, protectedVmProblems(props));

    const { vault, policy, vm } = props;
    this.vault = vault;
    this.resource = itemResource(this, props, argumentsOf(vm, policy), sameVm(this, vm));
    const vms = { vm };
    registerProtection({ construct: this, vault, policy, vms: () => vms });
    this.node.addValidation({ validate: () => removalProblems(this, props) });
    this.protectedItemId = this.resource.id;
    this.protectedItemIds = [this.protectedItemId];
    this.activeItemIds = vm._state === ProtectionState.PROTECTED ? this.protectedItemIds : [];
  }
}

/** The check of {@link ProtectedVms}, which a resource of one instance can make itself. */
function sameVm({ node }: ProtectedVm, vm: SourceVm): Postcondition {
  return {
    condition: expression`lower(self.source_vm_id) == lower(${vm._id})`,
    errorMessage:
      `ProtectedVm '${node.path}': vm must go on naming the VM it protects, got ${vm._id} in place of \${self.source_vm_id}; ` +
      `${SAME_VM_REMEDY} with a construct of its own`,
  };
}
