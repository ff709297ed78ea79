import { BACKUP, CONFIG, GROUPS, ITEMS, groupId, itemBody, itemId, makeVault, protect, triggerBackup, vaultId } from "./azurerm";
import { at, refusal, startClient, type Answer, type Client } from "./client";

const VERSION = "2026-05-01";
const DAY = 86_400_000;

let client: Client;
beforeEach(async () => {
  client = await startClient({ speed: 0 });
});

interface Deleted {
  readonly id: string;
  readonly name: string;
  readonly properties: { readonly vaultId: string; readonly vaultDeletionTime: string; readonly purgeAt: string };
}

const location = (region = "westeurope") =>
  `${client.subscription}/providers/Microsoft.RecoveryServices/locations/${region}/deletedVaults`;
const listed = async (region?: string) => at(await client.arm("GET", location(region), VERSION), "value") as Deleted[];
const undelete = (id: string, resourceGroupId = groupId(client)) =>
  client.arm("POST", `${id}/undelete`, VERSION, { properties: { recoveryResourceGroupId: resourceGroupId } });

async function followed(answer: Answer, status = 202): Promise<void> {
  expect(answer.status).toBe(status);
  expect(at(await client.follow(answer), "status")).toBe("Succeeded");
}

async function makeMutableVault(): Promise<string> {
  const vault = await makeVault(client);
  const properties = { securitySettings: { immutabilitySettings: { state: "Disabled" } } };
  expect((await client.arm("PATCH", vault, "2024-01-01", { properties })).status).toBe(200);
  return vault;
}

/** Deletes a vault that holds the soft-deleted backups of one VM. */
async function deleteWithBackups(): Promise<{ readonly vault: string; readonly item: string; readonly deleted: Deleted }> {
  const vault = await makeMutableVault();
  const item = await protect(client, "vm1");
  await triggerBackup(client, item);
  client.emulator.advance(3 * 3_600_000);
  await followed(await client.arm("DELETE", item, ITEMS));
  await followed(await client.arm("DELETE", vault, VERSION));
  const [deleted] = await listed();
  if (!deleted) throw new Error("no deleted vault is listed");
  return { vault, item, deleted };
}

describe("a vault", () => {
  test("is deleted with soft-deleted items, and listed until they are purged", async () => {
    const { vault, deleted } = await deleteWithBackups();
    expect((await client.arm("GET", vault, VERSION)).status).toBe(404);
    expect(deleted).toMatchObject({
      id: `${location()}/${deleted.name}`,
      name: expect.stringMatching(/^rg-backup_[0-9a-f-]{36}$/) as unknown,
      type: "Microsoft.RecoveryServices/locations/deletedVaults",
      location: "westeurope",
      properties: { vaultId: vault },
    });
    const { vaultDeletionTime, purgeAt } = deleted.properties;
    const kept = Date.parse(purgeAt) - Date.parse(vaultDeletionTime);
    expect(kept).toBeGreaterThan(13.9 * DAY);
    expect(kept).toBeLessThanOrEqual(14 * DAY);
    expect((await client.arm("GET", deleted.id, VERSION)).body).toEqual(deleted);
    expect(await listed("eastus")).toEqual([]);
    client.emulator.advance(13 * DAY);
    expect(await listed()).toHaveLength(1);
    client.emulator.advance(DAY);
    expect(await listed()).toEqual([]);
    expect(refusal(await client.arm("GET", deleted.id, VERSION))).toEqual([404, "ResourceNotFound"]);
    expect(refusal(await undelete(deleted.id))).toEqual([404, "ResourceNotFound"]);
  });

  test("without backups is purged at once, and stays listed for three days", async () => {
    await followed(await client.arm("DELETE", await makeVault(client), VERSION));
    const [{ properties } = { properties: undefined }] = await listed();
    expect(properties?.purgeAt).toBe(properties?.vaultDeletionTime);
    client.emulator.advance(3 * DAY);
    expect(await listed()).toEqual([]);
  });

  test("frees its name at once for a new, empty vault", async () => {
    const { item } = await deleteWithBackups();
    const again = await makeVault(client);
    expect(at(await client.arm("GET", `${again}/backupProtectedItems`, ITEMS), "value")).toEqual([]);
    expect(at(await client.arm("GET", `${again}/backupJobs`, BACKUP), "value")).toEqual([]);
    await followed(await client.arm("PUT", item, ITEMS, itemBody(client, "vm1")));
    await followed(await client.arm("DELETE", item, ITEMS));
    await followed(await client.arm("DELETE", again, VERSION));
    expect(await listed()).toHaveLength(2);
  });

  test("keeps its soft-deleted items for the retention at the time of their deletion", async () => {
    const vault = await makeVault(client);
    const days = { properties: { softDeleteRetentionPeriodInDays: 90 } };
    expect((await client.arm("PATCH", `${vault}/backupconfig/vaultconfig`, CONFIG, days)).status).toBe(200);
    await followed(await client.arm("DELETE", await protect(client, "vm1"), ITEMS));
    await followed(await client.arm("DELETE", vault, VERSION));
    const [{ properties } = { properties: undefined }] = await listed();
    expect(Date.parse(properties?.purgeAt ?? "") - Date.parse(properties?.vaultDeletionTime ?? "")).toBeGreaterThan(89 * DAY);
  });

  test("is deleted with 200 and no operation by azurerm before 4.75", async () => {
    expect((await client.arm("DELETE", await makeVault(client), "2024-01-01")).status).toBe(200);
    expect(await listed()).toHaveLength(1);
  });
});

