import { RESTORE_TARGET_ACTION } from "../../../lib/azure/drill-actions";
import { BACKUP } from "../azurerm";
import { at, refusal } from "../client";
import { makeEstate, restoreOf, type Estate } from "./restore-client";

const PRINCIPAL = {
  clientId: "11111111-2222-4333-8444-555555555555",
  objectId: "11111111-2222-4333-8444-666666666666",
  clientSecret: "its-secret",
  roles: ["Backup Operator"],
};
const AUTHORIZATION = "2022-04-01";
const ROLE = "11111111-2222-4333-8444-777777777777";
const ASSIGNMENT = "11111111-2222-4333-8444-888888888888";

async function assign({ client }: Estate, actions: readonly string[]): Promise<void> {
  const provider = `${client.subscription}/providers/Microsoft.Authorization`;
  const definition = `${provider}/roleDefinitions/${ROLE}`;
  const role = { roleName: "Restores", permissions: [{ actions }], assignableScopes: [client.subscription] };
  const assignment = { roleDefinitionId: definition, principalId: PRINCIPAL.objectId };
  for (const [path, properties] of [
    [definition, role],
    [`${provider}/roleAssignments/${ASSIGNMENT}`, assignment],
  ] as const) {
    expect((await client.arm("PUT", path, AUTHORIZATION, { properties })).status).toBe(201);
  }
}

async function restoreAs(estate: Estate, kind: string) {
  const { client, item, point } = estate;
  const token = (await client.signIn({ client_id: PRINCIPAL.clientId, client_secret: PRINCIPAL.clientSecret })).body as {
    access_token: string;
  };
  const body = JSON.stringify({ properties: restoreOf(estate, kind) });
  return client.send("POST", `${item}/recoveryPoints/${point}/restore?api-version=${BACKUP}`, body, {
    Authorization: `Bearer ${token.access_token}`,
  });
}

const { source, group, staging, vm, network, subnet } = RESTORE_TARGET_ACTION;

test.each([
  ["RestoreDisks", [source, group, staging]],
  ["AlternateLocation", [source, group, staging, vm, network, subnet]],
  ["OriginalLocation", [source, staging]],
])("refuses %s to a caller who lacks any action on what it reads and makes", async (kind, actions) => {
  const needed = [...new Set(actions)];
  for (const missing of needed) {
    const estate = await makeEstate({ principals: [PRINCIPAL] });
    const given = needed.filter((action) => action !== missing);
    await assign(estate, given.length > 0 ? given : ["Microsoft.Compute/disks/read"]);
    const answer = await restoreAs(estate, kind);
    expect(refusal(answer)).toEqual([403, "LinkedAuthorizationFailed"]);
    expect(at(answer, "error.message")).toContain(`perform action(s) '${missing}' on the linked scope(s)`);
  }
  const estate = await makeEstate({ principals: [PRINCIPAL] });
  await assign(estate, needed);
  expect((await restoreAs(estate, kind)).status).toBe(202);
});

test("asks for nothing on a source VM that is gone", async () => {
  const estate = await makeEstate({ principals: [PRINCIPAL] });
  await assign(estate, [group, staging]);
  await estate.client.arm("DELETE", estate.vm, "2024-11-01");
  expect((await restoreAs(estate, "RestoreDisks")).status).toBe(202);
});
