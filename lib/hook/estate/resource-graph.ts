import * as v from "valibot";
import { caseFold } from "../../azure/case-fold";
import { RESOURCE_GRAPH_PATH } from "../../azure/resource-graph";
import { excerpt, read, requiredText, text, UnreadableAnswer } from "../arm/answer-schema";
import type { ArmConnection, ArmRequest, Reader } from "../arm/arm-connection";
import type { HttpAnswer } from "../arm/http";
import { overLimit } from "../arm/refused-answer";
import type { Context } from "../context";

/** Older clouds support it. */
const API_VERSION = "2022-10-01";
/** A million rows. */
const MAX_PAGES = 1_000;
/** The longest pause that a quota may ask for. */
const MAX_PAUSE_MS = 60_000;

/** Where a query looks. @default - in every subscription that the identity sees */
export interface QueryScope {
  readonly managementGroups?: readonly string[];
  readonly subscriptions?: readonly string[];
}

const answerSchema = v.object({
  count: v.number(),
  data: v.array(v.unknown()),
  resultTruncated: v.nullish(v.union([v.string(), v.boolean()])),
  $skipToken: text,
});
const rowSchema = v.object({ id: requiredText });

interface Page<T> {
  /** The elements by the ids of their rows in lower case. */
  readonly elements: readonly (readonly [string, T | undefined])[];
  readonly next: string | undefined;
  /** How long the identity has to wait before its next query. */
  readonly pauseMs: number;
}

/** Azure Resource Graph, which answers for many subscriptions with a page of up to 1,000 rows a request. */
export class ResourceGraph {
  constructor(
    private readonly arm: ArmConnection,
    private readonly context: Pick<Context, "clock" | "signal">,
  ) {}

  /**
   * Returns every row of a query once. Rows for which the reader returns undefined are left out.
   * @param about the start of an error message, such as "cannot list the VMs"
   */
  async rows<T>(query: string, about: string, reader: Reader<T | undefined>, scope: QueryScope = {}): Promise<T[]> {
    const { clock, signal } = this.context;
    const request: ArmRequest = { path: RESOURCE_GRAPH_PATH, apiVersion: API_VERSION, about };
    const [found, ids, tokens] = [[] as T[], new Set<string>(), new Set<string>()];
    for (let token: string | undefined; ;) {
      const options = { resultFormat: "objectArray", ...(token === undefined ? {} : { $skipToken: token }) };
      const { elements, next, pauseMs } = await this.arm.postQuery(request, { query, ...scope, options }, (body, headers) =>
        readPage(body, headers, reader),
      );
      for (const [id, element] of elements) if (element !== undefined && !ids.has(id)) found.push(element);
      for (const [id] of elements) ids.add(id);
      if (next === undefined) return found;
      if (tokens.has(next)) throw overLimit(about, "Resource Graph leads to a page that was read before");
      if (tokens.size >= MAX_PAGES) throw overLimit(about, `Resource Graph has more than ${MAX_PAGES} pages`);
      tokens.add(next);
      token = next;
      if (pauseMs > 0) await clock.sleep(pauseMs, signal);
      signal.throwIfAborted();
    }
  }
}

/** @throws UnreadableAnswer also if Azure says that rows are missing, and gives no token to read them */
function readPage<T>(body: unknown, headers: HttpAnswer["headers"], reader: Reader<T | undefined>): Page<T> {
  const { count, data, resultTruncated, $skipToken } = read(answerSchema, body);
  if (count !== data.length) throw new UnreadableAnswer(`count must be the ${data.length} rows of data, got ${count}`);
  if ($skipToken === undefined && String(resultTruncated).toLowerCase() === "true")
    throw new UnreadableAnswer("resultTruncated is true, and there is no $skipToken to read the other rows");
  if ((headers.get("x-ms-tenant-subscription-limit-hit") ?? "").toLowerCase() === "true")
    throw new UnreadableAnswer("the identity sees more subscriptions than Resource Graph answers for");
  const elements = data.map((row) => [caseFold(read(rowSchema, row).id), reader(row)] as const);
  return { elements, next: $skipToken, pauseMs: pauseOf(headers) };
}

function pauseOf(headers: HttpAnswer["headers"]): number {
  if (headers.get("x-ms-user-quota-remaining")?.trim() !== "0") return 0;
  const [, hours, minutes, seconds] = /^(\d+):(\d+):(\d+)/.exec(headers.get("x-ms-user-quota-resets-after") ?? "") ?? [];
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
  return Number.isFinite(ms) ? Math.min(ms, MAX_PAUSE_MS) : 0;
}

/** Returns the parts of an id in a row. @throws UnreadableAnswer if it is not of that kind */
export function parsedId<T>(id: string, parse: (id: string) => T | undefined, kind: string): T {
  const parsed = parse(id);
  if (parsed === undefined) throw new UnreadableAnswer(`id must be the id of ${kind}, got ${excerpt(id, 200)}`);
  return parsed;
}
