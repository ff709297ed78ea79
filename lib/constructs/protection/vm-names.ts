import { TerraformElement } from "cdktf";
import { caseFold } from "../../azure/case-fold";
import { formatVirtualMachineId } from "../../azure/resource-id";
import { literalText } from "../private/problems";
import { azurermProviderOf, subscriptionIdOf } from "../provider/azurerm-providers";
import type { SourceVm } from "./source-vm";

/** The parts of a VM's id that are known during synthesis, also if the id itself is a token. */

/** The rule for two VMs of a vault that differ only in their subscription: they would be the same item. */
export const ONE_ITEM_NAME =
  "have each resource group and name once in a vault, because the id of a protected item has no subscription of the VM";
export const OTHER_VAULT_REMEDY = "protect one of the two with another vault";

const START = "/subscriptions/".length;

/** The id of the VM's subscription; undefined if only the deployment knows it. */
export function subscriptionOfVm({ _known, _id, _construct }: SourceVm): string | undefined {
  // Not parsed again, since thousands of ids have been parsed already.
  if (_known) return _id.slice(START, _id.indexOf("/", START));
  if (!TerraformElement.isTerraformElement(_construct)) return undefined;
  const provider = azurermProviderOf(_construct);
  return provider && subscriptionIdOf(provider);
}

/** Returns the VM's resource group and name, case-folded, as in the id of its item; undefined if only the deployment knows them. */
export function itemNameOf({ _known, _id, _construct }: SourceVm): string | undefined {
  if (_known) return nameInId(_id);
  const { nameInput, resourceGroupNameInput } = (_construct ?? {}) as { nameInput?: unknown; resourceGroupNameInput?: unknown };
  const [vmName, resourceGroupName] = [literalText(nameInput), literalText(resourceGroupNameInput)];
  if (vmName === undefined || resourceGroupName === undefined) return undefined;
  return nameInId(formatVirtualMachineId({ subscriptionId: "", resourceGroupName, vmName }));
}

/** Returns a VM's id without its subscription. */
export function nameInId(vmId: string): string {
  return caseFold(vmId.slice(vmId.indexOf("/", START)));
}
