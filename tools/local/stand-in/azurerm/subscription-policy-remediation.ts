import * as v from "valibot";
import type { ArmClient } from "../arm-client";
import { argumentsOf } from "./arguments";

const schema = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[^A-Z]+$/, "no upper case letters")),
  subscription_id: v.string(),
  policy_assignment_id: v.string(),
});
const API_VERSION = "2021-10-01";

/** Creates an `azurerm_subscription_policy_remediation`. Like azurerm, it does not wait for the deployments. */
export async function createPolicyRemediation(arm: ArmClient, address: string, config: Record<string, unknown>): Promise<object> {
  const remediation = argumentsOf(address, schema, config);
  const id = `${remediation.subscription_id}/providers/Microsoft.PolicyInsights/remediations/${remediation.name}`;
  await arm.mustNotExist(id, API_VERSION);
  await arm.write("PUT", id, API_VERSION, {
    properties: {
      filters: { locations: [] },
      policyAssignmentId: remediation.policy_assignment_id,
      policyDefinitionReferenceId: "",
      resourceDiscoveryMode: "ExistingNonCompliant",
    },
  });
  await arm.read(id, API_VERSION);
  return { ...remediation, id };
}
