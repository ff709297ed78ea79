import { isSameName } from "./case-fold";
import { isVmItemName, vmContainerName, vmItemName, type VmName } from "./vm-item-name";

/**
 * Azure Resource Manager ids. Azure returns them in mixed case, so the parsers ignore the case of the fixed segments. azurerm
 * accepts only its own case in configuration: `format…(parse…(id)) === id` checks for that.
 */

/** The id of a virtual machine. */
export interface VirtualMachineId extends VmName {
  readonly subscriptionId: string;
}

/** The id of a Recovery Services vault. */
export interface VaultId {
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
  readonly vaultName: string;
}

/** The id of a backup policy in a vault. */
export interface BackupPolicyId extends VaultId {
  readonly policyName: string;
}

/** The id of a VM as a protected item of a vault. */
export interface ProtectedItemId extends VaultId {
  /** Such as `iaasvmcontainer;iaasvmcontainerv2;rg-app;vm-web`. */
  readonly containerName: string;
  /** Such as `VM;iaasvmcontainerv2;rg-app;vm-web`. */
  readonly itemName: string;
}

/** The segments of an id; undefined stands for a name. */
type IdPath = readonly (string | undefined)[];

/** The names of the subscription, of the resource group and of a resource in it. */
type GroupedNames = [subscription: string, group: string, resource: string];

const GROUP: IdPath = ["", "subscriptions", undefined, "resourceGroups", undefined, "providers"];
const VM: IdPath = [...GROUP, "Microsoft.Compute", "virtualMachines", undefined];
const VAULT: IdPath = [...GROUP, "Microsoft.RecoveryServices", "vaults", undefined];
const POLICY: IdPath = [...VAULT, "backupPolicies", undefined];
const ITEM: IdPath = [...VAULT, "backupFabrics", "Azure", "protectionContainers", undefined, "protectedItems", undefined];

/** The parts of a VM's id, or undefined if it is not one. */
export function parseVirtualMachineId(id: string): VirtualMachineId | undefined {
  const names = namesIn(id, VM) as GroupedNames | undefined;
  return names && { subscriptionId: names[0], resourceGroupName: names[1], vmName: names[2] };
}

export function formatVirtualMachineId(id: VirtualMachineId): string {
  return `/subscriptions/${id.subscriptionId}/resourceGroups/${id.resourceGroupName}/providers/Microsoft.Compute/virtualMachines/${id.vmName}`;
}

/** The parts of a vault's id, or undefined if it is not one. */
export function parseVaultId(id: string): VaultId | undefined {
  const names = namesIn(id, VAULT) as GroupedNames | undefined;
  return names && vaultOf(names);
}

export function formatVaultId(id: VaultId): string {
  return `/subscriptions/${id.subscriptionId}/resourceGroups/${id.resourceGroupName}/providers/Microsoft.RecoveryServices/vaults/${id.vaultName}`;
}

/** The parts of a backup policy's id, or undefined if it is not one. */
export function parseBackupPolicyId(id: string): BackupPolicyId | undefined {
  const names = namesIn(id, POLICY) as [...GroupedNames, string] | undefined;
  return names && { ...vaultOf(names), policyName: names[3] };
}

export function formatBackupPolicyId(id: BackupPolicyId): string {
  return `${formatVaultId(id)}/backupPolicies/${id.policyName}`;
}

/** The parts of a protected item's id, or undefined if it is not one. */
export function parseProtectedItemId(id: string): ProtectedItemId | undefined {
  const names = namesIn(id, ITEM) as [...GroupedNames, string, string] | undefined;
  return names && { ...vaultOf(names), containerName: names[3], itemName: names[4] };
}

/** The parts of the id of a VM's protected item; undefined for other ids, such as those of protected databases and file shares. */
export function parseVmItemId(id: string): ProtectedItemId | undefined {
  const item = parseProtectedItemId(id);
  return item && isVmItemName(item.containerName) && isVmItemName(item.itemName) ? item : undefined;
}

export function formatProtectedItemId(id: ProtectedItemId): string {
  return `${formatVaultId(id)}/backupFabrics/Azure/protectionContainers/${id.containerName}/protectedItems/${id.itemName}`;
}

/** The id that azurerm gives the protected item of a VM in a vault. It is known before the item exists. */
export function protectedItemIdOf(vault: VaultId, vm: VirtualMachineId): ProtectedItemId {
  return { ...vault, containerName: `iaasvmcontainer;${vmContainerName(vm)}`, itemName: vmItemName(vm) };
}

/** Whether a resource is in the vault with the id `vaultId`. */
export function isInVault(id: VaultId, vaultId: string): boolean {
  return isSameName(formatVaultId(id), vaultId);
}

function vaultOf([subscriptionId, resourceGroupName, vaultName]: readonly [...GroupedNames, ...string[]]): VaultId {
  return { subscriptionId, resourceGroupName, vaultName };
}

/** The names in an id, one for each undefined segment of the path; undefined if it has other segments, or a name that is invalid. It takes less time than a regular expression. */
function namesIn(id: string, path: IdPath): string[] | undefined {
  const segments = id.split("/");
  if (segments.length !== path.length) return undefined;
  const names: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const fixed = path[index];
    if (fixed === undefined ? !isPathName(segment) : segment !== fixed && !isSameName(segment, fixed)) return undefined;
    if (fixed === undefined) names.push(segment);
  }
  return names;
}

/** Whether a text can be a name in a path: not `.` or `..`, and without characters that end a path or a name in a URL. */
function isPathName(text: string): boolean {
  if (text === "" || text === "." || text === "..") return false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const isControl = code < 0x20 || (code >= 0x7f && code <= 0x9f);
    if (isControl || "?#%\\".includes(text.charAt(index))) return false;
  }
  return true;
}
