import { BACKUP, BACKUP_BODY, ITEMS, makeVault, protect } from "./azurerm";
import { startClient, type Client } from "./client";

let client: Client;
let vault: string;
let item: string;
beforeEach(async () => {
  client = await startClient({ speed: 0 });
  vault = await makeVault(client);
  item = await protect(client, "vm1");
});

test.each([
  ["GET", () => `${vault}/backupJobs`, undefined, { "resource-requests": "249" }, "v1"],
  ["GET", () => `${vault}/backupProtectedItems`, undefined, { "resource-requests": "1099" }, "v1"],
  ["POST", () => `${item}/backup`, BACKUP_BODY, { writes: "799" }, "v2"],
  ["DELETE", () => item, undefined, { deletes: "799" }, "v2"],
])("returns the remaining requests of Azure Backup: %s %s", async (method, path, body, left, version) => {
  const { headers } = await client.arm(method, path(), BACKUP, body);
  const told = Object.entries(headers).filter(([name]) => name.startsWith("x-ms-ratelimit-remaining-subscription-"));
  expect(Object.fromEntries(told.map(([name, value]) => [name.replace(/.*-subscription-/, ""), value]))).toEqual(left);
  expect(headers["x-ms-throttling-version"]).toBe(version);
});

test("returns headers that forbid caching, and the request's id, with every answer", async () => {
  const id = "5f1f0000-0000-4000-8000-000000000002";
  for (const path of [item, `${vault}/backupJobs/none`]) {
    const { headers } = await client.arm("GET", path, ITEMS, undefined, { "x-ms-client-request-id": id });
    expect(headers).toMatchObject({
      ...{ "cache-control": "no-cache", pragma: "no-cache", expires: "-1", "x-content-type-options": "nosniff" },
      ...{ "content-type": "application/json; charset=utf-8", "x-ms-client-request-id": id },
    });
  }
});
