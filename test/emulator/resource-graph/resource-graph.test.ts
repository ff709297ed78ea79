import { GRAPH_QUERIES, RESOURCE_GRAPH_PATH } from "../../../lib/azure/resource-graph";
import { BUILT_IN_ROLES } from "../../../lib/emulator/resources/built-in-roles";
import { makeVault, protect, triggerBackup, vmId } from "../azurerm";
import { at, refusal, startClient, type Answer, type Client } from "../client";

type QueryName = keyof typeof GRAPH_QUERIES;
type Row = Readonly<Record<string, unknown>> & { readonly id: string };

const OTHER = "/subscriptions/5b5c0000-0000-4000-8000-00000000eeee";
const THIRD = "/subscriptions/5b5c0000-0000-4000-8000-00000000ffff";

let client: Client;
beforeEach(async () => {
  client = await startClient({ speed: 0 });
});

function ask(name: QueryName, more: object = {}, from = client): Promise<Answer> {
  return from.arm("POST", RESOURCE_GRAPH_PATH, "2022-10-01", { query: GRAPH_QUERIES[name], ...more });
}

async function rows(name: QueryName, more: object = {}): Promise<Row[]> {
  const answer = await ask(name, more);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return at(answer, "data") as Row[];
}

describe("the rows", () => {
  test("of VMs have the tags and the region, and the creation time of VMs that a client created", async () => {
    client.emulator.addVirtualMachine({ id: vmId(client, "vm1"), location: "eastus", tags: { tier: "gold" } });
    const created = await client.arm("PUT", vmId(client, "vm2"), "2024-03-01", { location: "westeurope", properties: {} });
    await client.follow(created);
    expect(await rows("vms")).toEqual([
      { id: vmId(client, "vm1"), location: "eastus", tags: { tier: "gold" }, createdAt: "" },
      { id: vmId(client, "vm2"), location: "westeurope", tags: null, createdAt: expect.stringMatching(/^20\d\d-/) as unknown },
    ]);
  });

  test("of items follow their backup, and a pending item disappears when it is backed up", async () => {
    await makeVault(client);
    const item = await protect(client, "vm1");
    const [vault = ""] = item.split("/backupFabrics");
    const state = { protectionState: "IRPending", currentState: "ProtectionConfigured", vmId: vmId(client, "vm1") };
    expect(await rows("pending")).toMatchObject([{ ...state, vmFound: vmId(client, "vm1"), vmTags: null }]);
    expect(await rows("items")).toMatchObject([
      { ...state, lastRecoveryPoint: null, policyId: `${vault}/backupPolicies/DefaultPolicy` },
    ]);
    await triggerBackup(client, item);
    client.emulator.advance(6 * 3_600_000);
    expect(await rows("pending")).toEqual([]);
    expect(await rows("items")).toMatchObject([
      { protectionState: "Protected", lastRecoveryPoint: expect.stringMatching(/^20\d\d-/) as unknown },
    ]);
  });

  test("of vaults and policies have what coverage reads", async () => {
    const id = await makeVault(client);
    expect(await rows("vaults")).toEqual([
      {
        id,
        location: "westeurope",
        security: expect.objectContaining({
          immutabilitySettings: { state: "Unlocked" },
          softDeleteSettings: expect.objectContaining({ softDeleteState: "Enabled" }) as unknown,
        }) as unknown,
      },
    ]);
    expect((await rows("policies")).map(({ name }) => name)).toEqual(["DefaultPolicy", "EnhancedPolicy"]);
  });
});

describe("paging", () => {
  test("returns each row once, although rows are added and removed between the pages", async () => {
    for (const name of ["b", "d", "f", "h"]) client.emulator.addVirtualMachine(vmId(client, name));
    const first = await ask("vms", { options: { $top: 2 } });
    expect(first.body).toMatchObject({ totalRecords: 4, count: 2, resultTruncated: "true", facets: [] });
    client.emulator.addVirtualMachine(vmId(client, "a"));
    client.emulator.addVirtualMachine(vmId(client, "e"));
    const $skipToken = at(first, "$skipToken");
    const second = await ask("vms", { options: { $top: 2, $skipToken } });
    const third = await ask("vms", { options: { $top: 2, $skipToken: at(second, "$skipToken") } });
    const seen = [first, second, third].flatMap((answer) => (at(answer, "data") as Row[]).map(({ id }) => id.at(-1)));
    expect(seen).toEqual(["b", "d", "e", "f", "h"]);
    expect(third.body).toMatchObject({ resultTruncated: "false" });
    expect(third.body).not.toHaveProperty("$skipToken");
  });

  test("returns at most 1,000 rows, and tells the quota of the caller", async () => {
    for (let index = 0; index < 1_001; index++) client.emulator.addVirtualMachine(vmId(client, `vm${index}`));
    const answer = await ask("vms");
    expect(answer.body).toMatchObject({ totalRecords: 1_001, count: 1_000 });
    expect(answer.headers).toMatchObject({ "x-ms-user-quota-remaining": "14", "x-ms-user-quota-resets-after": "00:00:05" });
  });

  test.each([{ $top: 0 }, { $top: 1_001 }, { $skipToken: "bm9uZQ==" }, { $skip: 1 }, { resultFormat: "table" }])(
    "refuses the options %j",
    async (options) => {
      expect(refusal(await ask("vms", { options }))).toEqual([400, "BadRequest"]);
    },
  );

  test("refuses the token of another query", async () => {
    for (const name of ["a", "b"]) client.emulator.addVirtualMachine(vmId(client, name));
    const $skipToken = at(await ask("vms", { options: { $top: 1 } }), "$skipToken");
    expect(refusal(await ask("items", { options: { $skipToken } }))).toEqual([400, "BadRequest"]);
  });
});

