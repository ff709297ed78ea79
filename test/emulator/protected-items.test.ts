import { BACKUP, CONFIG, ITEMS, itemBody, itemId, makeVault, protect, triggerBackup, vaultId, vmId } from "./azurerm";
import { at, refusal, startClient, type Answer, type Client } from "./client";

const TYPE = "Microsoft.Compute/virtualMachines";
const DAY = 86_400_000;

let client: Client;
let vault: string;
beforeEach(async () => {
  client = await startClient();
  vault = await makeVault(client);
});

const get = (id: string) => client.arm("GET", id, ITEMS);
const put = (id: string, properties: object) => client.arm("PUT", id, ITEMS, { properties });
const list = (filter = "backupManagementType eq 'AzureIaasVM' and itemType eq 'VM'") =>
  client.arm("GET", `${vault}/backupProtectedItems?$filter=${encodeURIComponent(filter)}`, ITEMS);
const names = (answer: Answer) =>
  (at(answer, "value") as { properties: { friendlyName: string } }[]).map(({ properties }) => properties.friendlyName);

async function switchImmutabilityOff(): Promise<void> {
  const properties = { securitySettings: { immutabilitySettings: { state: "Disabled" } } };
  expect((await client.arm("PATCH", vault, "2024-01-01", { properties })).status).toBe(200);
}

async function settle(answer: Answer): Promise<void> {
  expect(answer.status).toBe(202);
  expect(at(await client.follow(answer), "status")).toBe("Succeeded");
}

