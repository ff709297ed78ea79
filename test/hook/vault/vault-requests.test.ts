import { ArmError } from "../../../lib/hook/arm/arm-error";
import { recentJobs } from "../../../lib/hook/vault/job-filter";
import { VaultClient } from "../../../lib/hook/vault/vault-client";
import { itemId, START, VAULT_ID } from "../fakes";
import { type Answer, scriptedAzure, type SentRequest } from "../scripted-azure";

const POLICY_ID = `${VAULT_ID}/backupPolicies/policy-vm`;
const refused = (status: number, code = "SomethingNew"): Answer => ({ status, body: { error: { code, message: "No." } } });

async function clientOf(answer: (request: SentRequest) => Answer) {
  const { context, sent } = scriptedAzure(answer);
  return { client: new VaultClient(await context.connect(), VAULT_ID).briefly(), sent };
}

/** What a request says if Azure refuses it, and the action that it needs. */
async function refusal(ask: (client: VaultClient) => Promise<unknown>): Promise<[string, string | undefined]> {
  const error: unknown = await ask((await clientOf(() => refused(403))).client).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ArmError);
  const { message, action } = error as ArmError;
  return [message.replace(": Azure answered 403 SomethingNew: No.", ""), action?.replace("Microsoft.RecoveryServices/", "")];
}

test.each<[string, string, (client: VaultClient) => Promise<unknown>]>([
  ["cannot read vault 'rsv-app'", "Vaults/read", (client) => client.getLocation()],
  ["cannot list what the vault protects", "Vaults/backupProtectedItems/read", (client) => client.listProtectedItems()],
  [
    "cannot read the protected item",
    "Vaults/backupFabrics/protectionContainers/protectedItems/read",
    (client) => client.getProtectedItem(itemId("vm-web")),
  ],
  [
    "cannot list the recovery points of 'vm-web'",
    "Vaults/backupFabrics/protectionContainers/protectedItems/recoveryPoints/read",
    (client) => client.listRecoveryPoints({ id: itemId("vm-web"), vmName: "vm-web" }),
  ],
  ["cannot read the backup policy", "Vaults/backupPolicies/read", (client) => client.getBackupPolicy(POLICY_ID)],
  ["cannot list the vault's jobs", "Vaults/backupJobs/read", (client) => client.listJobs(recentJobs(START))],
  ["cannot read the job j1", "Vaults/backupJobs/read", (client) => client.getJob("j1")],
  ["cannot cancel the job j1", "Vaults/backupJobs/cancel/action", (client) => client.cancelJob("j1")],
  [
    "cannot start the backup",
    "Vaults/backupFabrics/protectionContainers/protectedItems/backup/action",
    (client) => client.triggerBackup({ itemId: itemId("vm-web"), expiresAt: "2027-01-31T23:59:59Z", requestId: "r" }),
  ],
  ["cannot read the operation o1", "Vaults/backupOperations/read", (client) => client.getBackupOperation("o1")],
])("%s: names the action", async (about, action, ask) => {
  expect(await refusal(ask)).toEqual([about, action]);
});

test("reads the region of the vault, and nothing of a vault that does not exist", async () => {
  const { client, sent } = await clientOf(() => ({ body: { id: VAULT_ID, location: "westeurope" } }));
  await expect(client.getLocation()).resolves.toBe("westeurope");
  expect(sent[0]?.path).toBe(VAULT_ID);
  await expect((await clientOf(() => undefined)).client.getLocation()).resolves.toBeUndefined();
});

test("lists the recovery points of an item, latest first", async () => {
  const point = (name: string, recoveryPointTime?: string) => ({
    id: `${itemId("vm-web")}/recoveryPoints/${name}`,
    name,
    properties: { recoveryPointTime },
  });
  const value = [
    point("first", "2026-11-01T00:00:00Z"),
    point("none"),
    point("last", "2026-11-03T00:00:00Z"),
    point("mid", "2026-11-02T00:00:00Z"),
  ];
  const { client, sent } = await clientOf(() => ({ body: { value } }));
  const points = await client.listRecoveryPoints({ id: itemId("vm-web"), vmName: "vm-web" });
  expect(points.map(({ id }) => id)).toEqual(["last", "mid", "first", "none"]);
  expect(sent[0]?.path).toBe(`${itemId("vm-web")}/recoveryPoints`);
});

test("refuses the recovery points of another item", async () => {
  const value = [{ id: `${itemId("vm-db")}/recoveryPoints/p`, name: "p", properties: {} }];
  const { client } = await clientOf(() => ({ body: { value } }));
  await expect(client.listRecoveryPoints({ id: itemId("vm-web"), vmName: "vm-web" })).rejects.toThrow(
    /another object than .*vm-web/,
  );
});

test("reads a policy, and nothing of one that does not exist", async () => {
  const { client, sent } = await clientOf(() => ({ body: { id: POLICY_ID, name: "policy-vm", properties: {} } }));
  await expect(client.getBackupPolicy(POLICY_ID)).resolves.toMatchObject({ name: "policy-vm" });
  expect(sent[0]?.path).toBe(POLICY_ID);
  await expect((await clientOf(() => undefined)).client.getBackupPolicy(POLICY_ID)).resolves.toBeUndefined();
});

const listed = (name: string, more: object = {}): object => ({
  name,
  properties: { containerName: "iaasvmcontainerv2;rg-app;vm-web", operation: "Backup", status: "Completed", ...more },
});

