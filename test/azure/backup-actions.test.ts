import { INITIAL_BACKUP_ACTIONS } from "../../lib/azure/backup-actions";
import type { ArmConnection, ArmRequest } from "../../lib/hook/arm/arm-connection";
import { type BackupVault, VaultClient } from "../../lib/hook/vault/vault-client";
import { itemId, VAULT_ID } from "../support/azure";

/** The RBAC action that a request needs: its path without the names, then `read` or `action`. */
function actionOf(method: "GET" | "POST", path: string): string {
  const [namespace = "", ...segments] = path.slice(path.indexOf("/providers/") + "/providers/".length).split("/");
  const types = segments.filter((_, index) => index % 2 === 0);
  return [namespace, ...types, method === "GET" ? "read" : "action"].join("/");
}

type Method<T> = Exclude<keyof T, "briefly">;
type SentRequests = Readonly<Record<Method<VaultClient>, { readonly method: "GET" | "POST"; readonly request: ArmRequest }>>;

/** The request that each method of `VaultClient` sends. */
async function recordRequests(): Promise<SentRequests> {
  let last: SentRequests[keyof SentRequests] | undefined;
  const record = (method: "GET" | "POST", answer: unknown) => (request: ArmRequest) => {
    last = { method, request };
    return Promise.resolve(answer);
  };
  const arm = {
    get: record("GET", undefined),
    getResult: record("GET", undefined),
    list: record("GET", []),
    post: record("POST", { status: 202, headers: new Map() }),
    operationIdOf: () => "operation",
  };
  const client = new VaultClient(arm as unknown as ArmConnection, VAULT_ID);
  const id = itemId("vm-web");
  const calls: Readonly<Record<Method<VaultClient>, () => Promise<unknown>>> = {
    getLocation: () => client.getLocation(),
    listProtectedItems: () => client.listProtectedItems(),
    getProtectedItem: () => client.getProtectedItem(id),
    listRecoveryPoints: () => client.listRecoveryPoints({ id, vmName: "vm-web" }),
    getBackupPolicy: () => client.getBackupPolicy(`${VAULT_ID}/backupPolicies/nightly`),
    listJobs: () => client.listJobs({ from: new Date(0), to: new Date(1) }),
    getJob: () => client.getJob("job"),
    cancelJob: () => client.cancelJob("job"),
    cancelRefusal: () => client.cancelRefusal("job", "operation"),
    triggerBackup: () => client.triggerBackup({ itemId: id, expiresAt: "2027-01-31T23:59:59Z", requestId: "r" }),
    getBackupOperation: () => client.getBackupOperation("operation"),
  };
  const entries = [];
  for (const [name, call] of Object.entries(calls)) {
    await call();
    entries.push([name, last] as const);
  }
  return Object.fromEntries(entries) as unknown as SentRequests;
}

test("INITIAL_BACKUP_ACTIONS are exactly the actions that the requests of backup-now need", async () => {
  const requests = await recordRequests();
  const ofBackup: Readonly<Record<Method<BackupVault>, true>> = {
    listProtectedItems: true,
    getProtectedItem: true,
    getBackupPolicy: true,
    listJobs: true,
    getJob: true,
    triggerBackup: true,
    getBackupOperation: true,
  };
  const actions = (Object.keys(ofBackup) as Method<BackupVault>[]).map((name) => {
    const { method, request } = requests[name];
    return actionOf(method, request.path).toLowerCase();
  });
  expect([...new Set(actions)].sort()).toEqual(INITIAL_BACKUP_ACTIONS.map((action) => action.toLowerCase()).sort());
});

test("each request of the hook names the RBAC action that Azure requires", async () => {
  for (const { method, request } of Object.values(await recordRequests())) {
    expect(request.action?.toLowerCase()).toBe(actionOf(method, request.path).toLowerCase());
  }
});
