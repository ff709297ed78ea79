import { randomUUID } from "node:crypto";
import * as v from "valibot";
import type { ArmClient } from "../arm-client";
import { argumentsOf } from "./arguments";

const schema = v.strictObject({
  scope: v.string(),
  role_definition_id: v.string(),
  principal_id: v.string(),
  principal_type: v.optional(v.string()),
});
const API_VERSION = "2022-04-01";

/** Creates an `azurerm_role_assignment`, with a name that is drawn. */
export async function createRoleAssignment(arm: ArmClient, address: string, config: Record<string, unknown>): Promise<object> {
  const role = argumentsOf(address, schema, config);
  const id = `${role.scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`;
  await arm.write("PUT", id, API_VERSION, {
    properties: {
      roleDefinitionId: role.role_definition_id,
      principalId: role.principal_id,
      ...(role.principal_type !== undefined && { principalType: role.principal_type }),
    },
  });
  await arm.read(id, API_VERSION);
  return { ...role, id };
}
