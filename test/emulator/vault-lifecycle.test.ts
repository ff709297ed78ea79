import {
  CONFIG,
  GROUPS,
  REPLICATION,
  SOFT_DELETE_BODY,
  VAULTS,
  VAULT_BODY,
  groupId,
  makeVault,
  protect,
  vaultId,
} from "./azurerm";
import { at, refusal, startClient, type Client } from "./client";

let client: Client;
beforeEach(async () => {
  client = await startClient();
});

describe("azurerm_resource_group", () => {
  test("is created, read, updated and deleted", async () => {
    const id = groupId(client);
    expect(refusal(await client.arm("GET", id, GROUPS))).toEqual([404, "ResourceGroupNotFound"]);
    expect((await client.arm("PUT", id, GROUPS, { location: "westeurope", tags: {} })).status).toBe(201);
    expect((await client.arm("PATCH", id, GROUPS, { tags: { team: "ops" } })).status).toBe(200);
    const read = await client.arm("GET", id, GROUPS);
    expect(read.headers["content-type"]).toContain("application/json");
    expect(read.body).toMatchObject({ id, location: "westeurope", tags: { team: "ops" } });
    expect((await client.arm("GET", `${id}/resources?$expand=provisioningState&$top=10`, GROUPS)).body).toEqual({ value: [] });
    expect((await client.arm("DELETE", id, GROUPS)).status).toBe(200);
    expect((await client.arm("GET", id, GROUPS)).status).toBe(404);
  });

  test("is refused in an unknown region, and if its region changes", async () => {
    const put = (location: string) => client.arm("PUT", groupId(client), GROUPS, { location });
    expect(refusal(await put("westeuropa"))).toEqual([400, "LocationNotAvailableForResourceType"]);
    expect((await put("West Europe")).body).toMatchObject({ location: "westeurope" });
    expect(refusal(await put("northeurope"))).toEqual([409, "InvalidResourceGroupLocation"]);
  });

  test("lists its resources, and deletes them with itself", async () => {
    const vault = await makeVault(client);
    const listed = await client.arm("GET", `${groupId(client)}/resources`, GROUPS);
    expect(listed.body).toMatchObject({ value: [{ id: vault, type: "Microsoft.RecoveryServices/vaults" }] });
    await client.arm("DELETE", groupId(client), GROUPS);
    await client.arm("PUT", groupId(client), GROUPS, { location: "westeurope" });
    expect(refusal(await client.arm("GET", vault, VAULTS))).toEqual([404, "ResourceNotFound"]);
  });

  test("cannot be deleted while a vault in it holds a protected item", async () => {
    await makeVault(client);
    await protect(client, "vm1");
    expect(refusal(await client.arm("DELETE", groupId(client), GROUPS))).toEqual([409, "ResourceGroupDeletionBlocked"]);
  });
});

