import * as v from "valibot";
import { caseFold } from "../../../azure/case-fold";
import type { App } from "../../app";
import type { Context } from "../../context";
import { apiVersionUnknown } from "../../errors/arm-errors";
import { graphQueryInvalid } from "../../errors/vault-errors";
import { checkedBody } from "../../strictness/body";
import { itemView } from "../items/item-view";
import type { DeletedVault, ProtectedItem } from "../model";
import { allDeletedVaults } from "./deleted-vault";

interface QueryRoute {
  Querystring: { "api-version": string };
  Body: unknown;
}

type Row = Readonly<Record<string, unknown>>;

const VERSIONS = ["2019-04-01", "2020-04-01-preview", "2021-03-01", "2021-06-01-preview", "2022-10-01", "2024-04-01"];
const TABLE = "recoveryservicesresources";
const TYPE = "microsoft.recoveryservices/locations/deletedvaults/backupfabrics/protectioncontainers/protecteditems";
const bodySchema = v.looseObject({ query: v.string() });

/** The steps that a query may have: `where type == "…"`, `where id contains "…"`, `extend dataSourceType = …`, `project a, b`. */
const OF_TYPE = new RegExp(`^where\\s+type\\s*(?:==|=~)\\s*["']${TYPE}["']$`, "i");
const CONTAINS = /^where\s+(?:tostring\(id\)|id)\s+contains\s+(["'])(.*)\1$/i;
const DATA_SOURCE = /^extend\s+dataSourceType\s*=\s*strcat\(/i;
const PROJECT = /^project\s+(\w+(?:\s*,\s*\w+)*)$/i;

/** Serves the query of Azure Resource Graph with which the Azure CLI lists the protected items of deleted vaults. */
export function serveDeletedItemsQuery(app: App, context: Context): void {
  app.post<QueryRoute>("/providers/Microsoft.ResourceGraph/resources", ({ body, query }) => {
    if (!VERSIONS.includes(query["api-version"])) throw apiVersionUnknown(query["api-version"], "resources", VERSIONS);
    const data = answer(checkedBody(bodySchema, body, "QueryRequest").query, rows(context));
    return { totalRecords: data.length, count: data.length, data, facets: [], resultTruncated: "false" };
  });
}

function answer(query: string, all: readonly Row[]): Row[] {
  const [table = "", ...steps] = query.split("|").map((step) => step.trim());
  if (caseFold(table) !== TABLE) throw graphQueryInvalid(table);
  if (!steps.some((step) => OF_TYPE.test(step))) throw graphQueryInvalid(`${table} without where type == "${TYPE}"`);
  return steps.reduce<Row[]>(
    (found, step) => {
      if (OF_TYPE.test(step) || DATA_SOURCE.test(step)) return found;
      const part = CONTAINS.exec(step)?.[2];
      if (part !== undefined) return found.filter(({ id }) => caseFold(String(id)).includes(caseFold(part)));
      const columns = PROJECT.exec(step)?.[1]?.split(/\s*,\s*/);
      if (columns) return found.map((row) => Object.fromEntries(columns.map((column) => [column, row[column] ?? null])));
      throw graphQueryInvalid(step);
    },
    [...all],
  );
}

function rows(context: Context): Row[] {
  return allDeletedVaults(context).flatMap((deleted) => deleted.content.items.map((item) => row(context, deleted, item)));
}

function row(context: Context, deleted: DeletedVault, item: ProtectedItem): Row {
  const { vault } = deleted.content;
  const { name, properties } = itemView(context, item, { apiVersion: "2026-07-01" });
  return {
    id: deleted.id + item.id.slice(vault.id.length),
    name,
    type: TYPE,
    location: vault.location,
    resourceGroup: "",
    subscriptionId: context.account.subscriptionId,
    dataSourceType: "AzureIaasVM/VM",
    properties,
    tags: null,
  };
}
