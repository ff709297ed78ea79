import * as v from "valibot";
import type { ArmClient } from "../arm-client";
import { argumentsOf, block } from "./arguments";

const schema = v.strictObject({
  name: v.string(),
  display_name: v.string(),
  location: v.string(),
  subscription_id: v.string(),
  policy_definition_id: v.string(),
  parameters: v.string(),
  identity: v.optional(block({ type: v.literal("SystemAssigned") })),
});
const API_VERSION = "2022-06-01";

/** Creates an `azurerm_subscription_policy_assignment`. */
export async function createPolicyAssignment(arm: ArmClient, address: string, config: Record<string, unknown>): Promise<object> {
  const assignment = argumentsOf(address, schema, config);
  const id = `${assignment.subscription_id}/providers/Microsoft.Authorization/policyAssignments/${assignment.name}`;
  await arm.mustNotExist(id, API_VERSION);
  await arm.write("PUT", id, API_VERSION, {
    location: assignment.location,
    ...(assignment.identity && { identity: { type: assignment.identity.type, userAssignedIdentities: null } }),
    properties: {
      displayName: assignment.display_name,
      enforcementMode: "Default",
      parameters: JSON.parse(assignment.parameters) as object,
      policyDefinitionId: assignment.policy_definition_id,
      scope: assignment.subscription_id,
    },
  });
  const { identity } = (await arm.read(id, API_VERSION)) as { identity?: { principalId?: string } };
  return { ...assignment, id, identity: [{ ...assignment.identity, principal_id: identity?.principalId ?? "" }] };
}
