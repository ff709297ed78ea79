import { nameIn } from "../../../azure/id-parts";
import { caseFold, isSameName } from "../../../azure/case-fold";
import { GUID } from "../../../azure/guid";
import { filterTerms } from "../../arm/filter-terms";
import type { GenericResource } from "../../arm/generic-resources";
import { azureTime } from "../../arm/times";
import type { Context } from "../../context";
import { BUILT_IN_ROLES } from "../built-in-roles";
import { list, propertiesOf, requiredText, withProperties } from "../body";
import { isWithin, scopeOf } from "../scope";
import { extension, type Json, type ResourceType } from "../resource-type";
import {
  guidInvalid,
  roleAssigned,
  roleAssignmentExists,
  roleAssignmentFixed,
  roleHasNoPermissions,
  roleNameTaken,
  roleUnknown,
} from "../../errors/resource-errors";

export const ROLE_DEFINITION = "Microsoft.Authorization/roleDefinitions";
export const ROLE_ASSIGNMENT = "Microsoft.Authorization/roleAssignments";

/** Returns the built-in roles as resources of a scope; of the tenant if the scope is empty. */
function builtInRoles(scope: string): GenericResource[] {
  return BUILT_IN_ROLES.map(({ name, roleName, description, permission }) => ({
    id: `${scope}/providers/${ROLE_DEFINITION}/${name}`,
    name,
    type: ROLE_DEFINITION,
    body: { properties: { roleName, type: "BuiltInRole", description, assignableScopes: ["/"], permissions: [permission] } },
  }));
}

/** Returns the custom roles. Their GUIDs are unique in the tenant. */
function customRoles({ state }: Context): GenericResource[] {
  return [...state.resources.values()].filter(({ type }) => type === ROLE_DEFINITION);
}

/** Returns the role of an id, for every scope of the id. */
export function findRole(context: Context, roleDefinitionId: string): GenericResource | undefined {
  const name = caseFold(nameIn(roleDefinitionId));
  return [...builtInRoles(""), ...customRoles(context)].find((role) => caseFold(role.name) === name);
}

function checkDefinition(context: Context, role: GenericResource): void {
  requireGuid(role.name, "role definition");
  const roleName = requiredText(role, "roleName");
  if (list(propertiesOf(role), "permissions").length === 0) {
    throw roleHasNoPermissions();
  }
  const taken = [...builtInRoles(""), ...customRoles(context)].some(
    (other) => isSameName(String(propertiesOf(other)["roleName"]), roleName) && !isSameName(other.name, role.name),
  );
  if (taken) {
    throw roleNameTaken(roleName);
  }
}

function checkAssignment(context: Context, assignment: GenericResource, existing: GenericResource | undefined): void {
  requireGuid(assignment.name, "role assignment");
  requireGuid(requiredText(assignment, "principalId"), "principal");
  const role = requiredText(assignment, "roleDefinitionId");
  if (!findRole(context, role)) {
    throw roleUnknown(nameIn(role));
  }
  const key = (one: GenericResource): string =>
    caseFold(
      [scopeOf(one.id), propertiesOf(one)["principalId"], nameIn(String(propertiesOf(one)["roleDefinitionId"]))].join(" "),
    );
  if (existing && key(existing) !== key(assignment)) {
    throw roleAssignmentFixed();
  }
  for (const other of context.state.resources.values()) {
    if (other.type !== ROLE_ASSIGNMENT || isSameName(other.id, assignment.id) || key(other) !== key(assignment)) continue;
    throw roleAssignmentExists();
  }
}

function requireGuid(text: string, what: string): void {
  if (!GUID.test(text)) throw guidInvalid(what, text);
}

const dated = ({ clock }: Context, resource: GenericResource, existing?: GenericResource): GenericResource => {
  const now = azureTime(clock.now());
  return withProperties(resource, { createdOn: (existing && propertiesOf(existing)["createdOn"]) ?? now, updatedOn: now });
};

function listedRoles(context: Context, scope: string, filter: string | undefined): GenericResource[] {
  const { roleName, type } = filterTerms(filter, ["roleName", "type"] as const);
  const subscription = /^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? "";
  return [...builtInRoles(subscription), ...customRoles(context)].filter(({ body }) => {
    const properties = body["properties"] as { roleName: string; type: string };
    return (
      isSameName(roleName ?? properties.roleName, properties.roleName) && isSameName(type ?? properties.type, properties.type)
    );
  });
}

/** Returns the assignments at a scope and above it and, unless the filter has `atScope()`, below it. */
function listedAssignments({ state }: Context, scope: string, filter: string | undefined): GenericResource[] {
  const terms = filterTerms(filter, ["principalId", "assignedTo", "atScope"] as const);
  const wanted = terms.principalId ?? terms.assignedTo;
  return [...state.resources.values()].filter((assignment) => {
    if (assignment.type !== ROLE_ASSIGNMENT) return false;
    const at = scopeOf(assignment.id);
    const there = isWithin(scope, at) || (terms.atScope === undefined && isWithin(at, scope));
    const principal = String(propertiesOf(assignment)["principalId"]);
    return there && isSameName(wanted ?? principal, principal);
  });
}

const assignmentView = (_: Context, assignment: GenericResource): Json => {
  const { principalType = "ServicePrincipal" } = propertiesOf(assignment);
  return { scope: scopeOf(assignment.id), principalType };
};

export const ROLES: readonly ResourceType[] = [
  extension(ROLE_DEFINITION, ["2015-07-01", "2018-01-01-preview", "2022-04-01", "2022-05-01-preview"], {
    replaced: 201,
    find: findRole,
    listed: listedRoles,
    check: checkDefinition,
    beforeStore: dated,
    beforeDelete: ({ state }, role) => {
      for (const assignment of state.resources.values()) {
        if (assignment.type !== ROLE_ASSIGNMENT) continue;
        if (!isSameName(nameIn(String(propertiesOf(assignment)["roleDefinitionId"])), role.name)) continue;
        throw roleAssigned();
      }
    },
  }),
  extension(ROLE_ASSIGNMENT, ["2015-07-01", "2018-09-01-preview", "2020-04-01-preview", "2020-10-01-preview", "2022-04-01"], {
    replaced: 201,
    listed: listedAssignments,
    check: checkAssignment,
    beforeStore: dated,
    properties: assignmentView,
  }),
];
