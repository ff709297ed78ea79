import { INITIAL_BACKUP_ACTIONS } from "../../lib/azure/initial-backup-actions";
import type { ArmConnection, ArmRequest } from "../../lib/hook/arm/arm-connection";
import { ArmVaultClient } from "../../lib/hook/vault/arm-vault-client";
import { itemId, VAULT_ID } from "../support/azure";

/** The action of role-based access control that Azure asks for a request: its path without the names, and what is done to it. */
function actionOf(method: "GET" | "POST", path: string): string {
  const [namespace = "", ...segments] = path.slice(path.indexOf("/providers/") + "/providers/".length).split("/");
  const types = segments.filter((_, index) => index % 2 === 0);
  return [namespace, ...types, method === "GET" ? "read" : "action"].join("/");
}

/** What a vault's client asks of Azure, every method of it called once. */
async function asked(): Promise<{ method: "GET" | "POST"; request: ArmRequest }[]> {
  const requests: { method: "GET" | "POST"; request: ArmRequest }[] = [];
  const record = (method: "GET" | "POST", answer: unknown) => (request: ArmRequest) => {
    requests.push({ method, request });
    return Promise.resolve(answer);
  };
  const arm = {
    get: record("GET", {}),
    list: record("GET", []),
    post: record("POST", { status: 202, headers: new Map() }),
  };
  const client = new ArmVaultClient(arm as unknown as ArmConnection, VAULT_ID);
  const span = { from: new Date(0), to: new Date(1) };
  const calls: Record<Exclude<keyof ArmVaultClient, "constructor">, () => Promise<unknown>> = {
    listProtectedItems: () => client.listProtectedItems(),
    getProtectedItem: () => client.getProtectedItem(itemId("vm-web")),
    getBackupPolicy: () => client.getBackupPolicy(`${VAULT_ID}/backupPolicies/nightly`),
    listBackupJobs: () => client.listBackupJobs(span),
    getBackupJob: () => client.getBackupJob("job"),
    triggerBackup: () => client.triggerBackup({ itemId: itemId("vm-web"), expiresAt: "2027-01-31T23:59:59Z", requestId: "r" }),
    getBackupOperation: () => client.getBackupOperation("operation"),
  };
  for (const call of Object.values(calls)) await call();
  return requests;
}

test("the role of an initial backup has exactly the actions that the hook's requests need", async () => {
  const actions = (await asked()).map(({ method, request }) => actionOf(method, request.path));
  expect([...new Set(actions.map((action) => action.toLowerCase()))].sort()).toEqual(
    INITIAL_BACKUP_ACTIONS.map((action) => action.toLowerCase()).sort(),
  );
});

test("the hook names the action that a request needs as Azure does", async () => {
  for (const { method, request } of await asked()) {
    expect(request.action?.toLowerCase()).toBe(actionOf(method, request.path).toLowerCase());
  }
});
