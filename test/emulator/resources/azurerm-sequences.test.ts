import { GROUPS, REPLICATION, VAULTS, groupId, makeVault, vaultId } from "../azurerm";
import { at, startClient, type Answer, type Client } from "../client";

/** The requests of azurerm for each resource type except vaults, and every field that it reads in the answers. */

let client: Client;
beforeEach(async () => {
  client = await startClient({ speed: 600 });
  await makeVault(client);
});

const inGroup = (path: string) => `${groupId(client)}/providers/${path}`;
const SUCCEEDED = { provisioningState: "Succeeded" };

/** Creates a resource as azurerm does: GET returns 404, PUT, follow the operation if there is one, GET. */
async function create(id: string, version: string, body: unknown, statuses: readonly number[] = [200, 201]): Promise<Answer> {
  expect((await client.arm("GET", id, version)).status).toBe(404);
  const answer = await client.arm("PUT", id, version, body);
  expect({ status: answer.status, error: at(answer, "error") }).toEqual({
    status: expect.any(Number) as number,
    error: undefined,
  });
  expect(statuses).toContain(answer.status);
  if (answer.headers["azure-asyncoperation"]) {
    expect(answer.headers["retry-after"]).toBe("1");
    expect(at(await client.follow(answer), "status")).toBe("Succeeded");
  }
  const read = await client.arm("GET", id, version);
  expect(read.status).toBe(200);
  expect(at(read, "id")).toBe(id);
  return read;
}

async function destroy(id: string, version: string, query = ""): Promise<void> {
  expect([200, 204]).toContain((await client.arm("DELETE", `${id}${query}`, version)).status);
  expect((await client.arm("GET", id, version)).status).toBe(404);
  expect((await client.arm("DELETE", `${id}${query}`, version)).status).toBe(204);
}

test.each(["2024-04-01", "2025-07-01"])("a Resource Guard, and a vault's proxy of it, at %s", async (version) => {
  const guard = inGroup("Microsoft.DataProtection/resourceGuards/guard");
  const body = { location: "westeurope", properties: { vaultCriticalOperationExclusionList: [] }, tags: {} };
  const read = await create(guard, version, body);
  expect(read.body).toMatchObject({ location: "westeurope", properties: { vaultCriticalOperationExclusionList: [] } });

  const proxy = `${vaultId(client)}/backupResourceGuardProxies/VaultProxy`;
  const properties = { resourceGuardResourceId: guard };
  const type = "Microsoft.RecoveryServices/vaults/backupResourceGuardProxies";
  const association = await create(proxy, "2023-02-01", { id: proxy, type, properties }, [200]);
  expect(at(association, "properties.resourceGuardResourceId")).toBe(guard);

  const unlock = (requests: string[]) =>
    client.arm("POST", `${proxy}/unlockDelete`, "2023-02-01", { resourceGuardOperationRequests: requests });
  expect((await unlock(["of another guard"])).status).toBe(400);
  const unlocked = await unlock([`${guard}/deleteResourceGuardProxyRequests/default`]);
  expect(unlocked.status).toBe(200);
  expect(at(unlocked, "unlockDeleteExpiryTime")).toMatch(/^\d{4}-/);
  await destroy(proxy, "2023-02-01");
  await destroy(guard, version);
});

test("a custom role, and assignments by name and by id", async () => {
  const [definitions, assignments] = ["2022-05-01-preview", "2022-04-01"];
  const scope = vaultId(client);
  const name = "11111111-2222-4333-8444-555555555555";
  const permissions = [
    { actions: ["Microsoft.RecoveryServices/Vaults/read"], dataActions: [], notActions: [], notDataActions: [] },
  ];
  const properties = { assignableScopes: [scope], description: "", permissions, roleName: "Trigger", type: "CustomRole" };
  const path = `${scope}/providers/Microsoft.Authorization/roleDefinitions/${name}`;
  expect((await client.arm("GET", path, definitions)).status).toBe(404);
  const put = await client.arm("PUT", path, definitions, { properties });
  expect(put.status).toBe(201);
  const id = `${client.subscription}/providers/Microsoft.Authorization/roleDefinitions/${name}`;
  expect(put.body).toMatchObject({ id, properties: { ...properties, updatedOn: expect.any(String) as string } });
  for (const asked of [path, id, `//providers/Microsoft.Authorization/roleDefinitions/${name}`]) {
    expect(at(await client.arm("GET", asked, definitions), "properties.roleName")).toBe("Trigger");
  }
  expect((await client.arm("PUT", path, definitions, { properties: { ...properties, description: "x" } })).status).toBe(201);

  const filter = `?$filter=${encodeURIComponent("roleName eq 'Backup Operator'")}`;
  const found = await client.arm("GET", `${scope}/providers/Microsoft.Authorization/roleDefinitions${filter}`, definitions);
  expect((found.body as { value: unknown[] }).value).toHaveLength(1);
  const operator = at(found, "value.0.id") as string;
  expect(operator).toMatch(/roleDefinitions\/00c29273-979b-4161-815c-10b084fb9324$/);

  for (const [index, roleDefinitionId] of [operator, id].entries()) {
    const assignment = `${scope}/providers/Microsoft.Authorization/roleAssignments/aaaaaaaa-2222-4333-8444-55555555555${index}`;
    const principalId = "99999999-2222-4333-8444-555555555555";
    const read = await create(assignment, assignments, { properties: { description: "", principalId, roleDefinitionId } });
    expect(at(read, "properties")).toMatchObject({ scope, principalId, roleDefinitionId, principalType: "ServicePrincipal" });
    expect((await client.arm("GET", `/${roleDefinitionId}`, definitions)).status).toBe(200);
  }
  expect((await client.arm("DELETE", path, definitions)).status).toBe(400);
  for (const index of [0, 1]) {
    const assignment = `${scope}/providers/Microsoft.Authorization/roleAssignments/aaaaaaaa-2222-4333-8444-55555555555${index}`;
    await destroy(assignment, assignments);
  }
  await destroy(path, definitions);
});