describe("undeleting", () => {
  test("restores the vault with policies, jobs and soft-deleted items", async () => {
    const { vault, item, deleted } = await deleteWithBackups();
    const accepted = await undelete(deleted.id);
    const operation = new URL(accepted.headers["azure-asyncoperation"] ?? "").pathname;
    expect(operation).toMatch(new RegExp(`/deletedVaults/${deleted.name}/operations/[0-9a-f-]+$`));
    expect(accepted.headers["location"]).toBe(accepted.headers["azure-asyncoperation"]);
    await followed(accepted);
    expect(await listed()).toEqual([]);
    expect(at(await client.arm("GET", vault, VERSION), "properties.provisioningState")).toBe("Succeeded");
    expect((await client.arm("GET", `${vault}/backupPolicies/DefaultPolicy`, "2024-10-01")).status).toBe(200);
    expect(at(await client.arm("GET", item, ITEMS), "properties.isScheduledForDeferredDelete")).toBe(true);
    expect(at(await client.arm("GET", `${item}/recoveryPoints`, BACKUP), "value")).toHaveLength(1);
    const rehydrate = { properties: { protectedItemType: "Microsoft.Compute/virtualMachines", isRehydrate: true } };
    await followed(await client.arm("PUT", item, ITEMS, rehydrate));
    expect(at(await client.arm("GET", item, ITEMS), "properties.protectionState")).toBe("ProtectionStopped");
  });

  test("into another group moves everything there", async () => {
    const { deleted } = await deleteWithBackups();
    const group = groupId(client, "rg-restored");
    expect(refusal(await undelete(deleted.id, group))).toEqual([404, "ResourceGroupNotFound"]);
    await client.arm("PUT", group, GROUPS, { location: "westeurope" });
    await followed(await undelete(deleted.id, group));
    const vault = `${group}/providers/Microsoft.RecoveryServices/vaults/vault`;
    const item = itemId(client, "vm1", vault);
    expect(String(at(await client.arm("GET", item, ITEMS), "id")).toLowerCase()).toBe(item.toLowerCase());
    expect(at(await client.arm("GET", `${item}/recoveryPoints`, BACKUP), "value")).toHaveLength(1);
  });

  test("is refused if another vault has the name, or the target is not a resource group", async () => {
    const { deleted } = await deleteWithBackups();
    await makeVault(client);
    expect(refusal(await undelete(deleted.id))).toEqual([409, "VaultAlreadyExists"]);
    expect(refusal(await undelete(deleted.id, client.subscription))).toEqual([400, "InvalidRequestContent"]);
  });
});

test("protects a soft-deleted VM in another vault, and in its own only after undelete", async () => {
  const vault = await makeVault(client);
  const item = await protect(client, "vm1");
  const other = await makeVault(client, "other");
  const inOther = itemId(client, "vm1", other);
  const body = itemBody(client, "vm1", `${other}/backupPolicies/DefaultPolicy`);
  const taken = [409, "BMSUserErrorContainerIsAlreadyRegisteredWithAnotherVault"];
  expect(refusal(await client.arm("PUT", inOther, ITEMS, body))).toEqual(taken);
  await followed(await client.arm("DELETE", item, ITEMS));
  expect(refusal(await client.arm("PUT", item, ITEMS, itemBody(client, "vm1")))).toEqual([400, "BMSUserErrorInvalidInput"]);
  await followed(await client.arm("PUT", inOther, ITEMS, body));
  expect(at(await client.arm("GET", inOther, ITEMS), "properties.protectionState")).toBe("IRPending");
  expect(at(await client.arm("GET", item, ITEMS), "properties.isScheduledForDeferredDelete")).toBe(true);
  expect(vaultId(client)).toBe(vault);
});

