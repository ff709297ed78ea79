import { caseFold } from "../../azure/case-fold";
import { MAX_ROWS_PER_PAGE } from "../../azure/resource-graph";
import { graphRequestInvalid } from "../errors/graph-errors";
import type { Row } from "./row";

/** One answer to a query. */
export interface RowPage {
  readonly totalRecords: number;
  readonly count: number;
  readonly data: readonly unknown[];
  readonly facets: readonly [];
  readonly resultTruncated: "true" | "false";
  readonly $skipToken?: string;
}

/** The options of a request that choose its page. */
export interface PageOptions {
  readonly $top?: number | null | undefined;
  readonly $skipToken?: string | null | undefined;
}

interface Token {
  readonly query: string;
  /** The key of the last row of the page before. */
  readonly after: string;
}

/** Returns a page of the rows, ordered by id. A row that is added or removed between two pages neither repeats nor hides another one. */
export function rowPage(query: string, rows: readonly Row[], { $top, $skipToken }: PageOptions, now: number): RowPage {
  const size = pageSize($top ?? MAX_ROWS_PER_PAGE, now);
  const after = $skipToken ? tokenOf($skipToken, query, now).after : "";
  const sorted = rows.map((row) => ({ row, key: caseFold(row.id) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const rest = sorted.filter(({ key }) => key > after);
  const onPage = rest.slice(0, size);
  const last = onPage.at(-1);
  const isLast = last === undefined || rest.length === onPage.length;
  return {
    totalRecords: rows.length,
    count: onPage.length,
    data: onPage.map(({ row }) => row.columns()),
    facets: [],
    resultTruncated: isLast ? "false" : "true",
    ...(isLast ? {} : { $skipToken: encoded({ query, after: last.key }) }),
  };
}

function pageSize(top: number, now: number): number {
  if (Number.isInteger(top) && top >= 1 && top <= MAX_ROWS_PER_PAGE) return top;
  throw graphRequestInvalid(now, `$top must be 1 to ${MAX_ROWS_PER_PAGE}, got ${top}`);
}

function encoded(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString("base64");
}

function tokenOf(text: string, query: string, now: number): Token {
  try {
    const token = JSON.parse(Buffer.from(text, "base64").toString()) as Partial<Token> | null;
    if (token?.query === query && typeof token.after === "string") return { query, after: token.after };
  } catch {
    // Refused below.
  }
  throw graphRequestInvalid(now, "$skipToken is not of an answer to this query");
}