describe("azurerm_backup_protected_vm", () => {
  test("is created by an operation whose result is the item", async () => {
    client.emulator.addVirtualMachine(vmId(client, "vm-Web"));
    const id = itemId(client, "vm-Web");
    expect(refusal(await get(id))).toEqual([404, "BMSUserErrorDataSourceObjectNotFound"]);
    const accepted = await client.arm("PUT", id, ITEMS, itemBody(client, "vm-Web"));
    expect(accepted.body).toBeUndefined();
    expect(accepted.headers["retry-after"]).toBe("5");
    expect((await get(id)).status).toBe(404);
    expect((await client.arm("GET", accepted.headers["location"] ?? "", "")).status).toBe(202);
    expect(refusal(await put(id, itemBody(client, "vm-Web").properties))).toEqual([409, "BMSUserErrorObjectLocked"]);
    await settle(accepted);
    expect((await client.arm("GET", accepted.headers["location"] ?? "", "")).body).toMatchObject({
      name: "VM;iaasvmcontainerv2;rg-app;vm-Web",
    });
    expect((await get(id)).body).toMatchObject({
      properties: {
        protectedItemType: TYPE,
        friendlyName: "vm-Web",
        sourceResourceId: vmId(client, "vm-Web"),
        virtualMachineId: vmId(client, "vm-Web"),
        policyId: `${vault}/backupPolicies/DefaultPolicy`,
        policyName: "DefaultPolicy",
        protectionState: "IRPending",
        lastBackupStatus: "",
        lastBackupTime: "2001-01-01T00:00:00Z",
        containerName: "iaasvmcontainerv2;rg-app;vm-web",
        kpisHealths: {},
        extendedProperties: {},
        softDeleteRetentionPeriod: 0,
        vaultId: `${client.emulator.url}${vault}`,
      },
    });
    const jobs = at(await client.arm("GET", `${vault}/backupJobs`, ITEMS), "value") as { id: string; properties: object }[];
    expect(jobs.map(({ properties }) => Object.keys(properties))).not.toContainEqual(expect.arrayContaining(["actionsInfo"]));
    expect(at(await get(jobs[0]?.id ?? ""), "properties.extendedInfo")).toEqual({
      tasksList: [],
      propertyBag: { "VM Name": "vm-Web", "Policy Name": "DefaultPolicy" },
    });
  });

  test("has no KPIs in newer api-versions, and no empty properties in lists", async () => {
    await protect(client, "vm1");
    const [item] = at(await client.arm("GET", `${vault}/backupProtectedItems`, BACKUP), "value") as { properties: object }[];
    expect(item?.properties).toMatchObject({ friendlyName: "vm1", lastBackupStatus: "" });
    for (const absent of ["kpisHealths", "extendedProperties", "isDeferredDeleteScheduleUpcoming"])
      expect(item?.properties).not.toHaveProperty(absent);
  });

  test("is the same item for every letter case and encoding of its id", async () => {
    const id = await protect(client, "vm-Web");
    const canonical = at(await get(id), "id");
    expect(canonical).toContain("/protectionContainers/IaasVMContainer;iaasvmcontainerv2;rg-app;vm-web/protectedItems/VM;");
    expect(at(await get(id.toUpperCase()), "id")).toBe(canonical);
    expect(at(await get(id.replace(/;/g, "%3B")), "id")).toBe(canonical);
  });

  test("is updated with what was read", async () => {
    const id = await protect(client, "vm1");
    const read = (await get(id)).body as { properties: object };
    const policyId = `${vault}/backupPolicies/EnhancedPolicy`;
    const extendedProperties = { diskExclusionProperties: { diskLunList: [0], isInclusionList: true } };
    await settle(
      await client.arm("PUT", id, ITEMS, { ...read, properties: { ...read.properties, policyId, extendedProperties } }),
    );
    expect((await get(id)).body).toMatchObject({ properties: { policyId, extendedProperties, policyType: "V2" } });
  });

  test("is stopped with its data retained, and resumed", async () => {
    const id = await protect(client, "vm1");
    await settle(
      await put(id, { protectionState: "ProtectionStopped", protectedItemType: TYPE, sourceResourceId: vmId(client, "vm1") }),
    );
    expect((await get(id)).body).toMatchObject({ properties: { protectionState: "ProtectionStopped", policyId: "" } });
    await settle(await put(id, { ...itemBody(client, "vm1").properties, protectionState: "Protected" }));
    expect((await get(id)).body).toMatchObject({ properties: { protectionState: "IRPending", policyName: "DefaultPolicy" } });
  });

  test("can be suspended only in an immutable vault", async () => {
    const id = await protect(client, "vm1");
    await settle(await put(id, { protectionState: "BackupsSuspended", protectedItemType: TYPE }));
    expect(at(await get(id), "properties.protectionState")).toBe("BackupsSuspended");
    await switchImmutabilityOff();
    const refused = await put(id, { protectionState: "BackupsSuspended", protectedItemType: TYPE });
    expect(refusal(refused)).toEqual([400, "UserErrorOperationDeniedOnImmutableItem"]);
  });

  test("is soft-deleted, stays listed, and is undeleted with its recovery points", async () => {
    await switchImmutabilityOff();
    const id = await protect(client, "vm1");
    await triggerBackup(client, id);
    client.emulator.advance(2 * 3_600_000);
    const accepted = await client.arm("DELETE", id, ITEMS);
    expect(accepted.headers["azure-asyncoperation"]).toMatch(
      /\/vaults\/vault\/backupOperations\/[\w-]{36}\?api-version=2023-02-01&t=/,
    );
    expect(accepted.headers["location"]).toMatch(/\/vaults\/vault\/backupOperationResults\/[\w-]{36}\?/);
    await settle(accepted);
    const jobId = String(at(await get(accepted.headers["azure-asyncoperation"] ?? ""), "properties.jobId"));
    expect(at(await get(`${vault}/backupJobs/${jobId}`), "properties.extendedInfo.propertyBag")).toEqual({
      "VM Name": "vm1",
      "Number of Recovery Points": "1",
    });
    const deleted = await get(id);
    expect(deleted.body).toMatchObject({
      properties: {
        ...{ isScheduledForDeferredDelete: true, protectionState: "ProtectionStopped", policyId: "", policyName: "" },
        softDeleteRetentionPeriod: 14,
      },
    });
    expect(at(deleted, "properties.isDeferredDeleteScheduleUpcoming")).toBeUndefined();
    expect(at(deleted, "properties.deferredDeleteTimeRemaining")).toMatch(/^13\.23:59:\d\d\.\d{7}$/);
    expect(names(await list())).toEqual(["vm1"]);
    expect(refusal(await put(id, itemBody(client, "vm1").properties))).toEqual([400, "BMSUserErrorInvalidInput"]);

    await settle(await put(id, { isRehydrate: true, protectedItemType: TYPE }));
    expect(at(await get(id), "properties.isScheduledForDeferredDelete")).toBeUndefined();
    await settle(await client.arm("PUT", id, ITEMS, itemBody(client, "vm1")));
    expect(at(await get(id), "properties.protectionState")).toBe("Protected");
  });

  test("is purged after its soft-delete days, and has no backups when protected again", async () => {
    await switchImmutabilityOff();
    const id = await protect(client, "vm1");
    await triggerBackup(client, id);
    client.emulator.advance(2 * 3_600_000);
    await settle(await client.arm("DELETE", id, ITEMS));
    client.emulator.advance(14 * DAY - 60_000);
    expect((await get(id)).status).toBe(200);
    client.emulator.advance(60_000);
    expect((await get(id)).status).toBe(404);
    await settle(await client.arm("PUT", id, ITEMS, itemBody(client, "vm1")));
    expect(at(await get(id), "properties.protectionState")).toBe("IRPending");
    expect((await client.arm("GET", `${id}/recoveryPoints`, ITEMS)).body).toEqual({ value: [] });
  });

  test("is deleted at once if soft delete is disabled", async () => {
    const body = { properties: { enhancedSecurityState: "Disabled", softDeleteFeatureState: "Disabled" } };
    await client.arm("PATCH", `${vault}/backupconfig/vaultconfig`, CONFIG, body);
    const id = await protect(client, "vm1");
    await settle(await client.arm("DELETE", id, ITEMS));
    expect((await get(id)).status).toBe(404);
    expect((await client.arm("DELETE", id, ITEMS)).status).toBe(204);
  });
});

