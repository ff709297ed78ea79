import type { FastifyRequest } from "fastify";
import { pathOf } from "../request-path";
import type { Context } from "../context";
import { backupInputInvalid } from "../errors/item-errors";

/** A page of a list. */
export interface Page<T> {
  readonly value: T[];
  readonly nextLink?: string;
}

/** Azure Backup returns at most this many entries on a page. */
const PAGE_SIZE = 200;

const SKIP_TOKEN = "$skipToken";

/**
 * Returns one page of the records, sorted by key. The next page starts after the last key of this one. A record that is added or
 * removed between two pages therefore neither repeats nor hides another one.
 */
export function page<T>(context: Context, request: FastifyRequest, records: readonly T[], keyOf: (record: T) => string): Page<T> {
  const after = skipToken(request.query as Record<string, string | undefined>);
  const sorted = records.map((record) => ({ record, key: keyOf(record) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const rest = after === undefined ? sorted : sorted.filter(({ key }) => key > after);
  const entries = rest.slice(0, PAGE_SIZE);
  const last = entries.at(-1);
  const value = entries.map(({ record }) => record);
  return last && rest.length > entries.length ? { value, nextLink: nextLink(context, request, last.key) } : { value };
}

function skipToken(query: Record<string, string | undefined>): string | undefined {
  const name = Object.keys(query).find((key) => key.toLowerCase() === SKIP_TOKEN.toLowerCase());
  const token = name && query[name];
  if (!token) return undefined;
  if (!/^[\w-]+$/.test(token)) throw backupInputInvalid(`the skip token '${token}' does not come from this service`);
  return Buffer.from(token, "base64url").toString();
}

function nextLink({ origin }: Context, request: FastifyRequest, key: string): string {
  const query = new URLSearchParams(request.query as Record<string, string>);
  for (const name of [...query.keys()]) if (name.toLowerCase() === SKIP_TOKEN.toLowerCase()) query.delete(name);
  query.set(SKIP_TOKEN, Buffer.from(key).toString("base64url"));
  return `${origin}${pathOf(request.url)}?${query.toString()}`;
}
