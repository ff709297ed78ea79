import type { ApplicationCredentials } from "./credentials";

/** A service principal that may sign in, beside the one that owns the subscription. */
export interface Principal extends ApplicationCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * Object id, which role assignments name.
   * @default - computed from the client id
   */
  readonly objectId?: string;
  /**
   * Names of the built-in roles that it has in the whole subscription, such as `Backup Operator`. Role assignments give it other
   * roles, as in Azure.
   * @default - none: it may sign in, but has no permissions
   */
  readonly roles?: readonly string[];
}
