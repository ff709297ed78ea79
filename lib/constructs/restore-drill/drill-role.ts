import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { RoleDefinition } from "@cdktf/provider-azurerm/lib/role-definition";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { caseFold } from "../../azure/case-fold";
import { DRILL_ACTIONS, DRILL_SOURCE_ACTIONS, DRILL_TAG_ACTION } from "../../azure/drill-actions";
import { DEFAULT_DRILL_RESTORES } from "../../contract/drill-defaults";
import { groupIdOf, idPrefix, subscriptionIdIn } from "../private/azure-ids";
import { isLiteral } from "../private/problems";
import type { AzurePrincipal } from "../vault/azure-principal";
import { requireUniqueName } from "../vault/unique-names";
import type { IRecoveryServicesVault } from "../vault/vault";
import { defaultDrillRoleName } from "./drill-names";
import type { DrillPlaces } from "./drill-places";
import { type DrillPlace, metaOf, repaired } from "./drill-resources";
import type { RestoreDrillProps } from "./restore-drill-options";

const SEGMENTS_OF_NETWORK = 9;

type RoleProps = RestoreDrillProps & { readonly provider: TerraformProvider | undefined };

interface RoleOptions extends Pick<DrillPlace, "provider" | "dependsOn"> {
  readonly principal: AzurePrincipal;
}

/**
 * Declares the custom roles of a drill and assigns them to its principal; none without one. Azure allows no custom role with a scope
 * below a resource group.
 */
export function grantDrill(
  drill: Construct,
  vault: IRecoveryServicesVault,
  places: DrillPlaces,
  props: RoleProps,
): RoleAssignment[] {
  const { principal, provider, dependsOn, sourceResourceGroupIds: sourceGroupIds = [] } = props;
  if (principal === undefined) return [];
  const scope = new Construct(drill, "Grant");
  const options = { principal, provider, dependsOn };
  const { roleName: name = defaultDrillRoleName(drill, vault) } = props;
  const scopes = scopesOf(vault, places);
  const actions = DRILL_ACTIONS[props.restores ?? DEFAULT_DRILL_RESTORES];
  const role = customRole(scope, "Role", options, {
    name,
    description: "Restores VMs into the scratch resource group of a drill, and deletes what it restored.",
    actions: [...actions.vault, ...actions.scratchGroup, ...actions.stagingAccount, ...actions.network],
    scopeIds: scopes.map(([, at]) => groupIdOf(at)),
  });
  const assignments = scopes.map(([id, at]) => assignment(scope, id, options, role, at));
  return [
    ...assignments,
    ...sourceAssignments(scope, name, options, sourceGroupIds),
    ...(props.tag === undefined ? [] : [tagAssignment(scope, name, options, vault)]),
  ];
}

/** Roles of their own keep the principal from deleting anything in the groups of source VMs. */
function sourceAssignments(scope: Construct, name: string, options: RoleOptions, groupIds: readonly string[]): RoleAssignment[] {
  if (groupIds.length === 0) return [];
  const role = customRole(scope, "SourceRole", options, {
    name: `${name}: source VMs`,
    description: "What Azure requires on the source VM of whoever requests a restore, and what a drill reads of it.",
    actions: DRILL_SOURCE_ACTIONS,
    scopeIds: groupIds,
  });
  return groupIds.map((at, index) => assignment(scope, sourceId(at, index), options, role, at));
}

function tagAssignment(scope: Construct, name: string, options: RoleOptions, vault: IRecoveryServicesVault): RoleAssignment {
  const subscriptionId = `/subscriptions/${subscriptionIdIn(vault.vaultId)}`;
  const role = customRole(scope, "TagRole", options, {
    name: `${name}: tags of VMs`,
    description: "Reads the tags of VMs, by which a drill chooses them.",
    actions: [DRILL_TAG_ACTION],
    scopeIds: [subscriptionId],
  });
  return assignment(scope, "Tags", options, role, subscriptionId);
}

/** Where the principal needs the role. What is declared in the scratch group inherits it from there. */
function scopesOf(vault: IRecoveryServicesVault, places: DrillPlaces): (readonly [id: string, at: string])[] {
  const { scratchGroupId, stagingAccount, stagingAccountId, network, subnetId } = places;
  return [
    ["Vault", vault.vaultId],
    ["Scratch", scratchGroupId],
    ...(stagingAccount ? [] : [["Staging", stagingAccountId] as const]),
    ...(network || subnetId === undefined ? [] : [["Network", idPrefix(subnetId, SEGMENTS_OF_NETWORK)] as const]),
  ];
}

interface CustomRole {
  readonly name: string;
  readonly description: string;
  readonly actions: readonly string[];
  readonly scopeIds: readonly string[];
}

function customRole(scope: Construct, id: string, options: RoleOptions, role: CustomRole): RoleDefinition {
  const { name, description, actions, scopeIds } = role;
  const assignableScopes = distinct(scopeIds);
  const definition = repaired(
    new RoleDefinition(scope, id, {
      ...{ name, description, scope: assignableScopes[0] ?? "", assignableScopes },
      permissions: [{ actions: [...new Set(actions)].sort() }],
      ...metaOf({ scope, ...options }),
    }),
  );
  requireUniqueName({ construct: scope, resource: definition, prop: "roleName", name, place: { kind: "tenant" } });
  return definition;
}

function assignment(
  scope: Construct,
  id: string,
  { principal, ...options }: RoleOptions,
  role: RoleDefinition,
  at: string,
): RoleAssignment {
  return repaired(
    new RoleAssignment(scope, id, {
      roleDefinitionId: role.roleDefinitionResourceId,
      scope: at,
      principalId: principal.objectId,
      principalType: principal._type,
      ...metaOf({ scope, ...options }),
    }),
  );
}

/** Two ids that differ in nothing but case are of one group. */
function distinct(ids: readonly string[]): string[] {
  return [...new Map(ids.map((id) => [isLiteral(id) ? caseFold(id) : id, id])).values()];
}

/** The name of the group keeps an address if the order of the groups changes. */
function sourceId(groupId: string, index: number): string {
  return `Source-${isLiteral(groupId) ? caseFold(groupId).split("/").slice(2).join("-") : index}`;
}
