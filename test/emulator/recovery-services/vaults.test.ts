import type { Context } from "../../../lib/emulator/context";
import { serveVaults } from "../../../lib/emulator/recovery-services/vaults/vaults";
import { at } from "../client";
import { testContext } from "../context";
import { GROUP, NOW, VAULT_ID } from "./records";
import { refused, serviceOf, type Service } from "./service";

const USER = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id`;
const BODY = { location: "westeurope", sku: { name: "Standard" } };
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/;
const SOFT_DELETE = { softDeleteState: "Enabled", softDeleteRetentionPeriodInDays: 14, enhancedSecurityState: "Enabled" };
const PROPERTIES = {
  ...{ privateEndpointStateForBackup: "None", privateEndpointStateForSiteRecovery: "None", publicNetworkAccess: "Enabled" },
  redundancySettings: { standardTierStorageRedundancy: "GeoRedundant", crossRegionRestore: "Disabled" },
  securitySettings: {
    ...{ immutabilitySettings: { state: "Disabled" }, multiUserAuthorization: "Disabled" },
    softDeleteSettings: SOFT_DELETE,
  },
};

const service = (context: Context = testContext()): Service => serviceOf(context, serveVaults);
const put = ({ ask }: Service, body: object = BODY, id = VAULT_ID) => ask("PUT", id, body);
const patch = ({ ask }: Service, body: object) => ask("PATCH", VAULT_ID, body);
const read = async ({ ask }: Service, path: string, apiVersion?: string) =>
  at(await ask("GET", VAULT_ID, undefined, apiVersion === undefined ? {} : { apiVersion }), path);

test("creates a vault with Azure's defaults, in five seconds", async () => {
  const s = service();
  const created = await put(s);
  const vault = {
    ...{ id: VAULT_ID, name: "rsv-app", type: "Microsoft.RecoveryServices/vaults", location: "westeurope", tags: {} },
    sku: { name: "Standard" },
    etag: `W/"datetime'${encodeURIComponent(new Date(NOW + 5000).toISOString())}'"`,
  };
  const updating = { ...vault, properties: { ...PROPERTIES, provisioningState: "Updating" } };
  expect([created.status, created.body]).toEqual([201, updating]);
  const { "azure-asyncoperation": link = "", "retry-after": after, location } = created.headers;
  expect(link).toMatch(
    /^https:\/\/localhost:1\/subscriptions\/s\/providers\/Microsoft.RecoveryServices\/locations\/westeurope\/operationStatus\/[\w-]{36}\?api-version=2025-02-01$/,
  );
  expect([after, location]).toEqual(["5", undefined]);
  s.context.clock.advance(4999);
  expect(at(await s.ask("GET", link), "status")).toBe("InProgress");
  expect((await s.ask("GET", VAULT_ID)).body).toEqual(updating);
  s.context.clock.advance(1);
  expect(at(await s.ask("GET", link), "status")).toBe("Succeeded");
  expect((await s.ask("GET", VAULT_ID)).body).toEqual({
    ...updating,
    properties: { ...PROPERTIES, provisioningState: "Succeeded" },
  });
  expect((await s.ask("GET", link.replace("/subscriptions/s/", "/subscriptions/t/"))).status).toBe(404);
});

test("returns more in newer api-versions, if the client did not set it", async () => {
  const s = service();
  await put(s);
  const newer = {
    restoreSettings: { crossSubscriptionRestoreSettings: { crossSubscriptionRestoreState: "Enabled" } },
    ...{ regionOfChoiceSettings: { status: "Disabled" }, secureScore: "Adequate", bcdrSecurityLevel: "Good" },
    backupStorageVersion: "Unassigned",
  };
  const scan = { sourceScanConfiguration: { state: "Disabled" } };
  expect(await read(s, "properties", "2026-05-01")).toEqual({
    ...PROPERTIES,
    ...newer,
    ...{ securitySettings: { ...PROPERTIES.securitySettings, ...scan }, provisioningState: "Updating" },
  });
  const restoreSettings = { crossSubscriptionRestoreSettings: { crossSubscriptionRestoreState: "Disabled" } };
  await patch(s, { properties: { restoreSettings } });
  const answers = [
    await s.ask("PATCH", VAULT_ID, {}, { apiVersion: "2026-05-01" }),
    await s.ask("PUT", VAULT_ID, BODY, { apiVersion: "2026-05-01" }),
  ];
  for (const answer of answers) {
    expect(at(answer, "properties.secureScore")).toBe("Adequate");
    expect(answer.headers["azure-asyncoperation"]).toMatch(/\?api-version=2026-05-01$/);
  }
  expect(await read(s, "properties.restoreSettings", "2026-05-01")).toEqual(restoreSettings);
});

test("lists the vaults of a subscription and of a group", async () => {
  const s = service();
  await put(s);
  await put(s, BODY, `${VAULT_ID}-2`);
  const ids = async (scope: string, apiVersion = "2025-02-01") => {
    const { body } = await s.ask("GET", `${scope}/providers/Microsoft.RecoveryServices/vaults`, undefined, { apiVersion });
    return (body as { value: { id: string; properties: object }[] }).value.map(({ id, properties }) => [
      id,
      "secureScore" in properties,
    ]);
  };
  const both = (newer: boolean) => [
    [VAULT_ID, newer],
    [`${VAULT_ID}-2`, newer],
  ];
  expect(await ids("/subscriptions/s")).toEqual(both(false));
  expect(await ids(GROUP, "2026-05-01")).toEqual(both(true));
  expect(await ids("/subscriptions/t")).toEqual([]);
  expect((await s.ask("GET", `${GROUP}-2/providers/Microsoft.RecoveryServices/vaults`)).status).toBe(404);
});

test.each<[string, object, string, [number, string, unknown]]>([
  ["a name", BODY, "1-vault", [400, "InvalidResourceName", expect.stringContaining("'1-vault'")]],
  ["no location", { sku: BODY.sku }, "v1", [400, "LocationRequired", expect.any(String)]],
  [
    "an unknown location",
    { ...BODY, location: "atlantis" },
    "v1",
    [400, "LocationNotAvailableForResourceType", expect.stringContaining("atlantis")],
  ],
  ["a SKU", { ...BODY, sku: { name: "Basic" } }, "v1", [400, "InvalidRestApiParameter", "the SKU of a vault is Standard or RS0"]],
  ["no SKU", { location: "westeurope" }, "v1", [400, "InvalidRestApiParameter", "the SKU of a vault is Standard or RS0"]],
  [
    "an unknown member",
    { ...BODY, color: "red" },
    "v1",
    [400, "InvalidRequestContent", expect.stringContaining("'color' on object of type 'Vault'")],
  ],
])("refuses a vault for %s, and stores nothing", async (_, body, name, expected) => {
  const s = service();
  const id = VAULT_ID.replace("rsv-app", name);
  expect(refused(await put(s, body, id))).toEqual(expected);
  expect(refused(await s.ask("GET", id))).toEqual([404, "ResourceNotFound", expect.stringContaining(name)]);
  expect(s.context.state.policies.under(id)).toEqual([]);
});

test("refuses a vault in a group that does not exist, and a change of the location", async () => {
  const s = service();
  expect(refused(await put(s, BODY, VAULT_ID.replace("rg-app", "rg-x"))).slice(0, 2)).toEqual([404, "ResourceGroupNotFound"]);
  expect(refused(await patch(s, {})).slice(0, 2)).toEqual([404, "ResourceNotFound"]);
  expect((await put(s, { ...BODY, location: "West Europe", sku: { name: "RS0" } })).status).toBe(201);
  expect(refused(await put(s, { ...BODY, location: "eastus" }))).toEqual([
    409,
    "InvalidResourceLocation",
    expect.stringContaining("westeurope"),
  ]);
  expect(refused(await patch(s, { color: 1 }))[2]).toContain("'color' on object of type 'PatchVault'");
});

test("a PUT replaces tags, SKU and identity, and keeps the properties; a PATCH keeps all", async () => {
  const s = service();
  const properties = { publicNetworkAccess: "Disabled" };
  await put(s, {
    ...BODY,
    sku: { name: "RS0", tier: "Standard" },
    tags: { a: "b" },
    identity: { type: "SystemAssigned" },
    properties,
  });
  expect((await patch(s, { properties: {} })).body).toMatchObject({ tags: { a: "b" }, sku: { name: "RS0" }, properties });
  expect(await read(s, "identity.type")).toBe("SystemAssigned");
  expect((await patch(s, { tags: { c: "d" } })).body).toMatchObject({ tags: { c: "d" } });
  const again = await put(s);
  expect([again.status, at(again, "tags"), at(again, "sku"), at(again, "identity")]).toEqual([200, {}, BODY.sku, undefined]);
  expect(at(again, "properties.publicNetworkAccess")).toBe("Disabled");
});

test("a new vault has two policies, which another PUT does not bring back", async () => {
  const s = service();
  await put(s);
  const names = () => s.context.state.policies.under(VAULT_ID).map(({ name }) => name);
  expect(names()).toEqual(["DefaultPolicy", "EnhancedPolicy"]);
  s.context.state.policies.delete(`${VAULT_ID}/backupPolicies/DefaultPolicy`);
  await put(s);
  expect(names()).toEqual(["EnhancedPolicy"]);
});

test("an immutable vault is refused a change that Azure does not allow, by PUT and by PATCH", async () => {
  const s = service();
  const immutability = (state: string) => ({ properties: { securitySettings: { immutabilitySettings: { state } } } });
  expect(refused(await put(s, { ...BODY, ...immutability("Locked") }))[2]).toBe(
    "immutability can become Locked only if it is Unlocked",
  );
  await put(s, { ...BODY, ...immutability("Unlocked") });
  expect((await patch(s, immutability("Locked"))).status).toBe(200);
  const denied = [400, "InvalidRestApiParameter", "immutability is Locked and cannot become Disabled"];
  expect(refused(await patch(s, immutability("Disabled")))).toEqual(denied);
  expect(refused(await put(s, { ...BODY, ...immutability("Disabled") }))).toEqual(denied);
  expect(await read(s, "properties.securitySettings.immutabilitySettings.state")).toBe("Locked");
});

test("has all alert settings as soon as one is sent", async () => {
  const s = service();
  await put(s);
  expect(await read(s, "properties.monitoringSettings")).toBeUndefined();
  const enabled = { alertsForAllReplicationIssues: "Enabled", alertsForAllFailoverIssues: "Enabled" };
  const classicAlertSettings = { alertsForCriticalOperations: "Enabled", emailNotificationsForSiteRecovery: "Enabled" };
  const azureMonitorAlertSettings = { alertsForAllJobFailures: "Disabled" };
  await patch(s, { properties: { monitoringSettings: { azureMonitorAlertSettings } } });
  const settings = { azureMonitorAlertSettings: { alertsForAllJobFailures: "Disabled", ...enabled }, classicAlertSettings };
  expect(await read(s, "properties.monitoringSettings")).toEqual(settings);
  await patch(s, { tags: {} });
  expect(await read(s, "properties.monitoringSettings")).toEqual(settings);
  const other = await put(s, { ...BODY, properties: { monitoringSettings: {} } }, `${VAULT_ID}-2`);
  expect(at(other, "properties.monitoringSettings.azureMonitorAlertSettings")).toEqual({
    alertsForAllJobFailures: "Enabled",
    ...enabled,
  });
});

test("does not store the requests of a guard", async () => {
  const s = service();
  await put(s);
  const answer = await patch(s, { properties: { resourceGuardOperationRequests: ["x"] } });
  expect([answer.status, at(answer, "properties.resourceGuardOperationRequests")]).toEqual([200, undefined]);
});

test("shows the soft delete of the option, and changes it", async () => {
  const s = service(testContext({ softDelete: "AlwaysON" }));
  const path = "properties.securitySettings.softDeleteSettings";
  expect(at(await put(s), path)).toEqual({ ...SOFT_DELETE, softDeleteState: "AlwaysON" });
  const settings = (softDeleteSettings: object | null) => ({ properties: { securitySettings: { softDeleteSettings } } });
  expect(at(await patch(s, settings({ softDeleteRetentionPeriodInDays: 30 })), path)).toMatchObject({
    softDeleteRetentionPeriodInDays: 30,
  });
  expect(at(await patch(s, settings(null)), path)).toMatchObject({ softDeleteRetentionPeriodInDays: 30 });
  expect(refused(await patch(s, settings({ softDeleteState: "Disabled" }))).slice(0, 2)).toEqual([
    400,
    "BMSUserErrorSoftDeleteStateAlwaysOn",
  ]);
});

describe("the identity of a vault", () => {
  const identityOf = async (identity: object) => at(await put(service(), { ...BODY, identity }), "identity");

  test("has a principal in the account's tenant, the same for the same vault", async () => {
    const { tenantId } = testContext().account;
    const one = await identityOf({ type: "SystemAssigned" });
    expect(one).toEqual({ type: "SystemAssigned", tenantId, principalId: expect.stringMatching(GUID) as unknown });
    expect(await identityOf({ type: "SystemAssigned" })).toEqual(one);
    const other = at(
      await put(service(), { ...BODY, identity: { type: "SystemAssigned" } }, `${VAULT_ID}-2`),
      "identity.principalId",
    );
    expect(other).not.toBe((one as { principalId: string }).principalId);
  });

  test("has a principal and a client for each user-assigned identity", async () => {
    const user = { principalId: expect.stringMatching(GUID) as unknown, clientId: expect.stringMatching(GUID) as unknown };
    const userAssignedIdentities = { [USER]: {} };
    const one = await identityOf({ type: "UserAssigned", userAssignedIdentities });
    expect(one).toEqual({ type: "UserAssigned", userAssignedIdentities: { [USER]: user } });
    const { principalId, clientId } = (one as { userAssignedIdentities: Record<string, Record<string, string>> })
      .userAssignedIdentities[USER] ?? { principalId: "", clientId: "" };
    expect(principalId).not.toBe(clientId);
    for (const type of ["SystemAssigned,UserAssigned", "SystemAssigned,  UserAssigned"])
      expect(await identityOf({ type, userAssignedIdentities })).toMatchObject({
        ...{ type: "SystemAssigned, UserAssigned", principalId: expect.any(String) as unknown },
        userAssignedIdentities: { [USER]: user },
      });
  });

  test.each([[{ type: "None", userAssignedIdentities: null }], [{}]])("is none for %j", async (identity) => {
    expect(await identityOf(identity)).toBeUndefined();
  });

  test("is refused without the ids of the user-assigned ones", async () => {
    for (const identity of [{ type: "UserAssigned" }, { type: "UserAssigned", userAssignedIdentities: {} }])
      expect(refused(await put(service(), { ...BODY, identity }))).toEqual([
        400,
        "InvalidIdentityValues",
        "a user-assigned identity needs its id",
      ]);
  });
});