test.each(["2022-10-01", "2023-09-01", "2025-07-01"])(
  "a Log Analytics workspace at %s, and the vault's diagnostic setting",
  async (version) => {
    const workspace = inGroup("Microsoft.OperationalInsights/workspaces/logs");
    const properties = {
      features: { disableLocalAuth: false, enableLogAccessUsingOnlyResourcePermissions: true },
      publicNetworkAccessForIngestion: "Enabled",
      publicNetworkAccessForQuery: "Enabled",
      retentionInDays: 30,
      sku: { name: "PerGB2018" },
      workspaceCapping: { dailyQuotaGb: -1 },
    };
    const body = { location: "westeurope", name: "logs", properties, tags: {} };
    const deleted = await client.arm(
      "GET",
      `${client.subscription}/providers/Microsoft.OperationalInsights/deletedWorkspaces`,
      version,
    );
    expect([deleted.status, deleted.body]).toEqual([200, { value: [] }]);
    await create(workspace, version, body);
    expect((await client.arm("PUT", workspace, version, body)).status).toBe(200);
    const read = await client.arm("GET", workspace, version);
    expect(at(read, "properties")).toMatchObject({ ...properties, ...SUCCEEDED, customerId: expect.any(String) as string });
    expect(JSON.stringify(read.body)).not.toContain("SharedKey");
    const keys = await client.arm("POST", `${workspace}/sharedKeys`, "2020-08-01");
    expect(keys.body).toEqual({
      primarySharedKey: expect.any(String) as string,
      secondarySharedKey: expect.any(String) as string,
    });
    expect((await client.arm("POST", `${workspace}/sharedKeys`, "2020-08-01")).body).toEqual(keys.body);

    const setting = `${vaultId(client)}/providers/Microsoft.Insights/diagnosticSettings/logs`;
    const logs = [{ category: "CoreAzureBackup", enabled: true }];
    const sent = { logAnalyticsDestinationType: "Dedicated", logs, metrics: null, workspaceId: workspace };
    const stored = await create(setting, "2021-05-01-preview", { properties: sent }, [200]);
    expect(at(stored, "properties")).toEqual(sent);
    await destroy(setting, "2021-05-01-preview");
    await destroy(workspace, "2020-08-01", "?force=false");
  },
);

