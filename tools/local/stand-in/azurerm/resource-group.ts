import * as v from "valibot";
import type { ArmClient } from "../arm-client";
import { argumentsOf, tags } from "./arguments";

const schema = v.strictObject({ name: v.string(), location: v.string(), tags: v.optional(tags, {}) });
const API_VERSION = "2023-07-01";

/** Creates an `azurerm_resource_group`. */
export async function createResourceGroup(arm: ArmClient, address: string, config: Record<string, unknown>): Promise<object> {
  const { name, location, tags } = argumentsOf(address, schema, config);
  const id = `${arm.subscriptionPath}/resourceGroups/${name}`;
  await arm.mustNotExist(id, API_VERSION);
  await arm.write("PUT", id, API_VERSION, { location, tags });
  await arm.read(id, API_VERSION);
  return { id, name, location, tags };
}
