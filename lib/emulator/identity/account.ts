import type { ApplicationCredentials } from "./credentials";

/** The subscription of the emulator, and the service principal that owns it. */
export interface Account extends ApplicationCredentials {
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The service principal's object id. */
  readonly objectId: string;
}

/** The default account: the same on every run, so that the ids of a stack do not change. */
export const DEFAULT_ACCOUNT: Account = {
  tenantId: "7e0a0000-0000-4000-8000-00000000aaaa",
  subscriptionId: "5b5c0000-0000-4000-8000-00000000bbbb",
  clientId: "c11e0000-0000-4000-8000-00000000cccc",
  clientSecret: "emulator-client-secret",
  objectId: "0b1e0000-0000-4000-8000-00000000dddd",
};

/** Returns the base account with the given parts replaced. Undefined parts are ignored. */
export function accountOf(base: Account, given: Partial<Account> = {}): Account {
  const parts = Object.entries(given as Record<string, unknown>).filter(([, value]) => value !== undefined);
  return { ...base, ...(Object.fromEntries(parts) as Partial<Account>) };
}
