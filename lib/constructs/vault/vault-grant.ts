import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { RoleDefinition } from "@cdktf/provider-azurerm/lib/role-definition";
import { Construct } from "constructs";
import { INITIAL_BACKUP_ACTIONS } from "../../azure/backup-actions";
import { groupIdOf } from "../private/azure-ids";
import { dependenciesOf } from "../private/dependencies";
import { repairHcl } from "../private/hcl";
import { lifecycleOf } from "../private/lifecycle";
import { checkOptionalText, requireOptions } from "../private/option-types";
import { checkText, throwIfInvalid } from "../private/problems";
import { checkInstance } from "../private/instances";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import { AzurePrincipal } from "./azure-principal";
import type { IRecoveryServicesVaultRef } from "./vault-ref";
import { defaultTenantName, pathInApp } from "./default-name";
import { isDeclared } from "./known-vault";
import { requireUniqueName } from "./unique-names";
import { providerFor } from "./vault-provider";
import { type Names, type OptionNames, RESOURCE_OPTIONS, warnOfMisspelled } from "../private/option-names";

/** Options of a grant on a vault. */
export interface VaultGrantOptions extends AzurermResourceOptions {
  /**
   * The description of the role assignment in Azure.
   * @default - no description
   */
  readonly description?: string;
}

/** Options of {@link IRecoveryServicesVault.grantInitialBackup}. */
export interface InitialBackupGrantOptions extends VaultGrantOptions {
  /**
   * The name of the custom role. It must be unique in the tenant.
   * @default - the subscription, the names of the resource group and the vault, and the id of the grant
   */
  readonly roleName?: string;
}

const GRANT: OptionNames<VaultGrantOptions> = { ...RESOURCE_OPTIONS, description: true };
const INITIAL_BACKUP_GRANT: OptionNames<InitialBackupGrantOptions> = { ...GRANT, roleName: true };

/** Assigns a built-in role on a vault. */
export function grantRole(
  vault: Construct & IRecoveryServicesVaultRef,
  id: string,
  roleDefinitionName: string,
  principal: AzurePrincipal,
  options: VaultGrantOptions,
): RoleAssignment {
  requireGrant(vault, principal, options, GRANT);
  return assignment(new Construct(vault, id), vault, principal, options, { roleDefinitionName });
}

/** Declares the custom role for initial backups and assigns it on a vault. */
export function grantInitialBackup(
  vault: Construct & IRecoveryServicesVaultRef,
  id: string,
  principal: AzurePrincipal,
  options: InitialBackupGrantOptions,
): RoleAssignment {
  requireGrant(vault, principal, options, INITIAL_BACKUP_GRANT);
  const grant = new Construct(vault, id);
  // Azure allows no custom role with an assignable scope below a resource group. The assignment itself is for the vault only.
  const scope = groupIdOf(vault.vaultId);
  const provider = providerFor(grant, vault, options.provider);
  const { roleName = defaultRoleName(grant, vault) } = options;
  const rule = { allowed: "1 to 512 characters", remedy: "set roleName to one of that kind" };
  throwIfInvalid(`a grant on '${vault.node.path}'`, checkText("roleName", roleName, /^[^]{1,512}$/, rule));
  const role = new RoleDefinition(grant, "Role", {
    name: roleName,
    description: "Takes the initial backup of protected VMs, and follows it.",
    scope,
    assignableScopes: [scope],
    permissions: [{ actions: INITIAL_BACKUP_ACTIONS }],
    provider,
    dependsOn: dependenciesOf(grant, options.dependsOn),
    lifecycle: lifecycleOf(grant, options.lifecycle),
  });
  repairHcl(role);
  requireUniqueName({ construct: grant, resource: role, prop: "roleName", name: roleName, place: { kind: "tenant" } });
  return assignment(grant, vault, principal, options, { roleDefinitionId: role.roleDefinitionResourceId });
}

function assignment(
  scope: Construct,
  vault: IRecoveryServicesVaultRef,
  principal: AzurePrincipal,
  { description, provider, dependsOn, lifecycle }: VaultGrantOptions,
  role: { readonly roleDefinitionName: string } | { readonly roleDefinitionId: string },
): RoleAssignment {
  const resource = new RoleAssignment(scope, "Resource", {
    ...role,
    scope: vault.vaultId,
    principalId: principal.objectId,
    // With a type, Azure does not look up the principal, which may not be replicated yet if the deployment has just created it.
    principalType: principal._type,
    description,
    provider: providerFor(scope, vault, provider),
    dependsOn: dependenciesOf(scope, dependsOn),
    lifecycle: lifecycleOf(scope, lifecycle),
  });
  repairHcl(resource);
  return resource;
}

function defaultRoleName(grant: Construct, vault: IRecoveryServicesVaultRef): string {
  const id = isDeclared(vault) ? grant.node.id : pathInApp(grant, vault).join("/");
  return defaultTenantName("Initial VM backup", id, vault);
}

function requireGrant(vault: Construct, principal: AzurePrincipal, options: VaultGrantOptions, names: Names): void {
  const subject = `a grant on '${vault.node.path}'`;
  requireOptions(subject, "options", options, '{ description: "reads backups" }');
  const remedy = "use AzurePrincipal.user, group, servicePrincipal or managedIdentity";
  throwIfInvalid(subject, [
    ...checkInstance("principal", principal, AzurePrincipal, remedy),
    ...checkOptionalText("description", options.description),
  ]);
  warnOfMisspelled(vault, options, names);
}
