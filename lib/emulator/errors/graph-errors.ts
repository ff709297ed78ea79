import { randomUUID } from "node:crypto";
import { defineError } from "./define-error";

/** Errors of Azure Resource Graph and of management groups. */

const INVALID_QUERY =
  "Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying.";

function support(now: number): string {
  const timestamp = new Date(now).toISOString().replace("Z", "0000Z");
  return `Please provide below info when asking for support: timestamp = ${timestamp}, correlationId = ${randomUUID()}.`;
}

export const graphQueryUnknown = defineError({
  status: 400,
  code: "BadRequest",
  when: "a query of Azure Resource Graph is none of those that this package and the Azure CLI send",
  known: {
    code: "seen",
    date: "2023-12",
    note: "Azure answers so for a query that it cannot parse; which queries are served is the emulator's own",
  },
  text: (now: number, _query: string) => support(now),
  reasons: (_now, query) => [INVALID_QUERY, `The emulator does not serve this query, and evaluates no query language: ${query}`],
  reasonCode: "InvalidQuery",
});

export const graphRequestInvalid = defineError({
  status: 400,
  code: "BadRequest",
  when: "a request to Azure Resource Graph has options that are not valid, or that the emulator does not serve",
  known: { code: "ours", date: "2026-11" },
  text: (now: number, _reason: string) => support(now),
  reasons: (_now, reason) => [`The request is invalid: ${reason}.`],
  reasonCode: "InvalidRequest",
});

export const graphAccessDenied = defineError({
  status: 403,
  code: "AccessDenied",
  when: "a query names subscriptions or management groups, and the caller has a role in none of their subscriptions",
  known: { code: "documented", text: "ours", date: "2026-11" },
  text: () => "Access denied: the caller can read none of the subscriptions of the query.",
});

export const managementGroupNotFound = defineError({
  status: 404,
  code: "NotFound",
  when: "a management group does not exist",
  known: { code: "ours", date: "2026-11" },
  text: (name: string) => `The management group '${name}' cannot be found.`,
});
