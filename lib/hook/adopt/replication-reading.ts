import * as v from "valibot";
import { read, text } from "../arm/answer-schema";
import type { ArmConnection } from "../arm/arm-connection";
import { ArmError } from "../arm/arm-error";

/** The api-version of azurerm. */
const API_VERSION = "2024-04-01";
const schema = v.object({ properties: v.nullish(v.object({ vmwareToAzureProviderType: text })) });

/**
 * Whether Site Recovery replicates VMware machines with its classic experience; undefined if it cannot be read. azurerm replaces a vault
 * whose code says something else.
 */
export async function readClassicReplication(arm: ArmConnection, vaultId: string): Promise<boolean | undefined> {
  const path = `${vaultId}/replicationVaultSettings/default`;
  const request = { path, apiVersion: API_VERSION, about: "cannot read the settings of Site Recovery", optional: true };
  try {
    const settings = await arm.get(request, (body) => read(schema, body));
    return settings?.properties?.vmwareToAzureProviderType?.toLowerCase() === "vmware";
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    return undefined;
  }
}
