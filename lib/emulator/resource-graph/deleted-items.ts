import { caseFold } from "../../azure/case-fold";
import { subscriptionIdIn } from "../../azure/id-parts";
import type { Context } from "../context";
import { itemView } from "../recovery-services/items/item-view";
import type { DeletedVault, ProtectedItem } from "../recovery-services/model";
import { allDeletedVaults } from "../recovery-services/vaults/deleted-vault";
import type { Row, RowsOf } from "./row";

const TYPE = "microsoft.recoveryservices/locations/deletedvaults/backupfabrics/protectioncontainers/protecteditems";
const COLUMNS = ["id", "type", "name", "location", "resourceGroup", "subscriptionId", "dataSourceType", "properties", "tags"];

/** The whole query of the Azure CLI, with as many filters on the id as it was asked for. Its parts are literal but the filters' texts. */
const QUERY = new RegExp(
  [
    `^recoveryservicesresources \\| where type == "${TYPE.replaceAll(".", "\\.")}"`,
    `\\| extend dataSourceType = strcat\\(properties\\.backupManagementType, '/', properties\\.workloadType\\)`,
    `((?:\\| where tostring\\(id\\) contains "[^"\\\\]*" )*)\\| project ${COLUMNS.join(", ")}$`,
  ].join(" "),
  "i",
);
const FILTER = /contains "([^"\\]*)"/gi;

/** Returns the rows of the query with which the Azure CLI lists the protected items of deleted vaults; undefined for another query. */
export function deletedItemsQuery(query: string): RowsOf | undefined {
  const found = QUERY.exec(query);
  if (!found) return undefined;
  const parts = [...(found[1] ?? "").matchAll(FILTER)].map(([, part = ""]) => caseFold(part));
  return (context) =>
    allDeletedVaults(context)
      .flatMap((deleted) => deleted.content.items.map((item) => rowOf(context, deleted, item)))
      .filter(({ id }) => parts.every((part) => caseFold(id).includes(part)));
}

function rowOf(context: Context, deleted: DeletedVault, item: ProtectedItem): Row {
  const { vault } = deleted.content;
  const id = deleted.id + item.id.slice(vault.id.length);
  const columns = (): Record<string, unknown> => {
    const { name, properties } = itemView(context, item, { apiVersion: "2026-07-01" });
    return {
      ...{ id, type: TYPE, name, location: vault.location, resourceGroup: "" },
      subscriptionId: subscriptionIdIn(id).split("/")[2],
      ...{ dataSourceType: "AzureIaasVM/VM", properties, tags: null },
    };
  };
  return { id, type: TYPE, columns };
}
