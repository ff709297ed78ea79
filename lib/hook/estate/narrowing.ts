import { caseFold, isSameName } from "../../azure/case-fold";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import type { ResourceGraph } from "./resource-graph";
import { listSubscriptions, type Subscription } from "./rows";

/** The subscriptions that flags choose. */
export interface Narrowing {
  /** Ids or names of subscriptions. @default - every subscription that the identity sees */
  readonly subscriptions?: readonly string[] | undefined;
  /** Names of management groups. @default - every subscription that the identity sees */
  readonly managementGroups?: readonly string[] | undefined;
}

/** The maximum number of subscriptions that an error message names. */
const MAX_NAMED = 10;

/**
 * Returns the chosen subscriptions: those that the identity sees, below the management groups, and named.
 * @throws HookError if the identity sees no subscription, or not one that is named
 */
export async function chosenSubscriptions(graph: ResourceGraph, narrowing: Narrowing): Promise<Subscription[]> {
  const { subscriptions: named, managementGroups } = narrowing;
  const seen = await listSubscriptions(graph, managementGroups ? { managementGroups } : {});
  if (seen.length === 0) {
    const where = managementGroups ? ` of the management groups ${quoted(managementGroups)}` : "";
    throw new HookError(
      ExitCode.notAuthorised,
      `the identity sees no subscription${where}; give it the role 'Reader' on the subscriptions or on a management group above them`,
    );
  }
  if (named === undefined) return seen;
  const wanted = named.map((name) => ({ name, found: seen.filter((one) => isNamed(one, name)) }));
  const unknown = wanted.filter(({ found }) => found.length === 0).map(({ name }) => name);
  if (unknown.length === 0) return [...new Set(wanted.flatMap(({ found }) => found))];
  const some = seen.slice(0, MAX_NAMED).map(({ id, name }) => `'${name}' (${id})`);
  const more = seen.length > some.length ? ` and ${seen.length - some.length} more` : "";
  throw new HookError(
    ExitCode.notFound,
    `--subscription must name a subscription that the identity sees, got ${quoted(unknown)}; it sees ${some.join(", ")}${more}`,
  );
}

function isNamed({ id, name }: Subscription, text: string): boolean {
  return id === caseFold(text) || isSameName(name, text);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(", ");
}
