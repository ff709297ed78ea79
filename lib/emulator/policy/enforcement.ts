import { randomUUID } from "node:crypto";
import { isSameName } from "../../azure/case-fold";
import { MINUTE_MS } from "../../azure/durations";
import { formatVaultId, parseBackupPolicyId, parseVirtualMachineId } from "../../azure/resource-id";
import { vmContainerName } from "../../azure/vm-item-name";
import { allows } from "../../azure/permission";
import { derivedGuid } from "../arm/derived-guid";
import type { GenericResource } from "../arm/generic-resources";
import type { Context } from "../context";
import { authorizationFailed } from "../errors/arm-errors";
import { vaultMissing } from "../errors/policy-errors";
import { ServiceError } from "../errors/service-error";
import { startSimpleJob } from "../recovery-services/jobs/jobs";
import { newItem } from "../recovery-services/items/protection-enable";
import { isLive } from "../recovery-services/items/protection-state";
import { scopesBelow } from "../resource-graph/management-groups";
import { member, propertiesOf } from "../resources/body";
import { permissionsOf } from "../resources/permissions";
import { groupOf, isWithin, scopeOf } from "../resources/scope";
import { backupDefinition, type BackupDefinition } from "./definitions";

export const VM = "Microsoft.Compute/virtualMachines";
export const ASSIGNMENT = "Microsoft.Authorization/policyAssignments";
export const EXEMPTION = "Microsoft.Authorization/policyExemptions";

export type Compliance = "Compliant" | "NonCompliant" | "Exempt";

/** How long Azure Policy takes from a new VM to its deployment; documented as 10 to 15 minutes. */
const DELAY_MS = 10 * MINUTE_MS;
const SECONDS_TO_PROTECT = 30;

/** The compliance of a VM with an assignment; undefined if its rule does not take the VM, or its effect is Disabled. */
export function complianceOf(context: Context, assignment: GenericResource, vm: GenericResource): Compliance | undefined {
  const definition = backupDefinition(context, assignment);
  if (!definition || !covers(context, assignment, vm) || isSameName(definition.effect, "Disabled") || !definition.takes(vm))
    return undefined;
  if (isExempt(context, assignment, vm)) return "Exempt";
  return isProtected(context, vm) ? "Compliant" : "NonCompliant";
}

/** Whether the effect of an assignment is to deploy. */
export function deploysItems(context: Context, assignment: GenericResource): boolean {
  return isSameName(backupDefinition(context, assignment)?.effect ?? "", "DeployIfNotExists");
}

/** Every assignment that protects VMs. */
export function backupAssignments(context: Context): GenericResource[] {
  return [...context.state.resources.values()].filter((one) => one.type === ASSIGNMENT && backupDefinition(context, one));
}

export function virtualMachines({ state }: Context): GenericResource[] {
  return [...state.resources.values()].filter(({ type }) => type === VM);
}

/**
 * Protects a VM under the roles of the identity of an assignment.
 * @returns the reason if it is refused
 */
