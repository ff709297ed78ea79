/** A token of another issuer with which an application signs in: GitHub, Azure DevOps or a Kubernetes cluster. */
export interface FederatedCredential {
  /** Issuer of the token, such as `https://token.actions.githubusercontent.com`. */
  readonly issuer: string;
  /** Subject of the token, such as `repo:contoso/infra:ref:refs/heads/main`. */
  readonly subject: string;
  /**
   * Audience of the token.
   * @default api://AzureADTokenExchange
   */
  readonly audience?: string;
  /**
   * The issuer's public key as PEM, with which the signature is checked. Entra gets it from the issuer; the emulator sends no
   * requests.
   * @default - the signature is not checked
   */
  readonly publicKey?: string;
}

/** The credentials of an application, beside its secret. */
export interface ApplicationCredentials {
  /**
   * Certificates as PEM. Their keys sign the application's assertions.
   * @default - none
   */
  readonly certificates?: readonly string[];
  /** @default - none */
  readonly federatedCredentials?: readonly FederatedCredential[];
}