test("deletes a resource group whose vaults hold only soft-deleted items", async () => {
  await makeVault(client);
  const item = await protect(client, "vm1");
  expect(refusal(await client.arm("DELETE", groupId(client), GROUPS))).toEqual([409, "ResourceGroupDeletionBlocked"]);
  await followed(await client.arm("DELETE", item, ITEMS));
  expect((await client.arm("DELETE", groupId(client), GROUPS)).status).toBe(200);
  expect(await listed()).toHaveLength(1);
});

test("refuses to undelete an item while another vault protects its VM", async () => {
  await makeVault(client);
  const item = await protect(client, "vm1");
  await followed(await client.arm("DELETE", item, ITEMS));
  const other = await makeVault(client, "other");
  const body = itemBody(client, "vm1", `${other}/backupPolicies/DefaultPolicy`);
  await followed(await client.arm("PUT", itemId(client, "vm1", other), ITEMS, body));
  const rehydrate = { properties: { protectedItemType: "Microsoft.Compute/virtualMachines", isRehydrate: true } };
  const taken = [409, "BMSUserErrorContainerIsAlreadyRegisteredWithAnotherVault"];
  expect(refusal(await client.arm("PUT", item, ITEMS, rehydrate))).toEqual(taken);
});

describe("the query of Azure Resource Graph for protected items of deleted vaults", () => {
  const TYPE = "microsoft.recoveryservices/locations/deletedvaults/backupfabrics/protectioncontainers/protecteditems";
  const HEAD = `recoveryservicesresources\n| where type == "${TYPE}"\n| extend dataSourceType = strcat(properties.backupManagementType, '/', properties.workloadType)`;
  const TAIL = "\n| project id, type, name, location, resourceGroup, subscriptionId, dataSourceType, properties, tags";
  const ask = (query: string) =>
    client.arm("POST", "/providers/Microsoft.ResourceGraph/resources", "2021-03-01", {
      query,
      options: { subscriptions: ["s"] },
    });
  const rows = async (filter = "") => at(await ask(HEAD + filter + TAIL), "data") as { id: string }[];

  test("lists the items below their vault until it is purged", async () => {
    expect(await rows()).toEqual([]);
    const { item, deleted } = await deleteWithBackups();
    const name = "VM;iaasvmcontainerv2;rg-app;vm1";
    expect(await rows()).toEqual([
      {
        id: expect.stringMatching(
          new RegExp(`^${deleted.id}/backupFabrics/Azure/protectionContainers/.*;vm1/protectedItems/${name}$`, "i"),
        ) as unknown,
        type: TYPE,
        name: expect.stringMatching(new RegExp(`^${name}$`, "i")) as unknown,
        location: "westeurope",
        resourceGroup: "",
        subscriptionId: client.environment["ARM_SUBSCRIPTION_ID"],
        dataSourceType: "AzureIaasVM/VM",
        properties: expect.objectContaining({ friendlyName: "vm1", isScheduledForDeferredDelete: true, policyId: "" }) as unknown,
        tags: null,
      },
    ]);
    await makeVault(client);
    await followed(await client.arm("PUT", item, ITEMS, itemBody(client, "vm1")));
    expect(await rows()).toHaveLength(1);
    client.emulator.advance(14 * DAY);
    expect(await rows()).toEqual([]);
  });

  test("finds items by the vault's name, id and region, until it is undeleted", async () => {
    const { deleted } = await deleteWithBackups();
    for (const part of [deleted.name.toUpperCase(), deleted.id, "westeurope"]) {
      expect(await rows(`\n| where tostring(id) contains "${part}"`)).toHaveLength(1);
    }
    expect(await rows(`\n| where tostring(id) contains "${deleted.name}"\n| where tostring(id) contains "eastus"`)).toEqual([]);
    await followed(await undelete(deleted.id));
    expect(await rows()).toEqual([]);
  });

  test.each([
    "resources",
    "recoveryservicesresources",
    'recoveryservicesresources | where type == "microsoft.recoveryservices/vaults/backuppolicies"',
    `recoveryservicesresources | where type == "${TYPE}" | summarize count()`,
  ])("refuses the query: %s", async (query) => {
    const answer = await ask(query);
    expect(refusal(answer)).toEqual([400, "BadRequest"]);
    expect(at(answer, "error.details.0.code")).toBe("InvalidQuery");
  });
});