test.each([
  `${GRAPH_QUERIES.vms} | limit 5`,
  GRAPH_QUERIES.vms.replace("tags, ", ""),
  GRAPH_QUERIES.pending.replace("2002", "2003"),
  "resources | summarize count()",
])("refuses a query that is not known as a whole: %#", async (query) => {
  const answer = await client.arm("POST", RESOURCE_GRAPH_PATH, "2022-10-01", { query });
  expect(refusal(answer)).toEqual([400, "BadRequest"]);
  expect(JSON.stringify(answer.body)).toContain("InvalidQuery");
});

test("accepts a query in one line, or with other line breaks", async () => {
  for (const query of [
    GRAPH_QUERIES.pending.replaceAll("\n", "  "),
    `\r\n${GRAPH_QUERIES.pending.replaceAll("\n", "\r\n")}\r\n`,
  ]) {
    expect((await client.arm("POST", RESOURCE_GRAPH_PATH, "2022-10-01", { query })).status).toBe(200);
  }
});

describe("the scope", () => {
  const names = (found: readonly Row[]) => found.map(({ id }) => id.split("/").at(-1));
  beforeEach(() => {
    client.emulator.addVirtualMachine(vmId(client, "one"));
    client.emulator.addVirtualMachine(`${OTHER}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/two`);
    client.emulator.addVirtualMachine(`${THIRD}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/three`);
  });

  test("is every subscription, the named ones, or those below a management group", async () => {
    expect(names(await rows("vms"))).toEqual(["one", "two", "three"]);
    expect(await rows("subscriptions")).toHaveLength(3);
    expect(names(await rows("vms", { subscriptions: [OTHER.slice(15).toUpperCase(), "none"] }))).toEqual(["two"]);
    const groups = "/providers/Microsoft.Management/managementGroups";
    const put = async (path: string, body?: object): Promise<void> => {
      expect((await client.arm("PUT", groups + path, "2020-05-01", body)).status).toBe(200);
    };
    await put("/mg-top");
    await put("/mg-low", { properties: { details: { parent: { id: `${groups}/mg-top` } } } });
    await put(`/mg-low${OTHER}`);
    await put(`/mg-top${THIRD}`);
    expect(names(await rows("vms", { managementGroups: ["MG-TOP"] }))).toEqual(["two", "three"]);
    expect(names(await rows("vms", { managementGroups: ["mg-low"] }))).toEqual(["two"]);
    await put(`/mg-top${OTHER}`);
    expect(refusal(await ask("vms", { managementGroups: ["mg-low"] }))).toEqual([403, "AccessDenied"]);
    expect(refusal(await client.arm("GET", `${groups}/none`, "2020-05-01"))).toEqual([404, "NotFound"]);
  });

  test.each([[["none"]], [["none", "nothing"]]])(
    "refuses the subscriptions %j, of which the caller reads none",
    async (subscriptions) => {
      expect(refusal(await ask("vms", { subscriptions }))).toEqual([403, "AccessDenied"]);
    },
  );
});

test("returns the rows that the roles of the caller let it read, and no others", async () => {
  const reader = { clientId: "c11e0000-0000-4000-8000-000000000001", clientSecret: "one", roles: ["Reader"] };
  const objectId = "0b1e0000-0000-4000-8000-000000000002";
  const operator = { clientId: "c11e0000-0000-4000-8000-000000000002", clientSecret: "two", objectId };
  const nobody = { clientId: "c11e0000-0000-4000-8000-000000000003", clientSecret: "three" };
  client = await startClient({ speed: 0, principals: [reader, operator, nobody] });
  const vault = await makeVault(client);
  await protect(client, "vm1");
  const role = BUILT_IN_ROLES.find(({ roleName }) => roleName === "Backup Operator")?.name ?? "";
  const properties = {
    principalId: objectId,
    roleDefinitionId: `${client.subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
  };
  const assignment = `${vault}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-000000000001`;
  expect((await client.arm("PUT", assignment, "2022-04-01", { properties })).status).toBe(201);
  client.emulator.addVirtualMachine(`${OTHER}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/two`);
  const seenBy = async ({ clientId, clientSecret }: { clientId: string; clientSecret: string }): Promise<number[]> => {
    const { body } = await client.signIn({ client_id: clientId, client_secret: clientSecret });
    const headers = { Authorization: `Bearer ${(body as { access_token: string }).access_token}` };
    const counts: number[] = [];
    for (const name of ["subscriptions", "vms", "items", "vaults"] as const) {
      const answer = await client.arm("POST", RESOURCE_GRAPH_PATH, "2022-10-01", { query: GRAPH_QUERIES[name] }, headers);
      counts.push(at(answer, "count") as number);
    }
    return counts;
  };
  expect(await seenBy(reader)).toEqual([1, 1, 1, 1]);
  expect(await seenBy(operator)).toEqual([1, 0, 1, 1]);
  expect(await seenBy(nobody)).toEqual([0, 0, 0, 0]);
});
