import { caseFold, isSameName } from "../../../azure/case-fold";
import { parseProtectedItemId, parseVirtualMachineId } from "../../../azure/resource-id";
import { containerResourceName } from "../../../azure/vm-item-name";
import type { App } from "../../app";
import { page } from "../../arm/paging";
import type { Context } from "../../context";
import { parseFilter } from "../filter";
import type { ProtectedItem } from "../model";
import { isPresent } from "./protection-state";
import { VAULT, findVault, type VaultParams } from "../vaults/vaults";
import { containerNotFound } from "../../errors/item-errors";

interface ContainersRoute {
  Params: VaultParams;
  Querystring: { $filter?: string };
}

interface ContainerRoute {
  Params: VaultParams & { containerName: string };
}

const FILTER_KEYS = [
  "backupManagementType",
  "friendlyName",
  "status",
  "containerType",
  "backupEngineName",
  "fabricName",
] as const;

/** Serves the containers of a vault. Each protected item has one, which stands for its VM. */
export function serveContainers(app: App, context: Context): void {
  const { clock, state } = context;
  const containersOf = (vaultId: string) => state.protectedItems.under(vaultId).filter((item) => isPresent(item, clock.now()));

  app.get<ContainersRoute>(`${VAULT}/backupProtectionContainers`, (request) => {
    const { id } = findVault(context, request.params);
    const filter = parseFilter(request.query.$filter, FILTER_KEYS);
    const items = containersOf(id).filter((item) => matches(item, filter));
    const { value, nextLink } = page(context, request, items, (item) => caseFold(item.id));
    return { value: value.map(view), nextLink };
  });

  app.get<ContainerRoute>(`${VAULT}/backupFabrics/Azure/protectionContainers/:containerName`, ({ params }) => {
    const { id } = findVault(context, params);
    const item = containersOf(id).find(({ containerName }) =>
      isSameName(containerResourceName(containerName), params.containerName),
    );
    if (item) return view(item);
    throw containerNotFound(params.containerName, id);
  });
}

function matches(item: ProtectedItem, filter: Partial<Record<(typeof FILTER_KEYS)[number], string>>): boolean {
  const actual: Partial<Record<(typeof FILTER_KEYS)[number], string>> = {
    backupManagementType: "AzureIaasVM",
    friendlyName: item.vmName,
    status: "Registered",
    containerType: "Microsoft.Compute/virtualMachines",
    fabricName: "Azure",
  };
  return Object.entries(filter).every(([key, wanted]) => isSameName(actual[key as keyof typeof actual] ?? "", wanted));
}

function view({ id, vmId, vmName }: ProtectedItem): Record<string, unknown> {
  const containerId = id.slice(0, id.lastIndexOf("/protectedItems/"));
  return {
    id: containerId,
    name: parseProtectedItemId(id)?.containerName,
    type: "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers",
    properties: {
      friendlyName: vmName,
      backupManagementType: "AzureIaasVM",
      registrationStatus: "Registered",
      healthStatus: "Healthy",
      containerType: "Microsoft.Compute/virtualMachines",
      protectableObjectType: "Microsoft.Compute/virtualMachines",
      virtualMachineId: vmId,
      virtualMachineVersion: "Compute",
      resourceGroup: parseVirtualMachineId(vmId)?.resourceGroupName,
    },
  };
}
