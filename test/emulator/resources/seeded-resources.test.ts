import { startClient, type Client } from "../client";

const SUBSCRIPTION = "/subscriptions/5b5c0000-0000-4000-8000-00000000bbbb";
const NETWORK = `${SUBSCRIPTION}/resourceGroups/rg-net/providers/Microsoft.Network`;
const WORKSPACE = `${SUBSCRIPTION}/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/logs`;

let client: Client;

test("adds a seeded resource with its group and parents", async () => {
  client = await startClient({
    resources: [`${NETWORK}/virtualNetworks/vnet/subnets/backup`, { id: WORKSPACE, location: "northeurope", tags: { a: "b" } }],
  });
  const subnet = await client.arm("GET", `${NETWORK}/virtualNetworks/vnet/subnets/backup`, "2024-05-01");
  expect(subnet.body).toMatchObject({ name: "backup", properties: { provisioningState: "Succeeded" } });
  const network = await client.arm("GET", `${NETWORK}/virtualNetworks/vnet`, "2024-05-01");
  expect(network.body).toMatchObject({ location: "westeurope", properties: { subnets: [{ name: "backup" }] } });
  const workspace = await client.arm("GET", WORKSPACE, "2023-09-01");
  expect(workspace.body).toMatchObject({ location: "northeurope", tags: { a: "b" } });
  const keys = await client.arm("POST", `${WORKSPACE}/sharedKeys`, "2020-08-01");
  expect(keys.body).toMatchObject({ primarySharedKey: expect.any(String) as string });
});

test("adds a resource group, and does not change an existing one", async () => {
  client = await startClient({ resources: [{ id: `${SUBSCRIPTION}/resourceGroups/rg`, location: "northeurope" }] });
  client.emulator.addResource(`${SUBSCRIPTION}/resourcegroups/RG`);
  client.emulator.addResource({ id: `${SUBSCRIPTION}/resourceGroups/other`, tags: { team: "platform" } });
  const groups = await client.arm("GET", `${SUBSCRIPTION}/resourceGroups`, "2022-09-01");
  expect(groups.body).toMatchObject({
    value: [
      { name: "rg", location: "northeurope" },
      { name: "other", location: "westeurope", tags: { team: "platform" } },
    ],
  });
});

test.each([
  [`${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Unheard/ofs/x`, undefined, /is of no type that the emulator knows/],
  [`${NETWORK}/virtualNetworks`, undefined, /is of no type that the emulator knows/],
  ["rg-backup", undefined, /is of no type that the emulator knows/],
  [WORKSPACE, "Atlantis", /location of resource '.*' is 'Atlantis'/],
])("refuses %s in %s", async (id, location, message) => {
  client = await startClient();
  const { emulator } = client;
  expect(() => {
    emulator.addResource({ id, location });
  }).toThrow(message);
});

describe("seeds of Azure Backup", () => {
  const VAULT = `${SUBSCRIPTION}/resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults/vault-app`;
  const name = (vm: string) => `iaasvmcontainerv2;rg-app;${vm}`;
  const item = (vm: string) =>
    `${VAULT}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${name(vm)}/protectedItems/VM;${name(vm)}`;
  const policyId = `${VAULT}/backupPolicies/nightly`;
  const read = async (id: string) => (await client.arm("GET", id, "2023-02-01")).body;

  test("adds a vault, a policy and protected VMs, with what they need", async () => {
    const vm = {
      id: `${SUBSCRIPTION}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-db`,
      tags: { of: "mine" },
    };
    client = await startClient({
      virtualMachines: [vm],
      resources: [
        { id: item("vm-web"), properties: { policyId } },
        { id: item("vm-db"), properties: { protectionState: "IRPending" } },
        { id: VAULT, location: "westeurope", tags: { team: "platform" }, properties: { publicNetworkAccess: "Disabled" } },
      ].reverse(),
    });
    expect(await read(VAULT)).toMatchObject({
      location: "westeurope",
      tags: { team: "platform" },
      properties: { publicNetworkAccess: "Disabled", provisioningState: "Succeeded" },
    });
    expect(await read(policyId)).toMatchObject({ properties: { policyType: "V1", protectedItemsCount: 1 } });
    expect(await read(item("vm-web"))).toMatchObject({ properties: { protectionState: "Protected", policyId } });
    expect(await read(item("vm-db"))).toMatchObject({ properties: { protectionState: "IRPending" } });
    expect(await read(`${item("vm-web")}/recoveryPoints`)).toMatchObject({
      value: [{ properties: { isManagedVirtualMachine: true } }],
    });
    expect(await read(`${item("vm-db")}/recoveryPoints`)).toMatchObject({ value: [] });
    expect((await client.arm("GET", vm.id, "2023-03-01")).body).toMatchObject({ tags: { of: "mine" } });
  });

  test.each(["ProtectionStopped", "BackupsSuspended"])("adds a VM whose protection is %s", async (protectionState) => {
    client = await startClient();
    client.emulator.addResource({ id: item("vm-web"), properties: { policyId, protectionState } });
    expect(await read(item("vm-web"))).toMatchObject({ properties: { protectionState } });
    expect(await read(`${item("vm-web")}/recoveryPoints`)).toMatchObject({ value: [{}] });
  });

  test("leaves what exists as it is", async () => {
    client = await startClient({
      resources: [
        { id: VAULT, tags: { a: "b" } },
        { id: item("vm-web"), properties: { policyId } },
      ],
    });
    client.emulator.addResource({ id: VAULT.toLowerCase(), tags: { c: "d" } });
    client.emulator.addResource({ id: item("VM-WEB"), properties: { protectionState: "IRPending" } });
    expect(await read(VAULT)).toMatchObject({ tags: { a: "b" } });
    expect(await read(item("vm-web"))).toMatchObject({ properties: { protectionState: "Protected", policyId } });
    expect(await read(`${VAULT}/backupProtectedItems`)).toMatchObject({ value: [{}] });
  });

  test.each<[string, { id: string; properties?: object }, RegExp]>([
    ["a policy that Azure refuses", { id: policyId, properties: { policyType: "V3" } }, /policyType/],
    ["an unknown property", { id: item("vm-web"), properties: { policy: "x" } }, /policy/],
    [
      "a policy of another vault",
      { id: item("vm-web"), properties: { policyId: policyId.replace("vault-app", "other") } },
      /other/,
    ],
  ])("refuses %s", async (_what, seed, message) => {
    client = await startClient();
    expect(() => {
      client.emulator.addResource(seed as Parameters<typeof client.emulator.addResource>[0]);
    }).toThrow(message);
  });
});
