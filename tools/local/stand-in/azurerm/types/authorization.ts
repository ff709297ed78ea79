import type { DeclaredType } from "../declared-types";

const under = (scope: unknown, type: string, name: unknown): string =>
  `${String(scope)}/providers/Microsoft.Authorization/${type}/${String(name)}`;

export const AUTHORIZATION: Readonly<Record<string, DeclaredType>> = {
  azurerm_role_definition: {
    known: ["name", "scope", "description", "permissions", "assignable_scopes"],
    apiVersion: "2022-05-01-preview",
    id: ({ scope }, { drawn }) => under(scope, "roleDefinitions", drawn),
    body: ({ name, description, permissions, assignable_scopes: assignableScopes }) => ({
      properties: {
        roleName: name as unknown,
        description: description as unknown,
        type: "CustomRole",
        permissions: permissions as unknown,
        assignableScopes: assignableScopes as unknown,
      },
    }),
    attributes: (id) => ({ role_definition_resource_id: id }),
  },
  azurerm_role_assignment: {
    known: ["scope", "role_definition_id", "principal_id", "principal_type"],
    apiVersion: "2022-04-01",
    id: ({ scope }, { drawn }) => under(scope, "roleAssignments", drawn),
    body: ({ role_definition_id: roleDefinitionId, principal_id: principalId, principal_type: principalType }) => ({
      properties: {
        roleDefinitionId: roleDefinitionId as unknown,
        principalId: principalId as unknown,
        principalType: principalType as unknown,
      },
    }),
  },
  azurerm_management_lock: {
    known: ["name", "scope", "lock_level", "notes"],
    apiVersion: "2020-05-01",
    id: ({ scope, name }) => under(scope, "locks", name),
    body: ({ lock_level: level, notes = "" }) => ({ properties: { level: level as unknown, notes: notes as unknown } }),
  },
  azurerm_recovery_services_vault_resource_guard_association: {
    known: ["vault_id", "resource_guard_id"],
    apiVersion: "2023-02-01",
    id: ({ vault_id: vaultId }) => `${String(vaultId)}/backupResourceGuardProxies/VaultProxy`,
    body: ({ resource_guard_id: resourceGuardResourceId }) => ({
      properties: { resourceGuardResourceId: resourceGuardResourceId as unknown },
    }),
  },
};
