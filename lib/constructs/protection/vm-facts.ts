import { TerraformResource } from "cdktf";
import { isLiteral } from "../private/problems";
import type { IVirtualMachine } from "./source-vm";

/** The arguments of azurerm's virtual machines that the rules read. Each may be missing, or a token. */
interface VirtualMachineResource {
  readonly locationInput?: string;
  readonly sourceImageIdInput?: string;
  readonly secureBootEnabledInput?: unknown;
  readonly vtpmEnabledInput?: unknown;
  readonly osDiskInput?: { readonly securityEncryptionType?: string; readonly diffDiskSettings?: unknown };
}

/** Returns the VM's region as written in the stack; undefined if only the deployment knows it. */
export function regionOfVm(vm: IVirtualMachine): string | undefined {
  const { locationInput: location } = vm as VirtualMachineResource;
  return isLiteral(location) ? location : undefined;
}

/**
 * Whether the stack probably declares all data disks of the VM. It may not if the image has data disks, or if the VM exists already.
 */
export function hasNoImageDisks(vm: IVirtualMachine | undefined): boolean {
  if (!TerraformResource.isTerraformResource(vm)) return false;
  const isNewVm = ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"].includes(vm.terraformResourceType);
  return isNewVm && (vm as VirtualMachineResource).sourceImageIdInput === undefined;
}

/** Returns the feature of the VM that a Standard policy cannot protect; undefined if none is known. */
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
