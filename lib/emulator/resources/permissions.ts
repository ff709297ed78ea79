import { isSameName } from "../../azure/case-fold";
import type { Context } from "../context";
import { scopesBelow } from "../resource-graph/management-groups";
import { BUILT_IN_ROLES, type RolePermission } from "./built-in-roles";
import { list, propertiesOf } from "./body";
import { isWithin, scopeOf } from "./scope";
import { ROLE_ASSIGNMENT, findRole } from "./types/roles";

/** What one role assignment gives a principal, at a scope and below it. */
export interface Right {
  readonly scope: string;
  readonly permissions: readonly RolePermission[];
}

/** Returns what the role assignments of a principal give it. */
export function rightsOf(context: Context, principalId: string): Right[] {
  const rights: Right[] = [];
  for (const assignment of context.state.resources.values()) {
    if (assignment.type !== ROLE_ASSIGNMENT) continue;
    const { principalId: bearer, roleDefinitionId } = propertiesOf(assignment);
    if (!isSameName(String(bearer), principalId)) continue;
    const role = findRole(context, String(roleDefinitionId));
    const permissions = role ? list(propertiesOf(role), "permissions").map(complete) : [];
    for (const scope of scopesBelow(context, scopeOf(assignment.id))) rights.push({ scope, permissions });
  }
  return rights;
}

/** Returns the permissions of a principal at a scope, from its roles at that scope and above. */
export function permissionsOf(context: Context, principalId: string, scope: string): RolePermission[] {
  return rightsOf(context, principalId).flatMap((right) => (isWithin(scope, right.scope) ? right.permissions : []));
}

/** Returns the caller's own permissions: those of its roles, and those of the Owner for the emulator's account. */
export function ownPermissions(context: Context, principalId: string, scope: string): RolePermission[] {
  const owner = BUILT_IN_ROLES.filter(({ roleName }) => roleName === "Owner").map(({ permission }) => permission);
  const isOwner = isSameName(principalId, context.account.objectId);
  return [...(isOwner ? owner : []), ...permissionsOf(context, principalId, scope)];
}

function complete(permission: Partial<RolePermission>): RolePermission {
  const { actions = [], notActions = [], dataActions = [], notDataActions = [] } = permission;
  return { actions, notActions, dataActions, notDataActions };
}