describe("protection is refused for", () => {
  const invalid = "BMSUserErrorInvalidInput";

  test("a VM that does not exist", async () => {
    const answer = await client.arm("PUT", itemId(client, "ghost"), ITEMS, itemBody(client, "ghost"));
    expect(refusal(answer)).toEqual([400, "BMSUserErrorInvalidConfigureProtectionRequest"]);
    expect(at(answer, "error.details.0.message")).toContain("ghost");
  });

  test("a VM in another region", async () => {
    client.emulator.addVirtualMachine({ id: vmId(client, "far"), location: "eastus" });
    const answer = await client.arm("PUT", itemId(client, "far"), ITEMS, itemBody(client, "far"));
    expect(refusal(answer)).toEqual([400, invalid]);
  });

  test("a VM that another vault protects", async () => {
    await protect(client, "vm1");
    const other = await makeVault(client, "other");
    const body = itemBody(client, "vm1", `${other}/backupPolicies/DefaultPolicy`);
    const answer = await client.arm("PUT", itemId(client, "vm1", other), ITEMS, body);
    expect(refusal(answer)).toEqual([409, "BMSUserErrorContainerIsAlreadyRegisteredWithAnotherVault"]);
  });

  test.each([
    ["a policy of another vault", (id: string) => id.replace("/vaults/vault/", "/vaults/other/")],
    ["a policy that does not exist", (id: string) => id.replace("DefaultPolicy", "none")],
    ["no policy", () => ""],
  ])("%s", async (_, change) => {
    client.emulator.addVirtualMachine(vmId(client, "vm1"));
    const body = itemBody(client, "vm1", change(`${vault}/backupPolicies/DefaultPolicy`));
    expect(refusal(await client.arm("PUT", itemId(client, "vm1"), ITEMS, body))).toEqual([400, invalid]);
  });

  test("names without Azure's form, or of another VM", async () => {
    client.emulator.addVirtualMachine(vmId(client, "vm1"));
    const id = itemId(client, "vm1");
    const body = itemBody(client, "vm1");
    const code = async (path: string) => refusal(await client.arm("PUT", path, ITEMS, body))[1];
    expect(await code(id.replace("iaasvmcontainer;", ""))).toBe("BMSUserErrorContainerNameIncorrectFormat");
    expect(await code(id.replace("VM;", ""))).toBe("BMSUserErrorProtectedItemNameIncorrectFormat");
    expect(await code(itemId(client, "vm2"))).toBe(invalid);
  });

  test("another kind of item", async () => {
    expect(refusal(await put(itemId(client, "vm1"), { protectedItemType: "AzureFileShareProtectedItem" }))).toEqual([
      400,
      invalid,
    ]);
  });
});

describe("the list of items", () => {
  test("is filtered by Azure's $filter", async () => {
    await protect(client, "vm1");
    await protect(client, "vm2");
    expect(names(await list())).toEqual(["vm1", "vm2"]);
    expect(names(await list("friendlyName eq 'VM2'"))).toEqual(["vm2"]);
    expect(names(await list("backupManagementType eq 'AzureStorage'"))).toEqual([]);
    expect(refusal(await list("vmName eq 'vm1'"))).toEqual([400, "BMSUserErrorInvalidInput"]);
  });

  test("is refused if the vault does not exist", async () => {
    expect(refusal(await client.arm("GET", `${vaultId(client, "none")}/backupProtectedItems`, ITEMS))).toEqual([
      404,
      "ResourceNotFound",
    ]);
  });
});
