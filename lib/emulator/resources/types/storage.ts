import type { GenericResource } from "../../arm/generic-resources";
import type { Context } from "../../context";
import { propertyMissing } from "../../errors/resource-errors";
import { storageAccountNameInvalid } from "../../errors/restore-errors";
import { child, tracked, type Json, type ResourceType } from "../resource-type";

const VERSIONS = [
  ...["2016-01-01", "2019-06-01", "2021-04-01", "2021-09-01", "2022-09-01", "2023-01-01", "2023-05-01", "2024-01-01"],
  ...["2025-01-01", "2025-06-01", "2025-08-01"],
];
const ACCOUNT = "Microsoft.Storage/storageAccounts";

/** Storage accounts and their containers, for the staging of restores. The content of containers is not emulated. */
export const STORAGE: readonly ResourceType[] = [
  tracked(ACCOUNT, VERSIONS, {
    asynchronous: true,
    created: 200,
    check: (_, account) => {
      if (!/^[a-z0-9]{3,24}$/.test(account.name)) throw storageAccountNameInvalid(account.name);
      for (const key of ["sku", "kind"]) if (account.body[key] === undefined) throw propertyMissing(key, ACCOUNT);
    },
    // A seeded account may omit the sku and the kind, which a client must send.
    beforeStore: (_, account) => ({
      ...account,
      body: { ...account.body, sku: account.body["sku"] ?? { name: "Standard_LRS" }, kind: account.body["kind"] ?? "StorageV2" },
    }),
    afterStore: ({ state }, { id }) => {
      const service = `${id}/blobServices/default`;
      if (state.resources.get(service)) return;
      state.resources.set(service, { id: service, name: "default", type: `${ACCOUNT}/blobServices`, body: { properties: {} } });
    },
    properties: accountProperties,
  }),
  child(`${ACCOUNT}/blobServices`, VERSIONS, { provisions: false }),
  child(`${ACCOUNT}/blobServices/containers`, VERSIONS, { provisions: false }),
];

function accountProperties(_: Context, { name, body }: GenericResource): Json {
  return {
    primaryEndpoints: { blob: `https://${name}.blob.core.windows.net/` },
    primaryLocation: body["location"],
    statusOfPrimary: "available",
  };
}
