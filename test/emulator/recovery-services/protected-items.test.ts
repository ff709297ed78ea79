import { serveItemOperations } from "../../../lib/emulator/recovery-services/items/item-operations";
import { serveProtectedItems } from "../../../lib/emulator/recovery-services/items/protected-items";
import { recoveryPointsOf } from "../../../lib/emulator/recovery-services/recovery-points/recovery-points";
import type { Job, ProtectedItem, Vault } from "../../../lib/emulator/recovery-services/model";
import { at, type Answer } from "../client";
import { backupOf, contextOf, dailyRetention, DAY, ITEM_ID, itemOf, NOW, policyOf, VAULT_ID, vaultOf, VM_ID } from "./records";
import { GONE, refused, serviceOf, type Service, SOFT_DELETED } from "./service";

const LIST = `${VAULT_ID}/backupProtectedItems`;
const POLICY = `${VAULT_ID}/backupPolicies/daily`;
const TYPE = "Microsoft.Compute/virtualMachines";
const NEW = { protectedItemType: TYPE, sourceResourceId: VM_ID, policyId: POLICY };

const IMMUTABLE = vaultOf({ securitySettings: { immutabilitySettings: { state: "Locked" } } });

interface Scene {
  readonly item?: Partial<ProtectedItem> | "none";
  readonly vault?: Vault;
  readonly jobs?: Job[];
}

function scene({ item = {}, vault = vaultOf(), jobs = [] }: Scene = {}): Service {
  const context = contextOf(jobs, { item: itemOf({ policyId: POLICY, ...(item === "none" ? {} : item) }), vault });
  if (item === "none") context.state.protectedItems.delete(ITEM_ID);
  context.state.policies.set(POLICY, policyOf("daily"));
  return serviceOf(context, serveProtectedItems, serveItemOperations);
}

const put = ({ ask }: Service, properties: object, headers = {}) => ask("PUT", ITEM_ID, { properties }, { headers });
const stored = ({ context }: Service) => context.state.protectedItems.get(ITEM_ID);
const jobs = ({ context }: Service) => context.state.jobs.ofItem(ITEM_ID);
const link = (answer: Answer, header: "location" | "azure-asyncoperation"): string => answer.headers[header] ?? "";
const names = async ({ ask }: Service, filter = "") => {
  const answer = await ask("GET", `${LIST}${filter && `?$filter=${filter}`}`);
  return (at(answer, "value") as { name: string }[]).map(({ name }) => name);
};

