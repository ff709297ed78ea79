import {
  BACKUP,
  BACKUP_BODY,
  GROUPS,
  ITEMS,
  POLICIES,
  VAULTS,
  VAULT_BODY,
  groupId,
  itemBody,
  itemId,
  makeVault,
  policyBody,
  vaultId,
  vmId,
} from "./azurerm";
import { at, refusal, startClient, type Client } from "./client";

const LOCATION = { location: "westeurope" };

let client: Client;
beforeAll(async () => {
  client = await startClient({ speed: 600 });
});

const SCRIPT = "<script>alert(1)</script>".replace("/", "");
const put = (id: string, apiVersion: string, body: unknown) => client.arm("PUT", encodeURI(id), apiVersion, body);

describe("the name of a vault", () => {
  test.each([SCRIPT, "v".repeat(51), "v".repeat(300), "v", "1vault", "-vault", "vault_1", "vault.1", "väult", "vault 1"])(
    "is refused if it is %j",
    async (name) => {
      await makeVault(client);
      const answer = await put(vaultId(client, name), VAULTS, VAULT_BODY);
      expect(refusal(answer)).toEqual([400, "InvalidResourceName"]);
      expect(at(answer, "error.message")).toContain(name);
    },
  );

  test.each(["v1", "V-", "v".repeat(50)])("is accepted if it is %j", async (name) => {
    await makeVault(client, name);
    expect((await client.arm("GET", vaultId(client, name), VAULTS)).status).toBe(200);
  });
});

describe("the name of a policy", () => {
  test.each([SCRIPT, "po", "1policy", "p".repeat(151), "pol.icy", "pölicy"])("is refused if it is %j", async (name) => {
    const answer = await put(`${await makeVault(client)}/backupPolicies/${name}`, POLICIES, policyBody());
    expect(refusal(answer)).toEqual([400, "InvalidResourceName"]);
  });

  test.each(["pol", "p".repeat(150), "Pol_icy-1!"])("is accepted if it is %j", async (name) => {
    expect((await put(`${await makeVault(client)}/backupPolicies/${name}`, POLICIES, policyBody())).status).toBe(200);
  });
});

describe("the name of a resource group", () => {
  test.each([SCRIPT, "g".repeat(91), "rg.", "rg 1", "rg*", "rg;1", "rg🎉"])("is refused if it is %j", async (name) => {
    expect(refusal(await put(groupId(client, name), GROUPS, LOCATION))).toEqual([400, "InvalidResourceGroup"]);
  });

  test.each(["g".repeat(90), "(rg).-_1", "rg-ünïcode", "バックアップ", "Резерв", "हिन्दी".replace(/\p{Mc}/gu, ""), "-"])(
    "is accepted if it is %j",
    async (name) => {
      expect((await put(groupId(client, name), GROUPS, LOCATION)).status).toBe(201);
    },
  );
});

