import type { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import { Construct } from "constructs";
import { throwIfInvalid } from "../private/problems";
import type { IRecoveryServicesVault } from "../vault/vault";
import { argumentsOf, itemResource } from "./item-resource";
import type { IProtectedVms, ProtectedVmProps } from "./protected-vms-props";
import { protectedVmProblems } from "./protection-rules";
import { ProtectionState } from "./protection-state";
import { registerProtection } from "./protections";
import { removalProblems } from "./removal-rules";

/**
 * Protects one VM with a vault and a policy, at an address of its own; see {@link ProtectedVms} for many VMs, and for the lifecycle,
 * which is the same.
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
    this.resource = itemResource(this, "Resource", props, {
      ...argumentsOf(vm, policy),
      addressLabel: `vm of '${this.node.path}'`,
    });
    const vms = { vm };
    registerProtection({ construct: this, vault, policy, vms: () => vms });
    this.node.addValidation({ validate: () => removalProblems(this, props) });
    this.protectedItemId = this.resource.id;
    this.protectedItemIds = [this.protectedItemId];
    this.activeItemIds = vm._state === ProtectionState.PROTECTED ? this.protectedItemIds : [];
  }
}
