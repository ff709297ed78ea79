import { isSameName } from "../../azure/case-fold";
import { groupIdIn } from "../../azure/id-parts";
import { isSameRegion } from "../../azure/region";
import { isZoneRedundant, UNSUPPORTED_STAGING_KINDS } from "../../azure/restore-limits";
import { canonicalResourceId } from "../../azure/typed-id";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import type { ResourceReader, StorageAccount } from "./resources";

const TYPE = "Microsoft.Storage/storageAccounts";
const MOST_NAMED = 5;

/** The staging account of a restore, and why it was chosen. */
export interface Staging {
  readonly account: StorageAccount;
  /** Undefined if the options name the account. */
  readonly why: string | undefined;
}

/** Returns why Azure does not accept a staging account; undefined if it does. */
export function stagingProblem({ location, sku, kind, hasNetworkRules }: StorageAccount, region: string): string | undefined {
  if (!isSameRegion(location, region)) return `it is in ${location}, and the restore is in ${region}`;
  if (isZoneRedundant(sku)) return `it is zone-redundant (${sku})`;
  if (UNSUPPORTED_STAGING_KINDS.includes(kind)) return `it is of kind ${kind}`;
  if (/^Premium/i.test(sku) && hasNetworkRules) return "it is a premium account with network rules";
  return undefined;
}

/**
 * Returns the staging account: the named one or, if none is named, the only one that Azure accepts in the target group, or in the
 * subscription.
 * @throws HookError if it does not exist, Azure does not accept it, or there is not exactly one
 */
export async function findStaging(
  named: string | undefined,
  place: { readonly subscriptionId: string; readonly groupId: string; readonly region: string },
  resources: ResourceReader,
): Promise<Staging> {
  const { subscriptionId, groupId, region } = place;
  const rules = "it must be in the region of the restore, not zone-redundant, and not of kind blob or file";
  if (named !== undefined) {
    const account = await accountNamed(named, subscriptionId, resources);
    const problem = stagingProblem(account, region);
    if (problem === undefined) return { account, why: undefined };
    throw wrong(`--staging-account must be one that Azure accepts, got '${named}': ${problem}; ${rules}`);
  }
  const usable = (await resources.storageAccounts(subscriptionId)).filter((one) => stagingProblem(one, region) === undefined);
  const inGroup = usable.filter(({ id }) => isSameName(groupIdIn(id), groupId));
  const [only, ...others] = inGroup.length > 0 ? inGroup : usable;
  const where = inGroup.length > 0 ? "target group" : "subscription";
  if (only && others.length === 0) return { account: only, why: `the only one in the ${where} that Azure accepts` };
  if (!only)
    throw wrong(`--staging-account is needed, and Azure accepts no storage account of the subscription; create one: ${rules}`);
  const names = [only, ...others].slice(0, MOST_NAMED).map(({ name }) => `'${name}'`);
  throw wrong(
    `--staging-account is needed, since Azure accepts ${others.length + 1} accounts of the ${where}; choose one, such as ${names.join(", ")}`,
  );
}

async function accountNamed(named: string, subscriptionId: string, resources: ResourceReader): Promise<StorageAccount> {
  const id = canonicalResourceId(named, TYPE);
  if (named.includes("/") && id === undefined) {
    throw wrong(`--staging-account must be the name or the id of a storage account, got '${named}'; check it`);
  }
  const account =
    id === undefined
      ? (await resources.storageAccounts(subscriptionId)).find(({ name }) => isSameName(name, named))
      : await resources.storageAccount(id);
  if (account) return account;
  throw new HookError(
    ExitCode.notFound,
    `--staging-account must name a storage account that exists, got '${named}'; check the name`,
  );
}

function wrong(message: string): HookError {
  return new HookError(ExitCode.badInput, message);
}
