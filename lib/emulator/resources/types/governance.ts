import { isSameName } from "../../../azure/case-fold";
import { derivedGuid } from "../../arm/derived-guid";
import type { GenericResource } from "../../arm/generic-resources";
import { azureTime } from "../../arm/times";
import type { Context } from "../../context";
import { GUARD_PROXY, requireGuardUnlocked, unlock, UNLOCKED_UNTIL } from "../../recovery-services/vaults/resource-guard";
import { checkAssignment } from "../../policy/assignment-rules";
import { BUILT_IN_DEFINITIONS, builtInDefinition, DEFINITION } from "../../policy/built-in-definitions";
import { requireEvaluable } from "../../policy/definitions";
import { checkRemediation, remediated, remediationView } from "../../policy/remediations";
import { member, propertiesOf, requiredText, withProperties } from "../body";
import { extension, child, tracked, type Json, type ResourceType } from "../resource-type";
import { requireReferences, scopeOf } from "../scope";
import { lockLevelInvalid, propertyInvalid } from "../../errors/resource-errors";
import { guardUnlockInvalid } from "../../errors/vault-errors";

const LOCK_LEVELS = ["CanNotDelete", "ReadOnly"];

/** Returns the identity of an assignment, with the principals that Azure adds. */
function identityView({ account }: Context, { id, body }: GenericResource): Json {
  const identity = member(body, "identity");
  const type = String(identity["type"]);
  if (/^SystemAssigned$/i.test(type))
    return { identity: { ...identity, principalId: derivedGuid(`${id} principal`), tenantId: account.tenantId } };
  if (!/^UserAssigned$/i.test(type)) return {};
  const ids = Object.keys(member(identity, "userAssignedIdentities"));
  const principals = ids.map((one) => [
    one,
    { principalId: derivedGuid(`${one} principal`), clientId: derivedGuid(`${one} client`) },
  ]);
  return { identity: { ...identity, userAssignedIdentities: Object.fromEntries(principals) as Json } };
}

/** Unlocks the deletion of the resource in the body, or of the association itself. */
function unlockDelete(context: Context, proxy: GenericResource, body: Json): Json {
  const guard = requiredText(proxy, "resourceGuardResourceId");
  const { resourceToBeDeleted: target, resourceGuardOperationRequests: requests } = body;
  const ofItem = typeof target === "string";
  const expected =
    `${guard}/${ofItem ? "deleteProtectedItemRequests" : "deleteResourceGuardProxyRequests"}/default`.toLowerCase();
  if (!Array.isArray(requests) || !requests.some((request) => String(request).toLowerCase() === expected)) {
    throw guardUnlockInvalid(expected);
  }
  return { unlockDeleteExpiryTime: azureTime(unlock(context, proxy, ofItem ? target : proxy.id)) };
}

/** Resource types of governance: locks, policies, Resource Guards, identities. */
export const GOVERNANCE: readonly ResourceType[] = [
  extension("Microsoft.Authorization/locks", ["2016-09-01", "2017-04-01", "2020-05-01"], {
    check: (_, lock) => {
      const level = requiredText(lock, "level");
      if (LOCK_LEVELS.includes(level)) return;
      throw lockLevelInvalid(level, LOCK_LEVELS);
    },
  }),
  extension(
    "Microsoft.Authorization/policyAssignments",
    ["2019-09-01", "2020-09-01", "2021-06-01", "2022-06-01", "2023-04-01", "2024-04-01"],
    {
      replaced: 201,
      check: checkAssignment,
      properties: (_, { id }) => ({ scope: scopeOf(id) }),
      view: identityView,
    },
  ),
  extension("Microsoft.Authorization/policyDefinitions", ["2019-09-01", "2020-09-01", "2021-06-01", "2023-04-01", "2025-01-01"], {
    replaced: 201,
    find: (_, id) => builtInDefinition(id),
    listed: ({ state }, scope) => {
      const own = state.resources.under(scope).filter((one) => one.type === DEFINITION && isSameName(scopeOf(one.id), scope));
      return [...BUILT_IN_DEFINITIONS, ...own];
    },
    check: (_, definition) => {
      if (scopeOf(definition.id) === "")
        throw propertyInvalid("A policy definition of your own belongs to a subscription or a management group.");
      requireEvaluable(definition);
    },
  }),
  extension("Microsoft.Authorization/policyExemptions", ["2020-07-01-preview", "2022-07-01-preview"], {
    replaced: 200,
    check: (context, exemption) => {
      requiredText(exemption, "exemptionCategory");
      requireReferences(context, exemption.id, [requiredText(exemption, "policyAssignmentId")]);
    },
  }),
  extension("Microsoft.PolicyInsights/remediations", ["2019-07-01", "2021-10-01"], {
    check: checkRemediation,
    beforeStore: remediated,
    properties: (_, remediation) => remediationView(remediation),
    actions: { cancel: (_, { id, name }) => ({ id, name }) },
  }),
  tracked(
    "Microsoft.DataProtection/resourceGuards",
    ["2022-05-01", "2022-12-01", "2023-01-01", "2023-11-01", "2024-04-01", "2025-01-01", "2025-07-01"],
    {
      check: (_, guard) => {
        const { vaultCriticalOperationExclusionList: excluded } = propertiesOf(guard);
        if (excluded === undefined || Array.isArray(excluded)) return;
        throw propertyInvalid("vaultCriticalOperationExclusionList must be a list of operations.");
      },
    },
  ),
  child(GUARD_PROXY, ["2021-12-01", "2022-09-01-preview", "2023-01-01", "2023-02-01", "2024-10-01", "2025-02-01", "2025-08-01"], {
    created: 200,
    provisions: false,
    check: (context, proxy) => {
      requireReferences(context, proxy.id, [requiredText(proxy, "resourceGuardResourceId")]);
    },
    beforeDelete: (context, { id }) => {
      requireGuardUnlocked(context, id.slice(0, id.lastIndexOf("/backupResourceGuardProxies/")), "deleteGuardAssociation", id);
    },
    properties: () => ({ [UNLOCKED_UNTIL]: undefined }),
    actions: { unlockdelete: unlockDelete },
  }),
  tracked("Microsoft.ManagedIdentity/userAssignedIdentities", ["2018-11-30", "2021-09-30-preview", "2023-01-31", "2024-11-30"], {
    provisions: false,
    beforeStore: (_, identity) => withProperties(identity, {}),
    properties: ({ account }, { id }) => ({
      tenantId: account.tenantId,
      principalId: derivedGuid(`${id} principal`),
      clientId: derivedGuid(`${id} client`),
    }),
  }),
];
