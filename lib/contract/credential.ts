import * as v from "valibot";

/** The settings of a credential that may be in a stack. Secrets stay in the environment. */
export const credentialSchema = v.strictObject({
  tenantId: v.optional(v.string()),
  clientId: v.optional(v.string()),
  subscriptionId: v.optional(v.string()),
  /** The Azure cloud, with azurerm's names. */
  environment: v.optional(v.picklist(["public", "usgovernment", "china"])),
  /** The host of a metadata endpoint that describes the cloud, with the port if it is not 443. */
  metadataHost: v.optional(v.string()),
  /** The only method to use. If it is undefined, the hook tries azurerm's methods in azurerm's order. */
  method: v.optional(v.picklist(["clientCertificate", "clientSecret", "oidc", "managedIdentity", "azureCli", "default"])),
});
