import { serveContainers } from "../../../lib/emulator/recovery-services/items/containers";
import { serveProtectableItems } from "../../../lib/emulator/recovery-services/items/protectable-items";
import type { ProtectedItem } from "../../../lib/emulator/recovery-services/model";
import { at } from "../client";
import { DAY, ITEM_ID, itemOf, NOW, VAULT_ID, VM_ID } from "./records";
import { addVm, GONE, refused, type Service, serviceWith, SOFT_DELETED } from "./service";

const FABRIC = `${VAULT_ID}/backupFabrics/Azure`;
const VM_TYPE = "Microsoft.Compute/virtualMachines";
const NAME = "iaasvmcontainerv2;rg-app;vm-web";

const scene = (item?: Partial<ProtectedItem>): Service => serviceWith(item, serveContainers, serveProtectableItems);

describe("backupProtectionContainers", () => {
  const list = async ({ ask }: Service, filter = "") => {
    const answer = await ask("GET", `${VAULT_ID}/backupProtectionContainers${filter && `?$filter=${filter}`}`);
    return at(answer, "value");
  };
  const container = {
    id: `${FABRIC}/protectionContainers/IaasVMContainer;${NAME}`,
    name: `IaasVMContainer;${NAME}`,
    type: "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers",
    properties: {
      ...{ friendlyName: "vm-web", backupManagementType: "AzureIaasVM", registrationStatus: "Registered" },
      ...{ healthStatus: "Healthy", containerType: VM_TYPE, protectableObjectType: VM_TYPE },
      ...{ virtualMachineId: VM_ID, virtualMachineVersion: "Compute", resourceGroup: "rg-app" },
    },
  };

  test.each<[string, Partial<ProtectedItem>, object[]]>([
    ["a protected VM", {}, [container]],
    ["a VM that is being protected", { protectedAt: NOW + 1 }, []],
    ["a soft-deleted item", SOFT_DELETED, [container]],
    ["an item that was deleted", GONE, []],
  ])("holds %s, or not", async (_, item, expected) => {
    const s = scene(item);
    expect(await list(s)).toEqual(expected);
    const one = await s.ask("GET", container.id.toLowerCase());
    if (expected.length > 0) expect([one.status, one.body]).toEqual([200, container]);
    else expect(refused(one).slice(0, 2)).toEqual([404, "BMSUserErrorContainerObjectNotFound"]);
  });

  test.each([
    ["backupManagementType eq 'azureiaasvm'", 1],
    ["friendlyName eq 'VM-WEB'", 1],
    ["friendlyName eq 'vm'", 0],
    ["status eq 'Registered'", 1],
    ["status eq 'NotRegistered'", 0],
    [`containerType eq '${VM_TYPE}'`, 1],
    ["containerType eq 'StorageContainer'", 0],
    ["fabricName eq 'azure'", 1],
    ["backupManagementType eq 'AzureStorage'", 0],
    ["fabricName eq 'x'", 0],
    ["backupEngineName eq 'x'", 0],
    ["status eq 'Registered' and friendlyName eq 'x'", 0],
  ])("with the filter %s has %d entries", async (filter, count) => {
    expect(await list(scene({}), filter)).toHaveLength(count);
  });

  test("are sorted by id, and refuse an unknown filter and vault", async () => {
    const s = scene({});
    const other = itemOf({ id: ITEM_ID.replaceAll("vm-web", "Vm-a"), vmName: "Vm-a" });
    s.context.state.protectedItems.set(other.id, other);
    expect(
      ((await list(s)) as { properties: { friendlyName: string } }[]).map(({ properties }) => properties.friendlyName),
    ).toEqual(["Vm-a", "vm-web"]);
    const answer = await s.ask("GET", `${VAULT_ID}/backupProtectionContainers?$filter=color eq 'x'`);
    expect(refused(answer)).toEqual([
      400,
      "BMSUserErrorInvalidInput",
      expect.stringContaining("backupManagementType, friendlyName, status"),
    ]);
    for (const path of ["backupProtectionContainers", `backupFabrics/Azure/protectionContainers/IaasVMContainer;${NAME}`])
      expect((await s.ask("GET", `${VAULT_ID}-2/${path}`)).status).toBe(404);
  });
});

