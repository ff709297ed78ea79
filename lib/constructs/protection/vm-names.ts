import { TerraformElement } from "cdktf";
import { caseFold } from "../../azure/case-fold";
import { formatVirtualMachineId } from "../../azure/resource-id";
import { literalText } from "../private/problems";
import { azurermProviderOf, subscriptionIdOf } from "../provider/azurerm-providers";
import type { SourceVm } from "./source-vm";

/** What is known of a VM's id while the stack is synthesized, of its parts where the id itself is a token. */

/** What two VMs of a vault must do that differ in nothing but their subscription: they would be one item. */
export const ONE_ITEM_NAME =
  "have each resource group and name once in a vault, because the id of a protected item has no subscription of the VM";
export const OTHER_VAULT_REMEDY = "protect one of the two with another vault";

const START = "/subscriptions/".length;

/** The id of the VM's subscription; undefined if only the deployment knows it. */
export function subscriptionOfVm({ _known, _id, _construct }: SourceVm): string | undefined {
  // Cut out: thousands of ids are parsed once already.
  if (_known) return _id.slice(START, _id.indexOf("/", START));
  if (!TerraformElement.isTerraformElement(_construct)) return undefined;
  const provider = azurermProviderOf(_construct);
  return provider && subscriptionIdOf(provider);
}

/** What the id of a VM's item says of the VM, its resource group and its name, in one case; undefined if only the deployment knows it. */
export function itemNameOf({ _known, _id, _construct }: SourceVm): string | undefined {
  if (_known) return nameInId(_id);
  const { nameInput, resourceGroupNameInput } = (_construct ?? {}) as { nameInput?: unknown; resourceGroupNameInput?: unknown };
  const [vmName, resourceGroupName] = [literalText(nameInput), literalText(resourceGroupNameInput)];
  if (vmName === undefined || resourceGroupName === undefined) return undefined;
  return nameInId(formatVirtualMachineId({ subscriptionId: "", resourceGroupName, vmName }));
}

/** What is left of a VM's id without its subscription. */
export function nameInId(vmId: string): string {
  return caseFold(vmId.slice(vmId.indexOf("/", START)));
}
