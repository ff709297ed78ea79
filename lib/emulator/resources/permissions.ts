import { fold } from "../../azure/resource-id";
import type { Context } from "../context";
import { BUILT_IN_ROLES, type Permission } from "./built-in-roles";
import { list, propertiesOf } from "./body";
import { isWithin, scopeOf } from "./scope";
import { ROLE_ASSIGNMENT, findRole } from "./types/roles";

/** What a principal may do at a scope: the permissions of the roles it has there and above. */
export function permissionsOf(context: Context, principalId: string, scope: string): Permission[] {
  const permissions: Permission[] = [];
  for (const assignment of context.state.resources.values()) {
    if (assignment.type !== ROLE_ASSIGNMENT || !isWithin(scope, scopeOf(assignment.id))) continue;
    const { principalId: bearer, roleDefinitionId } = propertiesOf(assignment);
    if (fold(String(bearer)) !== fold(principalId)) continue;
    const role = findRole(context, String(roleDefinitionId));
    for (const permission of role ? list(propertiesOf(role), "permissions") : []) permissions.push(complete(permission));
  }
  return permissions;
}

/** The permissions that a caller sees as its own: those of its roles, and of the Owner for the account of the emulator. */
export function ownPermissions(context: Context, principalId: string, scope: string): Permission[] {
  const owner = BUILT_IN_ROLES.filter(({ roleName }) => roleName === "Owner").map(({ permission }) => permission);
  const isOwner = fold(principalId) === fold(context.account.objectId);
  return [...(isOwner ? owner : []), ...permissionsOf(context, principalId, scope)];
}

/** Whether an action, such as `Microsoft.RecoveryServices/Vaults/read`, is among what permissions allow. */
export function allows(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(({ actions, notActions }) => matches(actions, action) && !matches(notActions, action));
}

function matches(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => {
    const expression = fold(pattern)
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*");
    return new RegExp(`^${expression}$`).test(fold(action));
  });
}

function complete(permission: Partial<Permission>): Permission {
  const { actions = [], notActions = [], dataActions = [], notDataActions = [] } = permission;
  return { actions, notActions, dataActions, notDataActions };
}