describe("azurerm_recovery_services_vault", () => {
  test("is created, and read with its three resources", async () => {
    await client.arm("PUT", groupId(client), GROUPS, { location: "westeurope" });
    const id = vaultId(client);
    expect(refusal(await client.arm("GET", id, VAULTS))).toEqual([404, "ResourceNotFound"]);
    const created = await client.arm("PUT", id, VAULTS, VAULT_BODY);
    expect(created.status).toBe(201);
    expect(created.headers).toMatchObject({ "azure-asyncoperation": expect.stringMatching(/^https:\/\/localhost/) as string });
    expect(at(await client.follow(created), "status")).toBe("Succeeded");

    expect((await client.arm("PATCH", `${id}/backupconfig/vaultconfig`, CONFIG, SOFT_DELETE_BODY)).status).toBe(200);
    const config = await client.arm("GET", `${id}/backupconfig/vaultconfig`, CONFIG);
    expect(config.body).toMatchObject({ properties: { softDeleteFeatureState: "Enabled", enhancedSecurityState: "Enabled" } });
    expect((await client.arm("GET", `${id}/replicationVaultSettings/default`, REPLICATION)).status).toBe(200);
    expect((await client.arm("GET", id, VAULTS)).body).toMatchObject({
      id,
      location: "westeurope",
      sku: { name: "Standard" },
      properties: { ...VAULT_BODY.properties, provisioningState: "Succeeded" },
    });
  });

  test("keeps the properties that an update does not have", async () => {
    const id = await makeVault(client);
    const body = { tags: { x: "y" }, properties: { securitySettings: { immutabilitySettings: { state: "Locked" } } } };
    expect(at(await client.follow(await client.arm("PATCH", id, VAULTS, body)), "status")).toBe("Succeeded");
    expect((await client.arm("PATCH", id, VAULTS, { properties: {} })).status).toBe(200);
    expect((await client.arm("GET", id, VAULTS)).body).toMatchObject({
      tags: { x: "y" },
      properties: {
        publicNetworkAccess: "Enabled",
        redundancySettings: { standardTierStorageRedundancy: "ZoneRedundant", crossRegionRestore: "Disabled" },
        securitySettings: { immutabilitySettings: { state: "Locked" } },
      },
    });
  });

  test("has defaults for alerts that azurerm before 4.75 does not send", async () => {
    const id = await makeVault(client);
    expect(at(await client.arm("GET", id, VAULTS), "properties.monitoringSettings")).toBeUndefined();
    const monitoringSettings = {
      azureMonitorAlertSettings: { alertsForAllJobFailures: "Disabled" },
      classicAlertSettings: { alertsForCriticalOperations: "Enabled" },
    };
    await client.arm("PATCH", id, VAULTS, { properties: { monitoringSettings } });
    expect(at(await client.arm("GET", id, VAULTS), "properties.monitoringSettings")).toEqual({
      azureMonitorAlertSettings: {
        alertsForAllJobFailures: "Disabled",
        alertsForAllReplicationIssues: "Enabled",
        alertsForAllFailoverIssues: "Enabled",
      },
      classicAlertSettings: { alertsForCriticalOperations: "Enabled", emailNotificationsForSiteRecovery: "Enabled" },
    });
  });

  test("has the principal of its identity, the same on every read", async () => {
    const id = await makeVault(client);
    await client.arm("PATCH", id, VAULTS, { identity: { type: "SystemAssigned" } });
    const identity = at(await client.arm("GET", id, VAULTS), "identity");
    expect(identity).toMatchObject({ type: "SystemAssigned", tenantId: client.environment["ARM_TENANT_ID"] });
    expect(at(await client.arm("GET", id, VAULTS), "identity")).toEqual(identity);
  });

  test.each([
    ["2024-01-01", 200],
    ["2025-08-01", 202],
  ])("is deleted with the status of its api-version: %s %d", async (version, status) => {
    const id = await makeVault(client);
    expect((await client.arm("DELETE", id, version)).status).toBe(status);
    expect((await client.arm("GET", id, version)).status).toBe(404);
    expect((await client.arm("DELETE", id, version)).status).toBe(204);
  });

  test("is deleted by an operation that clients can follow afterwards", async () => {
    const id = await makeVault(client);
    const accepted = await client.arm("DELETE", id, "2026-05-01");
    const { pathname } = new URL(accepted.headers["azure-asyncoperation"] ?? "");
    expect(pathname).toMatch(/\/vaults\/vault\/operationStatus\/[A-Za-z0-9]+==$/);
    expect((await client.arm("GET", id, "2026-05-01")).status).toBe(404);
    const status = { id: pathname, name: pathname.split("/").at(-1) };
    expect((await client.arm("GET", pathname, "2026-05-01")).body).toEqual({ ...status, status: "InProgress" });
    expect((await client.follow(accepted)).body).toEqual({ ...status, status: "Succeeded" });
  });

  test("is not deleted while it holds an item that is not soft-deleted", async () => {
    const id = await makeVault(client);
    await protect(client, "vm1");
    for (const version of [VAULTS, "2025-08-01", "2026-07-01"]) {
      expect(refusal(await client.arm("DELETE", id, version))).toEqual([400, "ServiceResourceNotEmptyWithContainerDetails"]);
    }
  });

  test("needs its resource group, and is found in every letter case", async () => {
    expect(refusal(await client.arm("PUT", vaultId(client), VAULTS, VAULT_BODY))).toEqual([404, "ResourceGroupNotFound"]);
    const id = await makeVault(client);
    expect((await client.arm("GET", id.toUpperCase(), VAULTS)).body).toMatchObject({ id });
    expect(
      (await client.arm("GET", `${groupId(client)}/providers/microsoft.recoveryservices/vaults`, VAULTS)).body,
    ).toMatchObject({
      value: [{ id }],
    });
  });
});
