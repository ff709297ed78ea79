import { groupId, makeVault } from "../azurerm";
import { at, refusal, startClient, type Client } from "../client";

const STORAGE = "2025-08-01";
const NETWORK = "2025-01-01";
const COMPUTE = "2024-03-01";
const location = "westeurope";

let client: Client;
beforeEach(async () => {
  client = await startClient({ speed: 600 });
  await makeVault(client);
});

const inGroup = (path: string) => `${groupId(client)}/providers/${path}`;
const put = (path: string, version: string, body: object) => client.arm("PUT", path, version, body);

describe("a storage account", () => {
  const account = () => inGroup("Microsoft.Storage/storageAccounts/stdrill");
  beforeEach(async () => {
    await put(account(), STORAGE, { location, sku: { name: "Standard_LRS" }, kind: "StorageV2", properties: {} });
  });

  test("has its services, two keys, and the tier of its SKU", async () => {
    expect((await client.arm("GET", account(), STORAGE)).body).toMatchObject({
      sku: { name: "Standard_LRS", tier: "Standard" },
      properties: { primaryEndpoints: { blob: "https://stdrill.blob.core.windows.net/" } },
    });
    for (const service of ["blobServices", "fileServices"]) {
      expect((await client.arm("GET", `${account()}/${service}/default`, STORAGE)).status).toBe(200);
    }
    const keys = at(await client.arm("POST", `${account()}/listKeys`, STORAGE), "keys") as { value: string }[];
    expect(new Set(keys.map(({ value }) => value)).size).toBe(2);
  });

  test("keeps a management policy that has rules, until it is deleted", async () => {
    const policy = `${account()}/managementPolicies/default`;
    expect(refusal(await put(policy, STORAGE, { properties: { policy: { rules: [] } } }))).toEqual([
      400,
      "InvalidRequestContent",
    ]);
    const rules = [{ name: "delete", enabled: true, type: "Lifecycle", definition: {} }];
    expect((await put(policy, STORAGE, { properties: { policy: { rules } } })).status).toBe(200);
    expect(at(await client.arm("GET", policy, STORAGE), "properties.policy.rules")).toEqual(rules);
    await client.arm("DELETE", account(), STORAGE);
    await put(account(), STORAGE, { location, sku: { name: "Standard_LRS" }, kind: "StorageV2", properties: {} });
    expect((await client.arm("GET", policy, STORAGE)).status).toBe(404);
  });
});

describe("a network security group", () => {
  const group = () => inGroup("Microsoft.Network/networkSecurityGroups/deny");
  const subnet = () => inGroup("Microsoft.Network/virtualNetworks/vnet/subnets/vms");
  beforeEach(async () => {
    const securityRules = [{ name: "deny-all", properties: { priority: 100, access: "Deny" } }];
    await put(group(), NETWORK, { location, properties: { securityRules } });
    const addressSpace = { addressPrefixes: ["10.0.0.0/24"] };
    await put(inGroup("Microsoft.Network/virtualNetworks/vnet"), NETWORK, { location, properties: { addressSpace } });
  });

  test("is not deleted while a subnet has it", async () => {
    await put(subnet(), NETWORK, { properties: { addressPrefix: "10.0.0.0/24", networkSecurityGroup: { id: group() } } });
    expect(at(await client.arm("GET", group(), NETWORK), "properties")).toMatchObject({
      subnets: [{ id: subnet() }],
      securityRules: [{ id: `${group()}/securityRules/deny-all`, properties: { access: "Deny" } }],
    });
    expect(refusal(await client.arm("DELETE", group(), NETWORK))).toEqual([400, "InUseNetworkSecurityGroupCannotBeDeleted"]);
    await put(subnet(), NETWORK, { properties: { addressPrefix: "10.0.0.0/24" } });
    expect((await client.arm("DELETE", group(), NETWORK)).status).toBe(200);
  });

  test("must exist before a subnet has it", async () => {
    const other = { networkSecurityGroup: { id: group().replace(/deny$/, "other") } };
    expect((await put(subnet(), NETWORK, { properties: { addressPrefix: "10.0.0.0/24", ...other } })).status).toBe(400);
  });
});

describe("a VM from an image", () => {
  const vm = () => inGroup("Microsoft.Compute/virtualMachines/vm");
  const body = (osDisk: object, windows = false) => ({
    location,
    properties: {
      storageProfile: { imageReference: { publisher: "Debian" }, osDisk: { createOption: "FromImage", ...osDisk } },
      osProfile: windows ? { windowsConfiguration: {} } : { linuxConfiguration: {} },
    },
  });

  test("gets an OS disk, attached until the VM is deleted", async () => {
    await put(vm(), COMPUTE, body({ managedDisk: { storageAccountType: "StandardSSD_LRS" } }));
    const osDisk = at(await client.arm("GET", vm(), COMPUTE), "properties.storageProfile.osDisk") as {
      osType: string;
      managedDisk: { id: string };
    };
    expect(osDisk.osType).toBe("Linux");
    const disk = await client.arm("GET", osDisk.managedDisk.id, "2023-04-02");
    expect(disk.body).toMatchObject({
      managedBy: vm(),
      sku: { name: "StandardSSD_LRS" },
      properties: {
        diskState: "Attached",
        encryption: { type: "EncryptionAtRestWithPlatformKey" },
        publicNetworkAccess: "Enabled",
      },
    });
    expect((await client.arm("DELETE", osDisk.managedDisk.id, "2023-04-02")).status).toBe(409);
    await client.arm("DELETE", vm(), COMPUTE);
    expect((await client.arm("DELETE", osDisk.managedDisk.id, "2023-04-02")).status).toBe(200);
  });

  test("keeps the name of its OS disk, and is of Windows if its profile is", async () => {
    await put(vm(), COMPUTE, body({ name: "os" }, true));
    const osDisk = at(await client.arm("GET", vm(), COMPUTE), "properties.storageProfile.osDisk");
    expect(osDisk).toMatchObject({ name: "os", osType: "Windows", managedDisk: { id: inGroup("Microsoft.Compute/disks/os") } });
  });

  test.each([
    ["leaves out", {}, undefined],
    ["keeps", { ultraSSDEnabled: true }, { ultraSSDEnabled: true }],
  ])("%s additionalCapabilities that a client sends as %j", async (_verb, sent, answered) => {
    const { properties } = body({});
    const created = await put(vm(), COMPUTE, { location, properties: { ...properties, additionalCapabilities: sent } });
    const read = await client.arm("GET", vm(), COMPUTE);
    for (const answer of [created, read]) expect(at(answer, "properties.additionalCapabilities")).toEqual(answered);
  });
});
