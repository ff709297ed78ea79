/** One of Azure's clouds, by azurerm's name. */
export enum AzureCloud {
  /** Azure. */
  PUBLIC = "public",
  /** Azure Government. */
  US_GOVERNMENT = "usgovernment",
  /** Azure operated by 21Vianet. */
  CHINA = "china",
}

/** A way of signing in to Azure. */
export enum CredentialMethod {
  /** The certificate of a service principal. */
  CLIENT_CERTIFICATE = "clientCertificate",
  /** The secret of a service principal, from `ARM_CLIENT_SECRET`. */
  CLIENT_SECRET = "clientSecret",
  /** A token of the pipeline, such as GitHub's or that of Azure Pipelines. */
  OIDC = "oidc",
  /** The managed identity of the machine. */
  MANAGED_IDENTITY = "managedIdentity",
  /** The identity that is signed in to the Azure CLI. */
  AZURE_CLI = "azureCli",
  /** The identity that the Azure SDK finds. It can differ from the one of the azurerm provider. */
  DEFAULT = "default",
}

/**
 * How the program signs in, for stacks that configure the provider block and not `ARM_*` variables. A setting has priority over its
 * variable. There are no settings for secrets, because they would be stored in the state.
 */
export interface InitialBackupCredential {
  /**
   * The tenant's id.
   * @default - `ARM_TENANT_ID`
   */
  readonly tenantId?: string;

  /**
   * The id of the application, or of the user-assigned identity.
   * @default - `ARM_CLIENT_ID`
   */
  readonly clientId?: string;

  /**
   * The way of signing in to use.
   * @default - azurerm's order: certificate, secret, OIDC, managed identity, Azure CLI
   */
  readonly method?: CredentialMethod;

  /**
   * The subscription of the azurerm provider. Backups are always requested in the subscription of the vault.
   * @default - `ARM_SUBSCRIPTION_ID`
   */
  readonly subscriptionId?: string;

  /**
   * The cloud.
   * @default - `ARM_ENVIRONMENT`, or Azure's public cloud
   */
  readonly cloud?: AzureCloud;

  /**
   * Host of a metadata endpoint that describes the cloud, with a port if that is not 443, such as `management.local:8443`.
   * @default - `ARM_METADATA_HOSTNAME`, or none
   */
  readonly metadataHost?: string;
}
