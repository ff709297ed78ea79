import type { ApplicationCredentials } from "./credentials";

/** A service principal that may sign in beside the owner of the subscription. */
export interface Principal extends ApplicationCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * Its object id, which role assignments name.
   * @default - made from the client id
   */
  readonly objectId?: string;
  /**
   * Names of built-in roles that it has in the whole subscription, such as `Backup Operator`; others are given by role
   * assignments, as in Azure.
   * @default - none: it may sign in, and do nothing
   */
  readonly roles?: readonly string[];
}
