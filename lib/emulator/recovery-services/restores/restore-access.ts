import type { FastifyRequest } from "fastify";
import { RESTORE_TARGET_ACTION } from "../../../azure/drill-actions";
import type { Context } from "../../context";
import { authenticate } from "../../identity/tokens";
import { normalizedPath } from "../../resources/scope";
import { type Action, authorizeLinked } from "../../strictness/authorization";
import { stagingAccountOf, type RestoreRequest } from "./restore-request";

/**
 * Refuses a restore if its caller may not do itself what the restore does: write to the staging account, the target group and the VM, and
 * use the subnet. Azure documents the write permission on the source VM too.
 */
export function requireRestoreAccess(context: Context, httpRequest: FastifyRequest, request: RestoreRequest): void {
  const caller = authenticate(context, httpRequest.headers.authorization);
  const { method, url } = httpRequest;
  authorizeLinked(context, caller, { method, path: normalizedPath(url) }, linkedActions(context, request));
}

function linkedActions({ state }: Context, request: RestoreRequest): Action[] {
  const { recoveryType, sourceResourceId: source, targetResourceGroupId: group, targetVirtualMachineId: vm } = request;
  const { virtualNetworkId: network, subnetId: subnet } = request;
  const makesVm = recoveryType === "AlternateLocation";
  const {
    source: writeSource,
    staging,
    group: writeGroup,
    vm: writeVm,
    network: readNetwork,
    subnet: join,
  } = RESTORE_TARGET_ACTION;
  const linked: readonly (readonly [name: string, scope: string | null | undefined])[] = [
    [staging, stagingAccountOf(request)],
    [writeSource, source && state.resources.get(source) ? source : undefined],
    [writeGroup, recoveryType === "OriginalLocation" ? undefined : group],
    [writeVm, makesVm ? vm : undefined],
    [readNetwork, makesVm ? network : undefined],
    [join, makesVm ? subnet : undefined],
  ];
  return linked.flatMap(([name, scope]) => (scope ? [{ name, scope }] : []));
}