describe("a discovery", () => {
  const protectable = async ({ ask }: Service, filter = "") => {
    const answer = await ask("GET", `${VAULT_ID}/backupProtectableItems${filter && `?$filter=${filter}`}`);
    return (at(answer, "value") as { properties: { friendlyName: string } }[]).map(({ properties }) => properties.friendlyName);
  };
  const refresh = (s: Service) => s.ask("POST", `${FABRIC}/refreshContainers`);

  test("is an operation of 30 seconds, whose links are new in each answer", async () => {
    const s = scene();
    const { status, headers } = await refresh(s);
    const { location = "", "azure-asyncoperation": async = "" } = headers;
    expect([status, headers["retry-after"]]).toEqual([202, undefined]);
    expect(async).toMatch(
      /^https:\/\/localhost:1.*\/backupFabrics\/Azure\/operationsStatus\/[\w-]{36}\?api-version=2019-05-13-preview&t=\d+&c=/,
    );
    expect(location).toMatch(/\/backupFabrics\/Azure\/operationResults\/[\w-]{36}\?api-version=2025-02-01&t=/);
    expect(at(await s.ask("GET", async), "status")).toBe("InProgress");
    const running = await s.ask("GET", location);
    expect([running.status, running.headers["location"] === location]).toEqual([202, false]);
    const signed = (link = ""): string | undefined => link.split("&t=")[0];
    expect(signed(running.headers["location"])).toBe(signed(location));
    s.context.clock.advance(29_999);
    expect(await protectable(s)).toEqual([]);
    s.context.clock.advance(1);
    expect(at(await s.ask("GET", async), "status")).toBe("Succeeded");
    const ended = await s.ask("GET", location);
    expect([ended.status, ended.headers["location"]]).toEqual([204, undefined]);
    expect(await protectable(s)).toEqual(["vm-web"]);
    for (const path of ["operationsStatus", "operationResults"])
      expect((await s.ask("GET", `${FABRIC}/${path}/none`)).status).toBe(404);
  });

  test.each<[string, Partial<ProtectedItem> | undefined, string[]]>([
    ["no item", undefined, ["vm-any", "vm-here", "vm-web"]],
    ["an item", {}, ["vm-any", "vm-here"]],
    ["an item that is being enabled", { protectedAt: NOW + DAY }, ["vm-any", "vm-here"]],
    ["a soft-deleted item of the vault", SOFT_DELETED, ["vm-any", "vm-here"]],
    ["a soft-deleted item of another vault", { ...SOFT_DELETED, vaultId: `${VAULT_ID}-2` }, ["vm-any", "vm-here", "vm-web"]],
    ["an item of another vault", { vaultId: `${VAULT_ID}-2` }, ["vm-any", "vm-here"]],
    ["an item in another letter case", { vmId: VM_ID.toUpperCase() }, ["vm-any", "vm-here"]],
    ["an item that was deleted", GONE, ["vm-any", "vm-here", "vm-web"]],
  ])("finds the VMs of the vault's region that nobody protects: %s", async (_, item, expected) => {
    const s = scene(item);
    addVm(s, "vm-here", "West Europe");
    addVm(s, "vm-far", "eastus");
    addVm(s, "vm-any");
    addVm(s, "disk", "westeurope", "Microsoft.Compute/disks");
    await refresh(s);
    s.context.clock.advance(30_000);
    expect(await protectable(s)).toEqual(expected);
  });

  test("shows what the one before found until it ends, without what is gone", async () => {
    const s = scene();
    await refresh(s);
    s.context.clock.advance(30_000);
    const id = addVm(s, "vm-new", "westeurope");
    expect(await protectable(s)).toEqual(["vm-web"]);
    await refresh(s);
    expect(await protectable(s)).toEqual(["vm-web"]);
    s.context.clock.advance(30_000);
    expect(await protectable(s)).toEqual(["vm-new", "vm-web"]);
    s.context.state.resources.delete(id);
    expect(await protectable(s)).toEqual(["vm-web"]);
  });

  test("returns a protectable VM as Azure does", async () => {
    const s = scene();
    await refresh(s);
    s.context.clock.advance(30_000);
    expect((await s.ask("GET", `${VAULT_ID}/backupProtectableItems`)).body).toEqual({
      value: [
        {
          id: `${FABRIC}/protectionContainers/IaasVMContainer;${NAME}/protectableItems/vm;${NAME}`,
          name: NAME,
          type: "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectableItems",
          properties: {
            ...{ virtualMachineId: VM_ID, virtualMachineVersion: "Compute", resourceGroup: "rg-app" },
            ...{ backupManagementType: "AzureIaasVM", workloadType: "VM", protectableItemType: VM_TYPE },
            ...{ friendlyName: "vm-web", protectionState: "NotProtected" },
          },
        },
      ],
    });
  });

  test.each([
    ["backupManagementType eq 'azureiaasvm'", 1],
    ["backupManagementType eq 'AzureWorkload'", 0],
    ["workloadType eq 'vm'", 1],
    ["workloadType eq 'SQLDataBase'", 0],
    ["friendlyName eq 'VM-WEB'", 1],
    ["friendlyName eq 'other'", 0],
    ["backupManagementType eq 'AzureIaasVM' and workloadType eq 'SQLDataBase'", 0],
  ])("with the filter %s has %d VMs", async (filter, count) => {
    const s = scene();
    await refresh(s);
    s.context.clock.advance(30_000);
    expect(await protectable(s, filter)).toHaveLength(count);
  });

  test("is refused for a vault that does not exist, and with an unknown filter", async () => {
    const s = scene();
    expect((await s.ask("POST", `${VAULT_ID}-2/backupFabrics/Azure/refreshContainers`)).status).toBe(404);
    expect((await s.ask("GET", `${VAULT_ID}-2/backupProtectableItems`)).status).toBe(404);
    const answer = await s.ask("GET", `${VAULT_ID}/backupProtectableItems?$filter=name eq 'x'`);
    expect(refused(answer)).toEqual([
      400,
      "BMSUserErrorInvalidInput",
      expect.stringContaining("backupManagementType, workloadType"),
    ]);
  });
});