describe("protecting a VM", () => {
  test("is an operation of 30 seconds with a job, whose result is the item", async () => {
    const s = scene({ item: "none" });
    const answer = await put(s, NEW, { "x-ms-client-request-id": "my-request" });
    expect([answer.status, answer.body, answer.headers["retry-after"]]).toEqual([202, undefined, "5"]);
    const [status, result] = [link(answer, "azure-asyncoperation"), link(answer, "location")];
    const path = (name: string) =>
      new RegExp(`^https://localhost:1${VAULT_ID}/.*/protectedItems/VM;.*/${name}/[\\w-]{36}\\?api-version=2025-02-01&t=`);
    expect(status).toMatch(path("operationsStatus"));
    expect(result).toMatch(path("operationResults"));
    const [job] = jobs(s);
    expect(job).toMatchObject({
      ...{ operation: "ConfigureBackup", activityId: "my-request", startTime: NOW, endTime: NOW + 30_000, outcome: "Completed" },
      properties: { "Policy Name": "daily" },
    });
    s.context.clock.advance(29_999);
    expect(at(await s.ask("GET", status), "status")).toBe("InProgress");
    expect((await s.ask("GET", result)).status).toBe(202);
    expect(refused(await s.ask("GET", ITEM_ID)).slice(0, 2)).toEqual([404, "BMSUserErrorDataSourceObjectNotFound"]);
    expect(await names(s)).toEqual([]);
    expect(refused(await put(s, NEW)).slice(0, 2)).toEqual([409, "BMSUserErrorObjectLocked"]);
    s.context.clock.advance(1);
    expect(at(await s.ask("GET", status), "properties.jobId")).toBe(job?.id);
    const item = await s.ask("GET", result);
    expect([item.status, at(item, "id")]).toEqual([200, ITEM_ID]);
    expect((await s.ask("GET", ITEM_ID)).body).toEqual(item.body);
    expect(await names(s)).toEqual(["VM;iaasvmcontainerv2;rg-app;vm-web"]);
  });

  test.each<[string, Scene]>([
    ["was never protected", { item: "none" }],
    ["was deleted", { item: GONE }],
  ])("begins anew if it %s", async (_, given) => {
    const s = scene(given);
    await put(s, { ...NEW, extendedProperties: { linuxVmApplicationName: "x" } });
    expect(stored(s)).toEqual(
      itemOf({
        ...{ policyId: POLICY, protectedAt: NOW + 30_000, scheduledUntil: NOW + 30_000 },
        extendedProperties: { linuxVmApplicationName: "x" },
      }),
    );
  });

  test.each<[unknown, string]>([
    [{ protectedItemType: "AzureFileShareProtectedItem" }, "protectedItemType of a VM is Microsoft.Compute/virtualMachines"],
    [{}, "protectedItemType of a VM is Microsoft.Compute/virtualMachines"],
    [undefined, "protectedItemType of a VM is Microsoft.Compute/virtualMachines"],
    [{ ...NEW, sourceResourceId: `${VM_ID}-2` }, `sourceResourceId '${VM_ID}-2' is not the id of the VM that`],
  ])("is refused for %j", async (properties, reason) => {
    const s = scene({ item: "none" });
    const answer = await s.ask("PUT", ITEM_ID, { ...(properties === undefined ? {} : { properties }) });
    expect(refused(answer)).toEqual([400, "BMSUserErrorInvalidInput", expect.stringContaining(reason)]);
    expect(stored(s)).toBeUndefined();
  });

  test("is refused for an unknown property, and in a vault that does not exist", async () => {
    const s = scene({ item: "none" });
    expect(refused(await put(s, { ...NEW, color: 1 }))).toEqual([
      400,
      "InvalidRequestContent",
      expect.stringContaining("'color' on object of type 'ProtectedItemResource'"),
    ]);
    const id = ITEM_ID.replace("rsv-app", "rsv-2");
    for (const method of ["GET", "PUT", "DELETE"] as const)
      expect(refused(await s.ask(method, id, method === "PUT" ? { properties: NEW } : undefined)).slice(0, 2)).toEqual([
        404,
        "ResourceNotFound",
      ]);
  });

  test("fails if a fault says so, and then stores nothing", async () => {
    const s = scene({ item: "none" });
    s.context.state.faults.add({ kind: "operation", code: "CloudInternalError" });
    const answer = await put(s, NEW);
    expect([answer.status, stored(s)]).toEqual([202, undefined]);
    expect(jobs(s)).toMatchObject([{ outcome: "Failed", error: { code: "CloudInternalError" } }]);
    s.context.clock.advance(30_000);
    expect((await s.ask("GET", link(answer, "azure-asyncoperation"))).body).toMatchObject({
      status: "Failed",
      error: { code: "CloudInternalError" },
    });
    expect((await s.ask("GET", link(answer, "location"))).status).toBe(204);
  });
});

describe("changing an item", () => {
  test.each<[string, object, Scene, Partial<Job>]>([
    ["its policy", NEW, {}, { operation: "ConfigureBackup", properties: { "Policy Name": "daily" } }],
    ["its protection", { ...NEW, protectionState: "ProtectionStopped" }, {}, { operation: "DisableBackup", properties: {} }],
    [
      "its deletion",
      { protectedItemType: TYPE.toUpperCase(), isRehydrate: true },
      { item: SOFT_DELETED },
      { operation: "Undelete", properties: {} },
    ],
    [
      "its schedule",
      { ...NEW, protectionState: "BackupsSuspended" },
      { vault: IMMUTABLE },
      { operation: "DisableBackup", properties: {} },
    ],
  ])("takes ten seconds for %s", async (_, properties, given, job) => {
    const s = scene(given);
    const answer = await put(s, properties);
    expect(answer.status).toBe(202);
    expect(link(answer, "location")).toContain("/protectedItems/");
    expect(jobs(s)).toEqual([expect.objectContaining({ ...job, startTime: NOW, endTime: NOW + 10_000 })]);
  });

  test("does not bring back what has expired under its old policy", async () => {
    const scheduled = { snapshotDays: 2, sizeInMegabytes: 1, scheduled: { day: "2026-10-01", isLast: true } };
    const s = scene({ jobs: [backupOf("old", 40 * 24 * 60, { backup: scheduled })] });
    const longer = policyOf("long", { retentionPolicy: dailyRetention(100) });
    s.context.state.policies.set(longer.id, longer);
    await put(s, { ...NEW, policyId: longer.id });
    const item = stored(s);
    expect(item?.policyId).toBe(longer.id);
    expect(recoveryPointsOf(s.context, item ?? itemOf())).toEqual([]);
  });
});