test.each([
  ["azurerm 4", { addressPrefix: "10.0.0.0/24" }],
  ["azurerm 5", { addressPrefixes: ["10.0.0.0/24"] }],
])("a private endpoint with its network and zone, as %s", async (_, prefix) => {
  const [network, dns] = ["2025-01-01", "2024-06-01"];
  const vnet = inGroup("Microsoft.Network/virtualNetworks/vnet");
  const space = {
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    dhcpOptions: { dnsServers: [] },
    privateEndpointVNetPolicies: "Disabled",
  };
  await create(vnet, network, { location: "westeurope", name: "vnet", properties: { ...space, subnets: [] }, tags: {} });

  const subnet = `${vnet}/subnets/default`;
  const policies = { privateEndpointNetworkPolicies: "Disabled", privateLinkServiceNetworkPolicies: "Enabled" };
  const lists = { delegations: [], serviceEndpointPolicies: [], serviceEndpoints: [] };
  const subnetProperties = { ...prefix, defaultOutboundAccess: true, ...policies, ...lists, sharingScope: "" };
  const made = await create(subnet, network, { name: "default", properties: subnetProperties });
  expect(at(made, "properties")).toEqual({ ...subnetProperties, ...SUCCEEDED });
  const around = await client.arm("GET", vnet, network);
  expect(at(around, "properties")).toMatchObject({ ...space, ...SUCCEEDED, subnets: [{ id: subnet, properties: SUCCEEDED }] });

  const zone = inGroup("Microsoft.Network/privateDnsZones/privatelink.we.backup.windowsazure.com");
  await create(zone, dns, { location: "global", tags: {} });
  const soa = await client.arm("GET", `${zone}/SOA/@`, dns);
  expect(at(soa, "properties.soaRecord")).toEqual({
    ...{ email: expect.any(String) as string, host: expect.any(String) as string },
    ...{ expireTime: 2_419_200, minimumTtl: 10, refreshTime: 3600, retryTime: 300, serialNumber: 1 },
  });
  expect(soa.body).toMatchObject({ properties: { ttl: 3600, fqdn: expect.stringContaining("privatelink") as string } });

  const link = `${zone}/virtualNetworkLinks/link`;
  const linked = { registrationEnabled: false, virtualNetwork: { id: vnet } };
  expect(at(await create(link, dns, { location: "global", properties: linked, tags: {} }), "properties")).toMatchObject(linked);

  const endpoint = inGroup("Microsoft.Network/privateEndpoints/pe");
  const connections = [{ name: "backup", properties: { groupIds: ["AzureBackup"], privateLinkServiceId: vaultId(client) } }];
  const empty = { customNetworkInterfaceName: "", ipConfigurations: [], manualPrivateLinkServiceConnections: [] };
  const properties = { ...empty, privateLinkServiceConnections: connections, subnet: { id: subnet } };
  const read = await create(endpoint, network, { location: "westeurope", properties, tags: {} });
  expect(at(read, "properties.privateLinkServiceConnections.0.properties.privateLinkServiceConnectionState.status")).toBe(
    "Approved",
  );
  const nic = await client.arm("GET", at(read, "properties.networkInterfaces.0.id") as string, network);
  expect(at(nic, "properties.ipConfigurations.0.properties.privateIPAddress")).toMatch(/^10\.0\.0\./);

  const group = `${endpoint}/privateDnsZoneGroups/default`;
  const configs = [{ name: "zone", properties: { privateDnsZoneId: zone } }];
  await create(group, network, { name: "pe", properties: { privateDnsZoneConfigs: configs } });
  const groups = await client.arm("GET", `${endpoint}/privateDnsZoneGroups`, network);
  expect(groups.body).toMatchObject({ value: [{ id: group, properties: { privateDnsZoneConfigs: [{ name: "zone" }] } }] });

  expect((await client.arm("DELETE", subnet, network)).status).toBe(400);
  await destroy(group, network);
  await destroy(endpoint, network);
  await destroy(link, dns);
  await destroy(zone, dns);
  await destroy(subnet, network);
  await destroy(vnet, network);
});

test("an action group and an alert processing rule", async () => {
  const group = inGroup("Microsoft.Insights/actionGroups/oncall");
  const emailReceivers = [{ name: "ops", emailAddress: "ops@example.com", useCommonAlertSchema: false }];
  const receivers = { groupShortName: "oncall", enabled: true, emailReceivers, smsReceivers: [] };
  const read = await create(group, "2023-01-01", { location: "global", properties: receivers, tags: {} });
  expect(at(read, "properties")).toEqual(receivers);

  const rule = inGroup("Microsoft.AlertsManagement/actionRules/rule");
  const conditions = [{ field: "TargetResourceType", operator: "Equals", values: ["Microsoft.RecoveryServices/vaults"] }];
  const actions = [{ actionGroupIds: [group], actionType: "AddActionGroups" }];
  const properties = { actions, conditions, description: "", enabled: true, scopes: [vaultId(client)] };
  expect(at(await create(rule, "2021-08-08", { location: "global", properties, tags: null }), "properties")).toEqual(properties);
  await destroy(rule, "2021-08-08");
  await destroy(group, "2023-01-01");
});

test("a workbook, with its content", async () => {
  const id = inGroup("Microsoft.Insights/workbooks/5e0fd2ec-8f4c-4a3b-9b0e-2d1f6a7c8b03");
  const properties = { category: "workbook", displayName: "Coverage", serializedData: "{}", sourceId: "azure monitor" };
  const body = { kind: "shared", location: "westeurope", properties, tags: {} };
  expect(at(await create(id, "2022-04-01", body), "properties")).toEqual(properties);
  const { displayName: _, ...untitled } = properties;
  const answer = await client.arm("PUT", id, "2022-04-01", { ...body, properties: untitled });
  expect(answer.status).toBe(400);
  await destroy(id, "2022-04-01");
});

