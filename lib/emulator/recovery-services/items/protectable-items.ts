import type { FastifyReply } from "fastify";
import { caseFold, isSameName } from "../../../azure/case-fold";
import { parseVirtualMachineId } from "../../../azure/resource-id";
import type { App } from "../../app";
import {
  STATUS_API_VERSION,
  findOperation,
  isRunning,
  operationStatus,
  sendOperationHeaders,
  startOperation,
} from "../../arm/operations";
import { page } from "../../arm/paging";
import type { Context } from "../../context";
import { parseFilter } from "../filter";
import type { Vault } from "../model";
import { regionProblem } from "./protection-enable";
import { canonicalItemId, containerId, isLive, isPresent } from "./protection-state";
import { VAULT, findVault, type VaultParams } from "../vaults/vaults";

interface ListRoute {
  Params: VaultParams;
  Querystring: { "api-version": string; $filter?: string };
}

interface ResultRoute {
  Params: VaultParams & { operationId: string };
  Querystring: { "api-version": string };
}

const FABRIC = `${VAULT}/backupFabrics/Azure`;
const SECONDS_TO_DISCOVER = 30;
const VIRTUAL_MACHINE = "Microsoft.Compute/virtualMachines";

/**
 * Serves the VMs that a vault could protect, as found by its latest discovery. A VM that was created later is found by the next
 * one.
 */
export function serveProtectableItems(app: App, context: Context): void {
  const { clock, state } = context;

  app.post<ListRoute>(`${FABRIC}/refreshContainers`, ({ params, query }, reply) => {
    const vault = findVault(context, params);
    const operation = startOperation(context, { resourceId: vault.id, seconds: SECONDS_TO_DISCOVER });
    const earlier = found(vault);
    state.discoveries.set(vault.id, { at: operation.endTime, vmIds: candidates(context, vault), earlier });
    sendLinks(reply, vault, operation.id, query["api-version"]);
    return reply.status(202).send();
  });

  app.get<ResultRoute>(`${FABRIC}/operationsStatus/:operationId`, ({ params }) =>
    operationStatus(context, findOperation(context, params.operationId, findVault(context, params).id)),
  );

  app.get<ResultRoute>(`${FABRIC}/operationResults/:operationId`, ({ params, query }, reply) => {
    const vault = findVault(context, params);
    const operation = findOperation(context, params.operationId, vault.id);
    if (!isRunning(context, operation)) return reply.status(204).send();
    // Each answer has links with a new signature.
    sendLinks(reply, vault, operation.id, query["api-version"]);
    return reply.status(202).send();
  });

  app.get<ListRoute>(`${VAULT}/backupProtectableItems`, (request) => {
    const vault = findVault(context, request.params);
    const filter = parseFilter(request.query.$filter, ["backupManagementType", "workloadType", "friendlyName"] as const);
    const isOfVms =
      caseFold(filter.backupManagementType ?? "AzureIaasVM") === "azureiaasvm" && caseFold(filter.workloadType ?? "VM") === "vm";
    const stillThere = new Set(candidates(context, vault));
    const vmIds = found(vault).filter((vmId) => {
      const name = parseVirtualMachineId(vmId)?.vmName ?? "";
      return isOfVms && stillThere.has(vmId) && isSameName(filter.friendlyName ?? name, name);
    });
    const { value, nextLink } = page(context, request, vmIds, caseFold);
    return { value: value.map((vmId) => view(vault, vmId)), nextLink };
  });

  function sendLinks(reply: FastifyReply, vault: Vault, operationId: string, apiVersion: string): void {
    sendOperationHeaders(reply, context, {
      status: `${vault.id}/backupFabrics/Azure/operationsStatus/${operationId}`,
      result: `${vault.id}/backupFabrics/Azure/operationResults/${operationId}`,
      apiVersion,
      statusApiVersion: STATUS_API_VERSION,
      signed: true,
    });
  }

  function found(vault: Vault): readonly string[] {
    const discovery = state.discoveries.get(vault.id);
    if (!discovery) return [];
    return clock.now() >= discovery.at ? discovery.vmIds : discovery.earlier;
  }
}

/**
 * Returns the ids of the VMs in the vault's region that no vault protects and that this vault does not hold as soft-deleted
 * items.
 */
function candidates({ clock, state }: Context, vault: Vault): string[] {
  const now = clock.now();
  const taken = new Set<string>();
  for (const item of state.protectedItems.values()) {
    if (isLive(item, now) || (item.vaultId === vault.id && isPresent(item, now))) taken.add(caseFold(item.vmId));
  }
  return [...state.resources.values()]
    .filter(({ type, id }) => isSameName(type, VIRTUAL_MACHINE) && !taken.has(caseFold(id)))
    .filter((vm) => !regionProblem(vm, vault))
    .map(({ id }) => id);
}

function view(vault: Vault, vmId: string): Record<string, unknown> {
  const { containerName = "" } = canonicalItemId(vault.id, vmId) ?? {};
  const { vmName, resourceGroupName } = parseVirtualMachineId(vmId) ?? {};
  return {
    id: `${containerId(vault.id, containerName)}/protectableItems/vm;${containerName}`,
    name: containerName,
    type: "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectableItems",
    properties: {
      virtualMachineId: vmId,
      virtualMachineVersion: "Compute",
      resourceGroup: resourceGroupName,
      backupManagementType: "AzureIaasVM",
      workloadType: "VM",
      protectableItemType: VIRTUAL_MACHINE,
      friendlyName: vmName,
      protectionState: "NotProtected",
    },
  };
}