describe("deleting an item", () => {
  const remove = ({ ask }: Service) => ask("DELETE", ITEM_ID);

  test("is an operation of the vault of 15 seconds, which counts the recovery points", async () => {
    const s = scene({ jobs: [backupOf("a", 60)] });
    const answer = await remove(s);
    expect([answer.status, answer.headers["retry-after"]]).toEqual([202, "5"]);
    const [status, result] = [link(answer, "azure-asyncoperation"), link(answer, "location")];
    expect(status).toMatch(new RegExp(`^https://localhost:1${VAULT_ID}/backupOperations/[\\w-]{36}\\?api-version=2025-02-01&t=`));
    expect(result).toMatch(
      new RegExp(`^https://localhost:1${VAULT_ID}/backupOperationResults/[\\w-]{36}\\?api-version=2025-02-01&t=`),
    );
    expect(jobs(s).at(-1)).toMatchObject({
      ...{ operation: "DeleteBackupData", endTime: NOW + 15_000, properties: { "Number of Recovery Points": "1" } },
    });
    expect(stored(s)).toMatchObject({
      policyId: undefined,
      deletion: { at: NOW + 15_000, recoverableUntil: NOW + 15_000 + 14 * DAY },
    });
    s.context.clock.advance(14_999);
    expect([(await s.ask("GET", result)).status, at(await s.ask("GET", status), "status")]).toEqual([202, "InProgress"]);
    s.context.clock.advance(1);
    expect([(await s.ask("GET", result)).status, at(await s.ask("GET", status), "status")]).toEqual([204, "Succeeded"]);
    expect(at(await s.ask("GET", ITEM_ID), "properties.isScheduledForDeferredDelete")).toBe(true);
    const ofItem = status.replace(`${VAULT_ID}/backupOperations/`, `${ITEM_ID}/operationResults/`);
    expect((await s.ask("GET", ofItem)).status).toBe(204);
    for (const path of ["backupOperations", "backupOperationResults"])
      expect((await s.ask("GET", `${VAULT_ID}/${path}/none`)).status).toBe(404);
  });

  test.each([
    ["for the vault's days", { softDeleteRetentionPeriodInDays: 30 }, NOW + 15_000 + 30 * DAY],
    ["not at all if soft delete is disabled", { softDeleteFeatureState: "Disabled" }, undefined],
  ])("keeps it %s", async (_, config, recoverableUntil) => {
    const s = scene({ vault: vaultOf({}, { config: { ...vaultOf().config, ...config } }) });
    expect((await remove(s)).status).toBe(202);
    expect(stored(s)?.deletion).toEqual({ at: NOW + 15_000, recoverableUntil });
    s.context.clock.advance(15_000);
    expect((await s.ask("GET", ITEM_ID)).status).toBe(recoverableUntil === undefined ? 404 : 200);
  });

  test.each<[string, Scene]>([
    ["does not exist", { item: "none" }],
    ["was deleted", { item: GONE }],
    ["is being enabled", { item: { protectedAt: NOW + 1 } }],
  ])("is answered with 204 if it %s", async (_, given) => {
    const s = scene(given);
    expect((await remove(s)).status).toBe(204);
    expect(jobs(s)).toHaveLength(0);
  });

  test("changes nothing if it is soft-deleted, even in a guarded vault", async () => {
    const s = scene({ item: SOFT_DELETED });
    s.context.state.resources.set(`${VAULT_ID}/backupResourceGuardProxies/p`, guardProxy());
    expect((await remove(s)).status).toBe(202);
    expect(stored(s)).toEqual(itemOf({ policyId: POLICY, ...SOFT_DELETED }));
  });

  test("is refused in an immutable vault with recovery points, and in a guarded one", async () => {
    const immutable = scene({ vault: IMMUTABLE, jobs: [backupOf("a", 60)] });
    expect(refused(await remove(immutable))).toEqual([
      400,
      "UserErrorDeleteBackupItemOnImmutableItem",
      "the vault's immutability is Locked",
    ]);
    expect(stored(immutable)?.deletion).toBeUndefined();
    expect((await remove(scene({ vault: IMMUTABLE }))).status).toBe(202);
    const guarded = scene();
    guarded.context.state.resources.set(`${VAULT_ID}/backupResourceGuardProxies/p`, guardProxy());
    expect(refused(await remove(guarded))).toEqual([
      400,
      "BMSUserErrorInvalidInput",
      "the vault's Resource Guard protects Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/delete",
    ]);
  });

  function guardProxy() {
    const type = "Microsoft.RecoveryServices/vaults/backupResourceGuardProxies";
    return {
      id: `${VAULT_ID}/backupResourceGuardProxies/p`,
      name: "p",
      type,
      body: { properties: { resourceGuardResourceId: "g" } },
    };
  }
});

