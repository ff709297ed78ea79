import * as v from "valibot";
import { allows, type Permission } from "../../../azure/permission";
import type { ArmConnection } from "../../arm/arm-connection";
import { list, read } from "../../arm/answer-schema";

const PERMISSIONS_API_VERSION = "2022-04-01";

const schema = v.object({ actions: list(v.string()), notActions: list(v.string()) });

/** Returns the permissions of the signed-in identity at a scope, from all its roles. */
export async function permissionsAt(arm: ArmConnection, scope: string): Promise<Permission[]> {
  const about = "cannot read the permissions of the identity";
  const path = `${scope}/providers/Microsoft.Authorization/permissions`;
  const action = "Microsoft.Authorization/permissions/read";
  return arm.list({ path, apiVersion: PERMISSIONS_API_VERSION, about, action }, (element) => read(schema, element));
}

/** Returns the actions that no permission allows. */
export function missingActions(actions: readonly string[], permissions: readonly Permission[]): string[] {
  return actions.filter((action) => !allows(permissions, action));
}
