import { caseFold, isSameName } from "../../azure/case-fold";
import { derivedGuid } from "../arm/derived-guid";
import type { Context } from "../context";
import { BUILT_IN_ROLES } from "../resources/built-in-roles";
import { ROLE_ASSIGNMENT } from "../resources/types/roles";
import type { Account } from "./account";
import type { ApplicationCredentials } from "./credentials";
import type { Principal } from "./principal";

/** The principal of a token. */
export interface SignedIn extends ApplicationCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly objectId: string;
}

/** Returns the principal of a client id: the account's own, or one of the others. */
export function findPrincipal({ account, principals }: Context, clientId: string | undefined): SignedIn | undefined {
  const all: readonly Principal[] = [account, ...principals];
  const found = all.find((one) => isSameName(one.clientId, clientId ?? ""));
  return found && { ...found, objectId: objectIdOf(found) };
}

/**
 * Returns the principals, if they are valid.
 * @throws Error if a role is not built in, or a client id occurs twice
 */
export function checkedPrincipals(principals: readonly Principal[], account: Account): readonly Principal[] {
  const names = BUILT_IN_ROLES.map(({ roleName }) => roleName);
  const taken = new Set([caseFold(account.clientId)]);
  for (const { clientId, roles = [] } of principals) {
    if (taken.has(caseFold(clientId))) throw new Error(`principals name the client id '${clientId}' twice: give each its own`);
    taken.add(caseFold(clientId));
    const unknown = roles.find((role) => !names.includes(role));
    if (unknown !== undefined)
      throw new Error(`role '${unknown}' of principal '${clientId}' is not known: use one of ${names.join(", ")}`);
  }
  return principals;
}

/** Creates the role assignments that the principals have from the start. */
export function assignRoles({ account, state, principals }: Context): void {
  const scope = `/subscriptions/${account.subscriptionId}`;
  for (const principal of principals) {
    for (const role of BUILT_IN_ROLES.filter(({ roleName }) => principal.roles?.includes(roleName))) {
      const principalId = objectIdOf(principal);
      const name = derivedGuid(`${scope} ${principalId} ${role.name}`);
      const id = `${scope}/providers/${ROLE_ASSIGNMENT}/${name}`;
      const roleDefinitionId = `${scope}/providers/Microsoft.Authorization/roleDefinitions/${role.name}`;
      const body = { properties: { principalId, roleDefinitionId, principalType: "ServicePrincipal" } };
      state.resources.set(id, { id, name, type: ROLE_ASSIGNMENT, body });
    }
  }
}

function objectIdOf({ clientId, objectId }: Principal): string {
  return objectId ?? derivedGuid(`${clientId} object`);
}
