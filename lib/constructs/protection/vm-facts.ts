import { TerraformResource } from "cdktf";
import { isLiteral } from "../private/problems";
import type { IVirtualMachine } from "./source-vm";

/** What the constructs of azurerm's virtual machines say about themselves; every part may be missing, or a token. */
interface VirtualMachineResource {
  readonly locationInput?: string;
  readonly sourceImageIdInput?: string;
  readonly secureBootEnabledInput?: unknown;
  readonly vtpmEnabledInput?: unknown;
  readonly osDiskInput?: { readonly securityEncryptionType?: string; readonly diffDiskSettings?: unknown };
}

/** The VM's region as it was written; undefined if only the deployment knows. */
export function regionOfVm(vm: IVirtualMachine): string | undefined {
  const { locationInput: location } = vm as VirtualMachineResource;
  return isLiteral(location) ? location : undefined;
}

/**
 * Whether a stack that declares the VM is likely to declare all of its data disks too: the image may have some, and of a VM that exists
 * already nothing is known.
 */
export function hasNoImageDisks(vm: IVirtualMachine | undefined): boolean {
  if (!TerraformResource.isTerraformResource(vm)) return false;
  const isNewVm = ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"].includes(vm.terraformResourceType);
  return isNewVm && (vm as VirtualMachineResource).sourceImageIdInput === undefined;
}

/** What the VM is that a Standard policy cannot protect; undefined if nothing is known to be. */
export function needOfEnhancedPolicy(vm: IVirtualMachine): string | undefined {
  const { secureBootEnabledInput, vtpmEnabledInput, osDiskInput } = vm as VirtualMachineResource;
  const encryption = osDiskInput?.securityEncryptionType;
  if (encryption !== undefined && isLiteral(encryption)) return "a confidential VM";
  return secureBootEnabledInput === true || vtpmEnabledInput === true ? "a VM with Trusted Launch" : undefined;
}

/** Whether the VM's OS disk is ephemeral, which Azure Backup does not support. */
export function hasEphemeralOsDisk(vm: IVirtualMachine): boolean {
  const settings = (vm as VirtualMachineResource).osDiskInput?.diffDiskSettings;
  return settings !== undefined && isLiteral(settings);
}
