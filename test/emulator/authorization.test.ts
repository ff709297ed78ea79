import { actionOf } from "../../lib/emulator/strictness/authorization";
import { BACKUP, BACKUP_BODY, ITEMS, VAULTS, makeVault, protect } from "./azurerm";
import { startTestEmulator } from "../support/emulator";
import { at, refusal, startClient, type Client } from "./client";

const V = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v";
const I = `${V}/backupFabrics/Azure/protectionContainers/c/protectedItems/i`;
const TYPE = "Microsoft.RecoveryServices/vaults";

test.each([
  ["GET", "/subscriptions/s", "Microsoft.Resources/subscriptions/read", "/subscriptions/s"],
  [
    "PUT",
    "/subscriptions/s/resourceGroups/rg",
    "Microsoft.Resources/subscriptions/resourceGroups/write",
    "/subscriptions/s/resourceGroups/rg",
  ],
  ["DELETE", V, `${TYPE}/delete`, V],
  ["GET", `${V}/backupProtectedItems`, `${TYPE}/backupProtectedItems/read`, `${V}/backupProtectedItems`],
  ["POST", `${I}/backup`, `${TYPE}/backupFabrics/protectionContainers/protectedItems/backup/action`, I],
  ["POST", `${V}/backupJobs/j/cancel`, `${TYPE}/backupJobs/cancel/action`, `${V}/backupJobs/j`],
  [
    "POST",
    `${V}/backupFabrics/Azure/refreshContainers`,
    `${TYPE}/backupFabrics/refreshContainers/action`,
    `${V}/backupFabrics/Azure`,
  ],
  [
    "PUT",
    `${V}/providers/Microsoft.Authorization/locks/l`,
    "Microsoft.Authorization/locks/write",
    `${V}/providers/Microsoft.Authorization/locks/l`,
  ],
])("%s %s is %s", (method, path, name, scope) => {
  expect(actionOf(method, path)).toEqual({ name, scope });
});

describe("a principal", () => {
  const principal = (clientId: string, roles?: string[]) => ({
    clientId,
    clientSecret: "its-secret",
    ...(roles ? { roles } : {}),
  });
  const [operator, reader, nobody] = ["operator", "reader", "nobody"];
  let client: Client;
  let vault: string;
  let item: string;
  beforeAll(async () => {
    client = await startClient({
      principals: [principal(operator, ["Backup Operator"]), principal(reader, ["Backup Reader"]), principal(nobody)],
    });
    vault = await makeVault(client);
    item = await protect(client, "vm1");
  });

  async function as(clientId: string, method: string, path: string, body?: object) {
    const token = (await client.signIn({ client_id: clientId, client_secret: "its-secret" })).body as { access_token: string };
    return client.send(method, `${path}?api-version=${BACKUP}`, body && JSON.stringify(body), {
      Authorization: `Bearer ${token.access_token}`,
    });
  }

  test("may do what its role allows, and is refused other actions by name", async () => {
    expect((await as(reader, "GET", item)).status).toBe(200);
    const refused = await as(reader, "POST", `${item}/backup`, BACKUP_BODY);
    expect(refusal(refused)).toEqual([403, "AuthorizationFailed"]);
    expect(at(refused, "error.message")).toContain(`The client 'reader' with object id '`);
    expect(at(refused, "error.message")).toContain(
      `to perform action 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/backup/action' over scope '${item}'`,
    );
    expect((await as(operator, "POST", `${item}/backup`, BACKUP_BODY)).status).toBe(202);
    expect(refusal(await as(operator, "DELETE", vault))).toEqual([403, "AuthorizationFailed"]);
  });

  test("has no permissions without a role, and gets those of its assignments", async () => {
    expect(refusal(await as(nobody, "GET", vault))).toEqual([403, "AuthorizationFailed"]);
    const token = (await client.signIn({ client_id: nobody, client_secret: "its-secret" })).body as { access_token: string };
    const { oid } = JSON.parse(Buffer.from(token.access_token.split(".")[1] ?? "", "base64url").toString()) as { oid: string };
    const contributor = `${client.subscription}/providers/Microsoft.Authorization/roleDefinitions/5e467623-bb1f-42f4-a55d-6e525e11384b`;
    const assignment = `${vault}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-000000000001`;
    const body = { properties: { principalId: oid, roleDefinitionId: contributor } };
    expect((await client.arm("PUT", assignment, "2022-04-01", body)).status).toBe(201);
    expect((await as(nobody, "GET", vault)).status).toBe(200);
    expect(refusal(await as(nobody, "GET", client.subscription))).toEqual([403, "AuthorizationFailed"]);
    expect((await client.arm("GET", vault, VAULTS)).status).toBe(200);
    expect((await client.arm("GET", item, ITEMS)).status).toBe(200);
  });

  test("cannot sign in with another's secret", async () => {
    const answer = await client.signIn({ client_id: reader });
    expect([answer.status, at(answer, "error")]).toEqual([401, "invalid_client"]);
  });

  test.each([
    [[principal("a"), principal("A")], "principals name the client id 'A' twice"],
    [[principal("a", ["Backup King"])], "role 'Backup King' of principal 'a' is not known: use one of Owner, "],
  ])("throws if the principals are not valid", async (principals, message) => {
    await expect(startTestEmulator({ principals })).rejects.toThrow(message);
  });
});