describe("the list of items", () => {
  test.each([
    ["backupManagementType eq 'azureiaasvm'", 1],
    ["backupManagementType eq 'AzureStorage'", 0],
    ["itemType eq 'VM'", 1],
    ["itemType eq 'SQLDataBase'", 0],
    ["policyName eq 'DAILY'", 1],
    ["policyName eq 'weekly'", 0],
    ["containerName eq 'iaasvmcontainerv2;rg-app;vm-web'", 1],
    ["containerName eq 'x'", 0],
    ["friendlyName eq 'VM-WEB'", 1],
    ["friendlyName eq 'vm'", 0],
    ["healthState eq 'Passed'", 1],
    ["healthState eq 'ActionRequired'", 0],
    ["fabricName eq 'azure'", 1],
    ["fabricName eq 'x'", 0],
    ["backupEngineName eq 'x'", 0],
    ["backupSetName eq 'x'", 0],
    ["itemType eq 'VM' and friendlyName eq 'x'", 0],
  ])("with the filter %s has %d entries", async (filter, count) => {
    expect(await names(scene(), filter)).toHaveLength(count);
  });

  test("has no policy's name for a stopped item, is sorted, and refuses an unknown key", async () => {
    const s = scene({ item: { policyId: undefined } });
    expect(await names(s, "policyName eq 'daily'")).toEqual([]);
    const other = itemOf({ id: ITEM_ID.replaceAll("vm-web", "VM-A") });
    s.context.state.protectedItems.set(other.id, other);
    expect(await names(s)).toEqual([expect.stringMatching(/VM-A$/), expect.stringMatching(/vm-web$/)]);
    const answer = await s.ask("GET", `${LIST}?$filter=vmName eq 'x'`);
    expect(refused(answer)).toEqual([
      400,
      "BMSUserErrorInvalidInput",
      expect.stringContaining("backupManagementType, itemType, policyName, containerName, friendlyName, healthState, fabricName"),
    ]);
    expect((await s.ask("GET", LIST.replace("rsv-app", "rsv-2"))).status).toBe(404);
  });

  test.each<[string, Partial<ProtectedItem>, number]>([
    ["a soft-deleted item", SOFT_DELETED, 1],
    ["an item that was deleted", GONE, 0],
    ["an item that is being enabled", { protectedAt: NOW + 1 }, 0],
  ])("holds %s, or not", async (_, item, count) => {
    expect(await names(scene({ item }))).toHaveLength(count);
  });

  test("shows a new item only after the lag of a fault", async () => {
    const s = scene({ item: { protectedAt: NOW } });
    s.context.state.faults.add({ kind: "lag", of: "items", seconds: 60 });
    s.context.clock.advance(59_999);
    expect(await names(s)).toEqual([]);
    s.context.clock.advance(1);
    expect(await names(s)).toHaveLength(1);
  });
});
