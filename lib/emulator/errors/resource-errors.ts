import { defineError } from "./define-error";

/** Errors of roles, locks, networks and monitoring resources. */

export const roleHasNoPermissions = defineError({
  status: 400,
  code: "RoleDefinitionHasNoPermissions",
  when: "a role definition has no permissions",
  known: { code: "ours", date: "2026-11" },
  text: () => "The role definition has no permissions.",
});

export const roleNameTaken = defineError({
  status: 409,
  code: "RoleDefinitionWithSameNameExists",
  when: "another role already has the name",
  known: { code: "documented", date: "2026-11" },
  text: (name: string) => `A custom role with the same name already exists in this directory. Use a different name: '${name}'.`,
});

export const roleUnknown = defineError({
  status: 404,
  code: "RoleDefinitionDoesNotExist",
  when: "an assignment names a role that does not exist",
  known: { code: "documented", date: "2026-11" },
  text: (role: string) => `The specified role definition with ID '${role}' does not exist.`,
});

export const roleAssigned = defineError({
  status: 400,
  code: "RoleDefinitionHasAssignments",
  when: "a role is deleted while it is assigned",
  known: { code: "documented", date: "2026-11" },
  text: () => "There are existing role assignments referencing role (code: RoleDefinitionHasAssignments).",
});

export const roleAssignmentFixed = defineError({
  status: 400,
  code: "RoleAssignmentUpdateNotPermitted",
  when: "a request changes the principal, role or scope of an assignment",
  known: { code: "documented", date: "2026-11" },
  text: () => "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
});

export const roleAssignmentExists = defineError({
  status: 409,
  code: "RoleAssignmentExists",
  when: "the role is already assigned to the principal at the scope",
  known: { code: "documented", date: "2026-11" },
  text: () => "The role assignment already exists.",
});

export const guidInvalid = defineError({
  status: 400,
  code: "InvalidRequestContent",
  when: "the id of a role, an assignment or a principal is not a GUID",
  known: { code: "ours", date: "2026-11" },
  text: (what: string, id: string) => `The ${what} ID '${id}' is not valid: it must be a GUID.`,
});

export const propertyMissing = defineError({
  status: 400,
  code: "InvalidRequestContent",
  when: "a required property of a resource is missing",
  known: { code: "ours", date: "2026-11" },
  text: (property: string, type: string) => `The request content was invalid: '${property}' of ${type} is missing.`,
});

export const propertyInvalid = defineError({
  status: 400,
  code: "InvalidRequestContent",
  when: "a property has a value of the wrong type",
  known: { code: "ours", date: "2026-11" },
  text: (message: string) => message,
});

export const lockLevelInvalid = defineError({
  status: 400,
  code: "InvalidLockLevel",
  when: "a lock's level is not CanNotDelete or ReadOnly",
  known: { code: "ours", date: "2026-11" },
  text: (level: string, levels: readonly string[]) => `The lock level '${level}' is invalid: use one of ${levels.join(", ")}.`,
});

export const subnetInUse = defineError({
  status: 400,
  code: "InUseSubnetCannotBeDeleted",
  when: "a subnet is deleted while a private endpoint or a network interface uses it",
  known: { code: "documented", date: "2026-11" },
  text: (subnet: string, user: string) =>
    `Subnet ${subnet} is in use by ${user} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
});

export const securityGroupInUse = defineError({
  status: 400,
  code: "InUseNetworkSecurityGroupCannotBeDeleted",
  when: "a network security group is deleted while a subnet or a network interface has it",
  known: { code: "documented", date: "2026-11" },
  text: (group: string, user: string) =>
    `Network security group ${group} cannot be deleted because it is in use by the following resources: ${user}.`,
});

export const zoneHasLinks = defineError({
  status: 409,
  code: "CannotDeleteResource",
  when: "a private DNS zone is deleted while networks are linked to it",
  known: { code: "documented", date: "2026-11" },
  text: (zone: string) =>
    `Can not delete resource before nested resources are deleted: the zone '${zone}' has virtual network links.`,
});

export const monitoringInvalid = defineError({
  status: 400,
  code: "BadRequest",
  when: "a diagnostic setting has no destination, or an action group a short name of more than 12 characters",
  known: { code: "ours", date: "2026-11", note: "the rules are documented" },
  text: (message: string) => message,
});