export function deploy(context: Context, assignment: GenericResource, vm: GenericResource): ServiceError | undefined {
  const definition = backupDefinition(context, assignment);
  if (!definition) return undefined;
  try {
    protect(context, assignment, vm, definition);
    return undefined;
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

function protect(context: Context, assignment: GenericResource, vm: GenericResource, definition: BackupDefinition): void {
  const { policyId, sourceResourceId } = definition.itemFor(vm);
  const policy = parseBackupPolicyId(policyId);
  const vault = policy && context.state.vaults.get(formatVaultId(policy));
  const source = parseVirtualMachineId(sourceResourceId);
  if (!vault || !source) throw vaultMissing(policyId);
  requireRoles(context, assignment, vm, vault.id);
  const name = vmContainerName(source);
  const params = { ...policy, containerName: `iaasvmcontainer;${name}`, itemName: `vm;${name}` };
  const properties = { protectedItemType: VM, policyId, sourceResourceId };
  const item = newItem(context, params, vault, properties, SECONDS_TO_PROTECT);
  context.state.protectedItems.set(item.id, item);
  startSimpleJob(context, item, {
    operation: "ConfigureBackup",
    seconds: SECONDS_TO_PROTECT,
    activityId: randomUUID(),
    properties: { "Policy Name": policy.policyName },
    error: undefined,
  });
}

/** The outer deployment goes into the group of the VM, the nested one into that of the vault. Both need the right to deploy. */
function requireRoles(context: Context, assignment: GenericResource, vm: GenericResource, vaultId: string): void {
  const { type } = member(assignment.body, "identity");
  const hasIdentity = typeof type === "string" && !isSameName(type, "None");
  const principal = principalOf(assignment);
  const caller = { appid: principal, oid: principal };
  const needed = [
    ["Microsoft.Resources/deployments/write", groupIdOf(vm.id)],
    ["Microsoft.Compute/virtualMachines/write", vm.id],
    ["Microsoft.Resources/deployments/write", groupIdOf(vaultId)],
    ["Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/write", vaultId],
  ] as const;
  for (const [action, scope] of needed) {
    if (hasIdentity && allows(permissionsOf(context, principal, scope), action)) continue;
    throw authorizationFailed(caller, action, scope);
  }
}

/** The principal of the identity: the assignment's own, or that of the user-assigned identity. */
function principalOf({ id, body }: GenericResource): string {
  const [identityId = id] = Object.keys(member(member(body, "identity"), "userAssignedIdentities"));
  return derivedGuid(`${identityId} principal`);
}

function groupIdOf(id: string): string {
  const group = groupOf(id);
  return `/subscriptions/${group?.subscriptionId ?? ""}/resourceGroups/${group?.resourceGroupName ?? ""}`;
}

/** Whether the VM is below the scope of the assignment, and not below one of its `notScopes`. */
function covers(context: Context, assignment: GenericResource, vm: GenericResource): boolean {
  const { notScopes } = propertiesOf(assignment);
  const isExcluded = Array.isArray(notScopes) && notScopes.some((one) => isBelow(context, vm.id, String(one)));
  return isBelow(context, vm.id, scopeOf(assignment.id)) && !isExcluded;
}

/** Whether an id is the scope or below it. Below a management group are its subscriptions. */
export function isBelow(context: Context, id: string, scope: string): boolean {
  return scopesBelow(context, scope).some((one) => isWithin(id, one));
}

function isExempt(context: Context, assignment: GenericResource, vm: GenericResource): boolean {
  const { state, clock } = context;
  return [...state.resources.values()].some((one) => {
    if (one.type !== EXEMPTION || !isBelow(context, vm.id, scopeOf(one.id))) return false;
    const { policyAssignmentId, expiresOn } = propertiesOf(one);
    const isOver = typeof expiresOn === "string" && Date.parse(expiresOn) <= clock.now();
    return isSameName(String(policyAssignmentId), assignment.id) && !isOver;
  });
}

/** The definitions ask whether any vault protects the VM. */
function isProtected({ state, clock }: Context, vm: GenericResource): boolean {
  const now = clock.now();
  return [...state.protectedItems.values()].some((item) => isSameName(item.vmId, vm.id) && isLive(item, now));
}

/**
 * Evaluates the policies as the clock moves. A VM that is created or changed is evaluated some minutes later; one that exists already when
 * an assignment is made waits for a remediation.
 */
export class PolicyEnforcement {
  /** The VMs by id, as they were when they were last seen. */
  private readonly seen = new Map<string, GenericResource>();
  private readonly dueAt = new Map<string, number>();

  constructor(private readonly context: Context) {
    for (const vm of virtualMachines(context)) this.seen.set(vm.id, vm);
  }

  /** Deploys what was due since the last call; returns when more is due. */
  catchUp(now: number): number {
    for (const vm of virtualMachines(this.context)) {
      if (this.seen.get(vm.id) === vm) continue;
      this.seen.set(vm.id, vm);
      this.dueAt.set(vm.id, now + DELAY_MS);
    }
    for (const [vmId, at] of this.dueAt) {
      if (at > now) continue;
      this.dueAt.delete(vmId);
      this.evaluate(vmId);
    }
    return Math.min(Infinity, ...this.dueAt.values());
  }

  private evaluate(vmId: string): void {
    const vm = this.context.state.resources.get(vmId);
    if (!vm) return;
    for (const assignment of backupAssignments(this.context)) {
      const isEnforced = !isSameName(String(propertiesOf(assignment)["enforcementMode"]), "DoNotEnforce");
      if (!isEnforced || !deploysItems(this.context, assignment) || complianceOf(this.context, assignment, vm) !== "NonCompliant")
        continue;
      deploy(this.context, assignment, vm);
    }
  }
}
