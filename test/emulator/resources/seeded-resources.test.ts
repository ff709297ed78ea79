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
