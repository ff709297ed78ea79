/** One of Azure's clouds, in azurerm's words. */
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
  /** Whoever is signed in to the Azure CLI. */
  AZURE_CLI = "azureCli",
  /** Whatever the Azure SDK finds, which need not be the identity of the azurerm provider. */
  DEFAULT = "default",
}

/**
 * How the program signs in, for stacks that set it in the provider block rather than in `ARM_*` variables. Each setting given here goes
 * before its variable. Secrets are not among them: they would end up in the state.
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
   * The one way of signing in to use.
   * @default - azurerm's order: certificate, secret, OIDC, managed identity, Azure CLI
   */
  readonly method?: CredentialMethod;

  /**
   * The subscription of the azurerm provider. Backups are asked for in the subscription of the vault, whichever this is.
   * @default - `ARM_SUBSCRIPTION_ID`
   */
  readonly subscriptionId?: string;

  /**
   * The cloud.
   * @default - `ARM_ENVIRONMENT`, or else Azure's public cloud
   */
  readonly cloud?: AzureCloud;

  /**
   * Host of a metadata endpoint that describes the cloud, with a port if that is not 443, such as `management.local:8443`.
   * @default - `ARM_METADATA_HOSTNAME`, or else none
   */
  readonly metadataHost?: string;
}
