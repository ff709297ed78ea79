import { caseFold } from "./case-fold";

/**
 * The names of a VM in a vault. Its container is `IaasVMContainer;iaasvmcontainerv2;<group>;<vm>`, its protected item
 * `VM;iaasvmcontainerv2;<group>;<vm>`, and a job's `containerName` is `iaasvmcontainerv2;<group>;<vm>`. Azure and azurerm write them in
 * different cases.
 */

/** A VM by the names in its id. */
export interface VmName {
  readonly resourceGroupName: string;
  readonly vmName: string;
}

const RESOURCE_MANAGER_VM = "iaasvmcontainerv2";
const CLASSIC_VM = "iaasvmcontainer";

/** `iaasvmcontainerv2;<group>;<vm>`: what the names of container and item have in common. */
export function vmContainerName({ resourceGroupName, vmName }: VmName): string {
  return `${RESOURCE_MANAGER_VM};${resourceGroupName};${vmName}`;
}

/** The name of the container itself, `IaasVMContainer;…`, given what its `containerName` says. */
export function containerResourceName(containerName: string): string {
  return `IaasVMContainer;${containerName}`;
}

/** The name of a VM's protected item. */
export function vmItemName(vm: VmName): string {
  return `VM;${vmContainerName(vm)}`;
}

/** What names of a VM's container, item and job have in common, in one case: the VM is the same if this is. */
export function vmKeyOf(name: string): string {
  return caseFold(name).replace(/^(iaasvmcontainer;|vm;)(?=iaasvmcontainer)/, "");
}

/** The name of the VM in a key, or in the name of an item, a container or a job. */
export function vmNameIn(name: string): string {
  return name.slice(name.lastIndexOf(";") + 1);
}

/** Whether a key is that of a classic VM, which Azure has retired. */
export function isClassicVm(vmKey: string): boolean {
  return vmKey.startsWith(`${CLASSIC_VM};`);
}

/** The VM that a container, an item or a job names; undefined if it is none of a VM. */
export function vmOfName(name: string): VmName | undefined {
  const [, resourceGroupName, vmName] = /^(?:IaasVMContainer;|VM;)?iaasvmcontainerv2;([^;/]+);([^;/]+)$/i.exec(name) ?? [];
  return resourceGroupName && vmName ? { resourceGroupName, vmName } : undefined;
}