test.each([{}, { isolationScope: "None" }])("a user-assigned identity of properties %j", async (properties) => {
  const id = inGroup("Microsoft.ManagedIdentity/userAssignedIdentities/identity");
  const read = await create(id, "2024-11-30", { location: "westeurope", properties, tags: {} });
  const guid = expect.stringMatching(/^[\da-f-]{36}$/) as string;
  expect(at(read, "properties")).toEqual({ ...properties, principalId: guid, clientId: guid, tenantId: guid });
  await destroy(id, "2024-11-30");
});

test("a policy assignment of the subscription, and its remediation", async () => {
  const assignment = `${client.subscription}/providers/Microsoft.Authorization/policyAssignments/backup`;
  const policyDefinitionId = "/providers/Microsoft.Authorization/policyDefinitions/345fa903-145c-4fe1-8bcd-93ec2adccde8";
  const properties = {
    displayName: "",
    enforcementMode: "Default",
    parameters: { vaultLocation: { value: "westeurope" }, backupPolicyId: { value: "/none" } },
    policyDefinitionId,
    scope: client.subscription,
  };
  const identity = { type: "SystemAssigned", userAssignedIdentities: null };
  const read = await create(assignment, "2022-06-01", { identity, location: "westeurope", properties }, [201]);
  expect(read.body).toMatchObject({
    properties,
    identity: { principalId: expect.any(String) as string, tenantId: expect.any(String) as string },
  });

  const remediation = `${client.subscription}/providers/Microsoft.PolicyInsights/remediations/backup`;
  const asked = { filters: { locations: [] }, policyAssignmentId: assignment, policyDefinitionReferenceId: "" };
  const stored = await create(remediation, "2021-10-01", {
    properties: { ...asked, resourceDiscoveryMode: "ExistingNonCompliant" },
  });
  expect(at(stored, "properties")).toMatchObject({ ...asked, ...SUCCEEDED });
  expect((await client.arm("POST", `${remediation}/cancel`, "2021-10-01")).status).toBe(200);
  await destroy(remediation, "2021-10-01");
  await destroy(assignment, "2022-06-01");
});

test("a data source's VM, with its instance view", async () => {
  const id = inGroup("Microsoft.Compute/virtualMachines/vm");
  client.emulator.addVirtualMachine({ id, location: "westeurope", securityType: "TrustedLaunch", dataDiskLuns: [0, 3] });
  const plain = await client.arm("GET", id, "2024-03-01");
  expect(at(plain, "properties.instanceView")).toBeUndefined();
  const expanded = await client.arm("GET", `${id}?$expand=instanceView`, "2024-03-01");
  expect(at(expanded, "properties")).toMatchObject({
    securityProfile: { securityType: "TrustedLaunch" },
    storageProfile: { dataDisks: [{ lun: 0 }, { lun: 3 }] },
    networkProfile: { networkInterfaces: [] },
    instanceView: { vmAgent: { statuses: [{ displayStatus: "Ready" }] } },
  });
  const power = async () => at(await client.arm("GET", `${id}/instanceView`, "2024-03-01"), "statuses.1.code");
  expect(await power()).toBe("PowerState/running");
  await client.arm("POST", `${id}/deallocate`, "2024-03-01");
  expect(await power()).toBe("PowerState/deallocated");
  await client.arm("PATCH", id, "2024-03-01", { tags: { backup: "yes" } });
  expect(await power()).toBe("PowerState/deallocated");
  expect(JSON.stringify((await client.arm("GET", id, "2024-03-01")).body)).not.toContain("emulated");
});

test("a group with tags, and its resources when it is destroyed", async () => {
  const list = `${groupId(client)}/resources?$expand=provisioningState&$top=10`;
  expect(await client.arm("GET", list, GROUPS)).toMatchObject({ body: { value: [{ id: vaultId(client) }] } });
  const patched = await client.arm("PATCH", groupId(client), GROUPS, { tags: { a: "b" } });
  expect([patched.status, at(patched, "tags")]).toEqual([200, { a: "b" }]);
  expect((await client.arm("DELETE", vaultId(client), VAULTS)).status).toBe(200);
  expect((await client.arm("GET", list, GROUPS)).body).toEqual({ value: [] });
  expect([200, 202]).toContain((await client.arm("DELETE", groupId(client), GROUPS)).status);
  expect((await client.arm("GET", groupId(client), GROUPS)).status).toBe(404);
  expect((await client.arm("GET", `${vaultId(client)}/replicationVaultSettings/default`, REPLICATION)).status).toBe(404);
});
