import type { ApplicationCredentials } from "./credentials";

/** The subscription that the emulator serves, and the service principal that may sign in to it. */
export interface Account extends ApplicationCredentials {
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The service principal's object id. */
  readonly objectId: string;
}

/** The account used if none is given: the same on every run, so that the ids of a stack do not change. */
export const DEFAULT_ACCOUNT: Account = {
  tenantId: "7e0a0000-0000-4000-8000-00000000aaaa",
  subscriptionId: "5b5c0000-0000-4000-8000-00000000bbbb",
  clientId: "c11e0000-0000-4000-8000-00000000cccc",
  clientSecret: "emulator-client-secret",
  objectId: "0b1e0000-0000-4000-8000-00000000dddd",
};

/** An account with what is given of another; what is undefined is left out. */
export function accountOf(base: Account, given: Partial<Account> = {}): Account {
  const parts = Object.entries(given as Record<string, unknown>).filter(([, value]) => value !== undefined);
  return { ...base, ...(Object.fromEntries(parts) as Partial<Account>) };
}
