import * as v from "valibot";
import { GRAPH_QUERIES, RESOURCE_GRAPH_PATH } from "../../azure/resource-graph";
import type { App } from "../app";
import type { Context } from "../context";
import { apiVersionUnknown } from "../errors/arm-errors";
import { graphQueryUnknown, graphRequestInvalid } from "../errors/graph-errors";
import { authenticate } from "../identity/tokens";
import { checkedBody } from "../strictness/body";
import { deletedItemsQuery } from "./deleted-items";
import { ESTATE_QUERIES } from "./estate-rows";
import { readsOf, scopeFilter } from "./readable";
import type { RowsOf } from "./row";
import { rowPage } from "./row-page";

interface QueryRoute {
  Querystring: { "api-version": string };
  Body: unknown;
}

const VERSIONS = ["2019-04-01", "2020-04-01-preview", "2021-03-01", "2021-06-01-preview", "2022-10-01", "2024-04-01"];

/** The quota after the first query in its window of five seconds. The numbers do not change: only a fault throttles. */
const QUOTA = { "x-ms-user-quota-remaining": "14", "x-ms-user-quota-resets-after": "00:00:05" } as const;

const names = v.nullish(v.array(v.string()));
/** The Azure CLI also sends its subscriptions in the options, where Azure ignores them. */
const bodySchema = v.strictObject({
  query: v.string(),
  subscriptions: names,
  managementGroups: names,
  options: v.nullish(
    v.looseObject({
      $top: v.nullish(v.number()),
      $skip: v.nullish(v.number()),
      $skipToken: v.nullish(v.string()),
      resultFormat: v.nullish(v.string()),
    }),
  ),
  facets: v.nullish(v.array(v.unknown())),
});

/** Each query in one line, with its rows. The emulator recognises a query as a whole and evaluates no query language. */
const QUERIES = new Map(
  (Object.keys(GRAPH_QUERIES) as (keyof typeof GRAPH_QUERIES)[]).map((name) => [
    inOneLine(GRAPH_QUERIES[name]),
    ESTATE_QUERIES[name],
  ]),
);

/** Serves the queries of Azure Resource Graph that this package and the Azure CLI send. */
export function serveResourceGraph(app: App, context: Context): void {
  app.post<QueryRoute>(RESOURCE_GRAPH_PATH, (request, reply) => {
    const version = request.query["api-version"];
    if (!VERSIONS.includes(version)) throw apiVersionUnknown(version, "resources", VERSIONS);
    const { query, subscriptions, managementGroups, options, facets } = checkedBody(bodySchema, request.body, "QueryRequest");
    const now = context.clock.now();
    requireServed({ ...options, facets }, now);
    if (subscriptions && managementGroups)
      throw graphRequestInvalid(now, "subscriptions and managementGroups exclude each other");
    const text = inOneLine(query);
    const rowsOf = rowsOfQuery(text, now);
    const caller = authenticate(context, request.headers.authorization);
    const reads = readsOf(context, caller);
    const isInScope = scopeFilter(context, { subscriptions, managementGroups }, reads);
    const rows = rowsOf(context, reads).filter(({ id, type }) => isInScope(id) && reads(id, type));
    return reply.headers(QUOTA).send(rowPage(text, rows, options ?? {}, now));
  });
}

function rowsOfQuery(text: string, now: number): RowsOf {
  const rowsOf = QUERIES.get(text) ?? deletedItemsQuery(text);
  if (rowsOf) return rowsOf;
  throw graphQueryUnknown(now, text);
}

function requireServed(
  given: {
    readonly $skip?: number | null | undefined;
    readonly resultFormat?: string | null | undefined;
    readonly facets?: readonly unknown[] | null | undefined;
  },
  now: number,
): void {
  const { $skip, resultFormat, facets } = given;
  if ($skip) throw graphRequestInvalid(now, `the emulator does not serve $skip, got ${$skip}`);
  if (resultFormat && resultFormat !== "objectArray")
    throw graphRequestInvalid(now, `the emulator does not serve the result format '${resultFormat}'`);
  if (facets && facets.length > 0) throw graphRequestInvalid(now, "the emulator does not serve facets");
}

/** A line break separates words as a space does. None of the queries has a text with two spaces. */
function inOneLine(query: string): string {
  return query.trim().replaceAll(/\s+/g, " ");
}
