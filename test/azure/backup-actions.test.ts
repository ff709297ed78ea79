import { INITIAL_BACKUP_ACTIONS } from "../../lib/azure/backup-actions";
import type { ArmConnection, ArmRequest } from "../../lib/hook/arm/arm-connection";
import { type BackupVault, VaultClient } from "../../lib/hook/vault/vault-client";
import { itemId, VAULT_ID } from "../support/azure";

/** The action of role-based access control that Azure asks for a request: its path without the names, and what is done to it. */
function actionOf(method: "GET" | "POST", path: string): string {
  const [namespace = "", ...segments] = path.slice(path.indexOf("/providers/") + "/providers/".length).split("/");
  const types = segments.filter((_, index) => index % 2 === 0);
  return [namespace, ...types, method === "GET" ? "read" : "action"].join("/");
}

type Method<T> = Exclude<keyof T, "briefly">;
type Asked = Readonly<Record<Method<VaultClient>, { readonly method: "GET" | "POST"; readonly request: ArmRequest }>>;

/** What each method of a vault's client asks of Azure. */
async function asked(): Promise<Asked> {
  let last: Asked[keyof Asked] | undefined;
  const record = (method: "GET" | "POST", answer: unknown) => (request: ArmRequest) => {
    last = { method, request };
    return Promise.resolve(answer);
  };
  const arm = {
    get: record("GET", undefined),
    look: record("GET", undefined),
    list: record("GET", []),
    post: record("POST", { status: 202, headers: new Map() }),
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
  return Object.fromEntries(entries) as unknown as Asked;
}

test("the role of an initial backup has exactly the actions that the hook's requests need", async () => {
  const requests = await asked();
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

test("the hook names the action that a request needs as Azure does", async () => {
  for (const { method, request } of Object.values(await asked())) {
    expect(request.action?.toLowerCase()).toBe(actionOf(method, request.path).toLowerCase());
  }
});
