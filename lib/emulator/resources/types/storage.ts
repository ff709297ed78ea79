import type { GenericResource } from "../../arm/generic-resources";
import { derivedGuid } from "../../arm/derived-guid";
import type { Context } from "../../context";
import { propertyMissing } from "../../errors/resource-errors";
import { storageAccountNameInvalid } from "../../errors/restore-errors";
import { list, member, propertiesOf, withProperties } from "../body";
import { azureTime } from "../../arm/times";
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
      for (const kind of ["blobServices", "fileServices"]) {
        const service = `${id}/${kind}/default`;
        if (state.resources.get(service)) continue;
        state.resources.set(service, { id: service, name: "default", type: `${ACCOUNT}/${kind}`, body: { properties: {} } });
      }
    },
    properties: accountProperties,
    view: (_, { body }) => ({ sku: skuWithTier(body) }),
    actions: { listkeys: (_, account) => ({ keys: ["key1", "key2"].map((keyName) => keyOf(account, keyName)) }) },
  }),
  child(`${ACCOUNT}/blobServices`, VERSIONS, { provisions: false }),
  child(`${ACCOUNT}/fileServices`, VERSIONS, { provisions: false }),
  child(`${ACCOUNT}/managementPolicies`, VERSIONS, {
    provisions: false,
    created: 200,
    check: (_, policy) => {
      if (list(member(propertiesOf(policy), "policy"), "rules").length === 0) throw propertyMissing("policy.rules", policy.type);
    },
  }),
  child(`${ACCOUNT}/blobServices/containers`, VERSIONS, {
    provisions: false,
    beforeStore: ({ clock }, container) => withProperties(container, { lastModifiedTime: azureTime(clock.now()) }),
  }),
];

const SERVICES = ["blob", "queue", "table", "file", "dfs", "web"];

function accountProperties(_: Context, { name, body }: GenericResource): Json {
  return {
    primaryEndpoints: Object.fromEntries(SERVICES.map((service) => [service, `https://${name}.${service}.core.windows.net/`])),
    primaryLocation: body["location"],
    statusOfPrimary: "available",
  };
}

function skuWithTier(body: Json): Json {
  const sku = member(body, "sku");
  return { ...sku, tier: String(sku["name"]).split("_")[0] };
}

/** Returns a key of the account. Nothing accepts it: the emulator has no data plane. */
function keyOf({ id }: GenericResource, keyName: string): Json {
  return { keyName, value: Buffer.from(derivedGuid(`${id}/${keyName}`)).toString("base64"), permissions: "FULL" };
}