test("lists the jobs of a query only, latest first", async () => {
  const value = [
    listed("first", { startTime: "2026-11-01T00:00:00Z" }),
    listed("unknown"),
    listed("last", { startTime: "2026-11-03T00:00:00Z" }),
    listed("restore", { operation: "Restore" }),
    listed("running", { status: "InProgress" }),
    listed("mid", { startTime: "2026-11-02T00:00:00Z" }),
  ];
  const { client, sent } = await clientOf(() => ({ body: { value } }));
  const jobs = await client.listJobs({ ...recentJobs(START), operations: ["backup"], statuses: ["completed", "Failed"] });
  expect(jobs.map(({ id }) => id)).toEqual(["last", "mid", "first", "unknown"]);
  expect(sent.map(({ path }) => path)).toEqual([`${VAULT_ID}/backupJobs`]);
  expect(sent[0]?.query.get("$filter")).toContain("operation eq 'backup'");
});

test("reads a job, and refuses one of another id", async () => {
  const { client, sent } = await clientOf(() => ({ body: { id: `${VAULT_ID}/backupJobs/j 1`, ...listed("j 1") } }));
  await expect(client.getJob("j 1")).resolves.toMatchObject({ id: "j 1" });
  expect(sent[0]?.path).toBe(`${VAULT_ID}/backupJobs/j 1`);
  await expect(client.getJob("j2")).rejects.toThrow("backupJobs/j2");
});

const OPERATION = `https://management.example.com${VAULT_ID}/backupJobs/j1/operationResults/o-1?api-version=2025-02-01`;

test.each<Record<string, string>>([{ Location: OPERATION }, { "Azure-AsyncOperation": OPERATION }])(
  "cancels a job, with the operation of %j",
  async (headers) => {
    const { client, sent } = await clientOf(() => ({ status: 202, headers }));
    await expect(client.cancelJob("j1")).resolves.toBe("o-1");
    expect(sent[0]).toMatchObject({ method: "POST", path: `${VAULT_ID}/backupJobs/j1/cancel` });
  },
);

test.each<Record<string, string>>([{ Location: OPERATION }, { "Azure-AsyncOperation": OPERATION }])(
  "starts a backup, with the operation of %j",
  async (headers) => {
    const { client, sent } = await clientOf(() => ({ status: 202, headers }));
    const trigger = { itemId: itemId("vm-web"), expiresAt: "2027-01-31T23:59:59Z", requestId: "r" };
    await expect(client.triggerBackup(trigger)).resolves.toBe("o-1");
    expect(sent[0]).toMatchObject({ method: "POST", path: `${itemId("vm-web")}/backup` });
  },
);

test.each<[string, Answer, string | undefined]>([
  ["Azure accepts it", { status: 204 }, undefined],
  ["Azure refuses it", refused(400, "UserErrorJobNotCancellable"), "UserErrorJobNotCancellable"],
  ["another operation runs", refused(409, "Conflict"), "Conflict"],
  ["nobody may read the operation", refused(403), undefined],
  ["the operation is unknown", refused(404), undefined],
  ["Azure is unavailable", refused(503), undefined],
])("why a job is not cancelled if %s", async (_, answer, code) => {
  const { client, sent } = await clientOf(() => answer);
  expect((await client.cancelRefusal("j1", "o 1"))?.code).toBe(code);
  expect(sent[0]?.path).toBe(`${VAULT_ID}/backupJobs/j1/operationResults/o 1`);
});

test("says that it is a cancellation that Azure refuses, and throws what is no refusal", async () => {
  const { client } = await clientOf(() => refused(409, "Conflict"));
  expect((await client.cancelRefusal("j1", "o1"))?.message).toBe("cannot cancel the job j1: Azure answered 409 Conflict: No.");
  await expect((await clientOf(() => refused(401))).client.cancelRefusal("j1", "o1")).rejects.toMatchObject({ status: 401 });
});

test.each<[string, Answer, object]>([
  ["names no job yet", { body: { status: "InProgress" } }, { status: "InProgress", jobId: undefined, error: undefined }],
  [
    "names its job",
    { body: { status: "Succeeded", properties: { jobId: "j1" } } },
    { status: "Succeeded", jobId: "j1", error: undefined },
  ],
  ["is unknown", undefined, { status: "InProgress", jobId: undefined, error: undefined }],
  [
    "failed",
    { body: { status: "Failed", error: { code: "AzureVmOffline", message: "Off." } } },
    { status: "Failed", error: "AzureVmOffline: Off.", errorCode: "AzureVmOffline" },
  ],
  ["failed with a code", { body: { status: "Failed", error: { code: "C" } } }, { error: "C", errorCode: "C" }],
  ["failed with a text", { body: { status: "Failed", error: { message: "T" } } }, { error: "T", errorCode: undefined }],
])("reads an operation that %s", async (_, answer, operation) => {
  const { client, sent } = await clientOf(() => answer);
  await expect(client.getBackupOperation("o 1")).resolves.toMatchObject(operation);
  expect(sent[0]?.path).toBe(`${VAULT_ID}/backupOperations/o 1`);
});

test("asks an older cloud again only if it does not know the api-version", async () => {
  const versions = async (answer: Answer): Promise<(string | null)[]> => {
    const { client, sent } = await clientOf(({ query }) =>
      query.get("api-version") === "2026-07-01" ? answer : { body: { value: [] } },
    );
    await client.listProtectedItems().catch(() => undefined);
    return sent.map(({ query }) => query.get("api-version"));
  };
  for (const code of ["NoRegisteredProviderFound", "InvalidResourceType", "InvalidApiVersionParameter"]) {
    expect(await versions(refused(400, code))).toEqual(["2026-07-01", "2025-02-01"]);
  }
  expect(await versions(refused(400, "BadRequest"))).toEqual(["2026-07-01"]);
  expect(await versions({ status: 400, body: {} })).toEqual(["2026-07-01"]);
});
