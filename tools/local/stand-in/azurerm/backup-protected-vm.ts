import * as v from "valibot";
import { formatProtectedItemId, parseVirtualMachineId, protectedItemIdOf } from "../../../../lib/azure/resource-id";
import type { ArmClient } from "../arm-client";
import { argumentsOf } from "./arguments";

const schema = v.strictObject({
  resource_group_name: v.string(),
  recovery_vault_name: v.string(),
  source_vm_id: v.string(),
  backup_policy_id: v.nullable(v.string()),
  include_disk_luns: v.optional(v.nullable(v.array(v.number()))),
  exclude_disk_luns: v.optional(v.nullable(v.array(v.number()))),
  protection_state: v.optional(v.nullable(v.picklist(["Protected", "ProtectionStopped", "BackupsSuspended"]))),
});
const API_VERSION = "2023-02-01";

/** Creates an `azurerm_backup_protected_vm`. */
export async function createProtectedVm(arm: ArmClient, address: string, config: Record<string, unknown>): Promise<object> {
  const item = argumentsOf(address, schema, config);
  const vm = parseVirtualMachineId(item.source_vm_id);
  if (!vm) throw new Error(`source_vm_id of ${address} is not the id of a virtual machine: ${item.source_vm_id}`);
  if (item.backup_policy_id === null) throw new Error(`backup_policy_id of ${address} must be specified during creation`);
  const [, , subscriptionId = ""] = arm.subscriptionPath.split("/");
  const vault = { subscriptionId, resourceGroupName: item.resource_group_name, vaultName: item.recovery_vault_name };
  const id = formatProtectedItemId(protectedItemIdOf(vault, vm));
  const luns = item.include_disk_luns ?? item.exclude_disk_luns;
  await arm.mustNotExist(id, API_VERSION);
  await arm.write("PUT", id, API_VERSION, {
    properties: {
      protectedItemType: "Microsoft.Compute/virtualMachines",
      workloadType: "VM",
      friendlyName: vm.vmName,
      policyId: item.backup_policy_id,
      sourceResourceId: item.source_vm_id,
      virtualMachineId: item.source_vm_id,
      ...(luns && {
        extendedProperties: { diskExclusionProperties: { diskLunList: luns, isInclusionList: Boolean(item.include_disk_luns) } },
      }),
    },
  });
  if (item.protection_state && item.protection_state !== "Protected") {
    const { protection_state: protectionState, source_vm_id: sourceResourceId } = item;
    const properties = { protectionState, sourceResourceId, protectedItemType: "Microsoft.Compute/virtualMachines" };
    await arm.write("PUT", id, API_VERSION, { properties });
  }
  await arm.read(id, API_VERSION);
  return { ...item, id };
}
