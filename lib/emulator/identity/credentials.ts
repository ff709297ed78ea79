/** A token of somebody else that an application signs in with: GitHub's, Azure DevOps', or that of a Kubernetes cluster. */
export interface FederatedCredential {
  /** Who issues it, such as `https://token.actions.githubusercontent.com`. */
  readonly issuer: string;
  /** Whom it is about, such as `repo:contoso/infra:ref:refs/heads/main`. */
  readonly subject: string;
  /**
   * What it is for.
   * @default api://AzureADTokenExchange
   */
  readonly audience?: string;
  /**
   * The issuer's public key as PEM, by which the signature is checked. Entra gets it from the issuer; the emulator asks nobody.
   * @default - the signature is taken as it is
   */
  readonly publicKey?: string;
}

/** What an application may prove itself by, beside its secret. */
export interface ApplicationCredentials {
  /**
   * Certificates as PEM, whose keys sign its assertions.
   * @default - none
   */
  readonly certificates?: readonly string[];
  /** @default - none */
  readonly federatedCredentials?: readonly FederatedCredential[];
}