describe("the name of a resource", () => {
  const identity = (name: string) => `${groupId(client)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
  const network = (name: string) => `${groupId(client)}/providers/Microsoft.Network/virtualNetworks/${name}`;

  beforeEach(async () => {
    await makeVault(client);
    await put(groupId(client, "rg-app"), GROUPS, LOCATION);
  });

  test.each([
    ["an identity", () => identity(SCRIPT), "2024-11-30"],
    ["an identity", () => identity("id"), "2024-11-30"],
    ["an identity", () => identity("i".repeat(129)), "2024-11-30"],
    ["a VM", () => vmId(client, SCRIPT), "2024-07-01"],
    ["a VM", () => vmId(client, "v".repeat(65)), "2024-07-01"],
    ["a VM", () => vmId(client, "_vm"), "2024-07-01"],
    ["a VM", () => vmId(client, "vm-"), "2024-07-01"],
    ["a VM", () => vmId(client, "vm;1"), "2024-07-01"],
    ["a network", () => network("n".repeat(65)), "2025-01-01"],
    ["an action group", () => `${groupId(client)}/providers/Microsoft.Insights/actionGroups/a:b`, "2023-01-01"],
    ["an action group", () => `${groupId(client)}/providers/Microsoft.Insights/actionGroups/${"a".repeat(261)}`, "2023-01-01"],
    ["a lock", () => `${groupId(client)}/providers/Microsoft.Authorization/locks/${SCRIPT}`, "2020-05-01"],
  ])("is refused for %s: %p", async (_, id, apiVersion) => {
    const answer = await put(id(), apiVersion, { ...LOCATION, properties: { level: "ReadOnly" } });
    expect(refusal(answer)).toEqual([400, "InvalidResourceName"]);
  });

  test("is refused for a subnet in the body of its network", async () => {
    const body = { ...LOCATION, properties: { subnets: [{ name: SCRIPT, properties: { addressPrefix: "10.0.0.0/24" } }] } };
    expect(refusal(await put(network("net"), "2025-01-01", body))).toEqual([400, "InvalidResourceName"]);
    expect((await client.arm("GET", network("net"), "2025-01-01")).status).toBe(404);
  });

  test.each(["vm", "v".repeat(64), "vm_1.a-b", "vm-ünï"])("is accepted for a VM: %j", async (name) => {
    expect((await put(vmId(client, name), "2024-07-01", LOCATION)).status).toBe(201);
  });

  test("throws for a seeded resource", () => {
    expect(() => {
      client.emulator.addVirtualMachine(vmId(client, SCRIPT));
    }).toThrow(/Resource name <script>/);
    expect(() => {
      client.emulator.addVirtualMachine(vmId(client, "vm", SCRIPT));
    }).toThrow(/resource group name/);
    expect(() => {
      client.emulator.addResource(identity(SCRIPT));
    }).toThrow(/Resource name <script>/);
  });
});

test("encodes a resource group's name of any script in every header", async () => {
  const group = groupId(client, "バックアップ-ünï");
  const vault = `${group}/providers/Microsoft.RecoveryServices/vaults/vault`;
  const item = itemId(client, "vm-ünï", vault, "バックアップ-ünï");
  const request = (method: string, id: string, apiVersion: string, body?: unknown) =>
    client.arm(method, encodeURI(id), apiVersion, body);
  const followed = async (answer: Awaited<ReturnType<typeof request>>) => {
    expect(answer.status).toBeLessThan(300);
    expect(await client.follow(answer)).toMatchObject({ status: 200, body: { status: "Succeeded" } });
    const { location } = answer.headers;
    if (location !== undefined) expect((await client.arm("GET", location, "")).status).toBeLessThan(300);
  };

  expect((await request("PUT", group, GROUPS, LOCATION)).status).toBe(201);
  expect(at(await request("GET", group, GROUPS), "name")).toBe("バックアップ-ünï");
  await followed(await request("PUT", vault, VAULTS, VAULT_BODY));
  await followed(await request("POST", `${vault}/backupFabrics/Azure/refreshContainers`, BACKUP));
  await followed(await request("PUT", vmId(client, "vm-ünï", "バックアップ-ünï"), "2024-07-01", LOCATION));
  const body = itemBody(client, "vm-ünï", `${vault}/backupPolicies/DefaultPolicy`);
  const id = vmId(client, "vm-ünï", "バックアップ-ünï");
  Object.assign(body.properties, { sourceResourceId: id, virtualMachineId: id });
  await followed(await request("PUT", item, ITEMS, body));
  await followed(await request("POST", `${item}/backup`, BACKUP, BACKUP_BODY));
  const jobs = await request("GET", `${vault}/backupJobs`, BACKUP);
  const job = (jobs.body as { value: { name: string }[] }).value[0]?.name ?? "";
  expect((await request("POST", `${vault}/backupJobs/${job}/cancel`, BACKUP)).status).toBe(202);
  const exported = await request("POST", `${vault}/backupJobsExport`, BACKUP);
  expect((await client.arm("GET", exported.headers["location"] ?? "", "")).status).toBeLessThan(300);
  await followed(await request("DELETE", item, ITEMS));
  expect((await request("DELETE", group, GROUPS)).status).toBe(200);
});
