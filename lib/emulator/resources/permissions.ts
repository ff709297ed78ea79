import { isSameName } from "../../azure/case-fold";
import type { Context } from "../context";
import { BUILT_IN_ROLES, type RolePermission } from "./built-in-roles";
import { list, propertiesOf } from "./body";
import { isWithin, scopeOf } from "./scope";
import { ROLE_ASSIGNMENT, findRole } from "./types/roles";

/** Returns the permissions of a principal at a scope, from its roles at that scope and above. */
export function permissionsOf(context: Context, principalId: string, scope: string): RolePermission[] {
  const permissions: RolePermission[] = [];
  for (const assignment of context.state.resources.values()) {
    if (assignment.type !== ROLE_ASSIGNMENT || !isWithin(scope, scopeOf(assignment.id))) continue;
    const { principalId: bearer, roleDefinitionId } = propertiesOf(assignment);
    if (!isSameName(String(bearer), principalId)) continue;
    const role = findRole(context, String(roleDefinitionId));
    for (const permission of role ? list(propertiesOf(role), "permissions") : []) permissions.push(complete(permission));
  }
  return permissions;
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
