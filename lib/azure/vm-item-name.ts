import { caseFold } from "./case-fold";

/**
 * The names of a VM in a vault. Its container is `IaasVMContainer;iaasvmcontainerv2;<group>;<vm>`, its protected item
 * `VM;iaasvmcontainerv2;<group>;<vm>`, and a job's `containerName` is `iaasvmcontainerv2;<group>;<vm>`. Azure and azurerm write them in
 * different cases.
 */

/** The resource group and the name of a VM. */
export interface VmName {
  readonly resourceGroupName: string;
  readonly vmName: string;
}

const RESOURCE_MANAGER_VM = "iaasvmcontainerv2";
const CLASSIC_VM = "iaasvmcontainer";

/** `iaasvmcontainerv2;<group>;<vm>`: the part that the names of the container and the item share. */
export function vmContainerName({ resourceGroupName, vmName }: VmName): string {
  return `${RESOURCE_MANAGER_VM};${resourceGroupName};${vmName}`;
}

/** The name of the container resource, `IaasVMContainer;…`, from its property `containerName`. */
export function containerResourceName(containerName: string): string {
  return `IaasVMContainer;${containerName}`;
}

/** The name of a VM's protected item. */
export function vmItemName(vm: VmName): string {
  return `VM;${vmContainerName(vm)}`;
}

/** The key of a VM: the part that the names of its container, item and jobs share, in lower case. */
export function vmKeyOf(name: string): string {
  return caseFold(name).replace(/^(iaasvmcontainer;|vm;)(?=iaasvmcontainer)/, "");
}

/** The VM's name in a VM key, or in the name of an item or container. */
export function vmNameIn(name: string): string {
  return name.slice(name.lastIndexOf(";") + 1);
}

/** Whether a VM key belongs to a classic VM, a kind that Azure has retired. */
export function isClassicVm(vmKey: string): boolean {
  return vmKey.startsWith(`${CLASSIC_VM};`);
}

/** Whether a container or an item belongs to a VM, including classic VMs, and not to a database or a file share. */
export function isVmItemName(name: string): boolean {
  return /^(IaasVMContainer;|VM;)?iaasvmcontainer(v2)?;[^;/]+;[^;/]+$/i.test(name);
}

/** The VM in the name of a container, an item or a job; undefined if the name has no VM of Azure Resource Manager. */
export function vmOfName(name: string): VmName | undefined {
  const [, resourceGroupName, vmName] = /^(?:IaasVMContainer;|VM;)?iaasvmcontainerv2;([^;/]+);([^;/]+)$/i.exec(name) ?? [];
  return resourceGroupName && vmName ? { resourceGroupName, vmName } : undefined;
}
