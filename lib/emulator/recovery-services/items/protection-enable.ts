import { fold, parseBackupPolicyId, formatVaultId, parseVirtualMachineId } from "../../../azure/resource-id";
import { ServiceError, invalidInput } from "../../arm/error";
import type { GenericResource } from "../../arm/generic-resources";
import type { Context } from "../../context";
import type { ItemParams, ItemProperties } from "./items";
import type { ProtectedItem, Vault } from "../model";
import { canonicalItemId, isPresent, vmOf } from "./protection-state";

/** VMs that a vault protects at most. */
const MAX_ITEMS = 1000;

/** The protected item that a VM becomes, some seconds from now, or Azure's refusal to protect it. */
export function newItem(
  context: Context,
  params: ItemParams,
  vault: Vault,
  properties: ItemProperties,
  seconds: number,
): ProtectedItem {
  const { clock, state } = context;
  requireNames(params);
  const vmId = properties.sourceResourceId ?? properties.virtualMachineId ?? "";
  const vm = parseVirtualMachineId(vmId);
  const names = vmOf(
    `${vault.id}/backupFabrics/Azure/protectionContainers/${params.containerName}/protectedItems/${params.itemName}`,
  );
  if (!vm || !names || fold(vm.vmName) !== fold(names.vmName) || fold(vm.resourceGroupName) !== fold(names.resourceGroupName)) {
    throw invalidInput(`sourceResourceId '${vmId}' is not the id of the VM that '${params.itemName}' names`);
  }
  if (fold(vm.subscriptionId) !== fold(params.subscriptionId)) {
    throw invalidInput(`the virtual machine is in subscription ${vm.subscriptionId}, the vault in ${params.subscriptionId}`);
  }
  const canonical = canonicalItemId(vault.id, vmId);
  const resource = state.resources.get(vmId);
  if (!canonical || !resource) throw refusal(`the virtual machine '${vmId}' does not exist`);
  const mismatch = regionProblem(resource, vault);
  if (mismatch) throw invalidInput(mismatch);
  const now = clock.now();
  const folded = fold(vmId);
  let protectedNow = 0;
  for (const other of state.protectedItems.values()) {
    if (!isPresent(other, now)) continue;
    if (other.vaultId === vault.id) protectedNow++;
    if (fold(other.vmId) === folded) throw refusal(`the virtual machine is in vault '${other.vaultId}'`);
  }
  if (protectedNow >= MAX_ITEMS) {
    const message = `The vault has reached the limit of ${MAX_ITEMS} protected virtual machines.`;
    throw new ServiceError(400, "UserErrorProtectionQuotaExceeded", message);
  }
  return {
    ...canonical,
    vaultId: vault.id,
    vmId,
    vmName: vm.vmName,
    policyId: policyOf(context, vault, properties.policyId),
    protection: "Protected",
    extendedProperties: properties.extendedProperties,
    protectedAt: clock.now() + seconds * 1000,
    scheduledUntil: clock.now() + seconds * 1000,
    deletion: undefined,
  };
}

/** Why a vault cannot protect a VM of another region; undefined where it is the same. */
export function regionProblem({ body }: GenericResource, vault: Vault): string | undefined {
  const location = body["location"];
  if (typeof location !== "string" || location.toLowerCase().replace(/ /g, "") === vault.location) return undefined;
  return `the virtual machine is in ${location}, the vault in ${vault.location}: they have to be in the same region`;
}

/** The id of a policy of the vault, or Azure's refusal of any other. */
export function policyOf({ state }: Context, vault: Vault, policyId: string | undefined): string {
  const id = policyId ?? "";
  const parsed = parseBackupPolicyId(id);
  if (!parsed) throw invalidInput(`policyId '${id}' is not the id of a backup policy`);
  if (fold(formatVaultId(parsed)) !== fold(vault.id)) throw invalidInput(`policyId '${id}' is of another vault than the item`);
  const policy = state.policies.get(id);
  if (!policy) throw invalidInput(`the policy '${id}' does not exist`);
  return policy.id;
}

function requireNames({ containerName, itemName }: ItemParams): void {
  if (!/^IaasVMContainer;iaasvmcontainerv2;[^;]+;[^;]+$/i.test(containerName)) {
    throw new ServiceError(400, "BMSUserErrorContainerNameIncorrectFormat", "Container name is not in the correct format.", [
      containerName,
    ]);
  }
  if (!/^VM;iaasvmcontainerv2;[^;]+;[^;]+$/i.test(itemName)) {
    throw new ServiceError(
      400,
      "BMSUserErrorProtectedItemNameIncorrectFormat",
      "Protected item name is not in the correct format.",
      [itemName],
    );
  }
}

function refusal(reason: string): ServiceError {
  const message =
    "Input for configure protection is not in proper format\r\nPlease ensure that container exists and other parameters are in valid format";
  return new ServiceError(400, "BMSUserErrorInvalidConfigureProtectionRequest", message, [reason]);
}
