import { BACKUP, ITEMS, itemBody, itemId, makeVault, protect, vaultId, vmId } from "./azurerm";
import { at, refusal, startClient, type Client } from "./client";

let client: Client;
let vault: string;
beforeEach(async () => {
  client = await startClient({ speed: 0 });
  vault = await makeVault(client);
});

const listed = async (path: string, filter = "backupManagementType eq 'AzureIaasVM'") =>
  at(await client.arm("GET", `${path}?$filter=${encodeURIComponent(filter)}`, BACKUP), "value") as {
    name: string;
    properties: Record<string, unknown>;
  }[];
const protectable = async () =>
  (await listed(`${vault}/backupProtectableItems`)).map(({ properties }) => properties["friendlyName"]);

async function refresh(): Promise<void> {
  const accepted = await client.arm("POST", `${vault}/backupFabrics/Azure/refreshContainers`, BACKUP);
  expect(accepted.status).toBe(202);
  const result = accepted.headers["location"] ?? "";
  const status = accepted.headers["azure-asyncoperation"] ?? "";
  expect(status).toMatch(/\/backupFabrics\/Azure\/operationsStatus\/[\w-]{36}\?api-version=2019-05-13-preview&t=/);
  const running = await client.arm("GET", result, BACKUP);
  expect(running.status).toBe(202);
  expect(running.headers["location"]).toMatch(/\/operationResults\/[\w-]{36}\?api-version=2025-02-01&t=/);
  expect(running.headers["location"]).not.toBe(result);
  client.emulator.advance(30_000);
  expect(at(await client.arm("GET", status, BACKUP), "status")).toBe("Succeeded");
  expect((await client.arm("GET", result, BACKUP)).status).toBe(204);
}

test("a discovery finds the VMs of the vault's region that are not protected", async () => {
  client.emulator.addVirtualMachine(vmId(client, "vm1"));
  client.emulator.addVirtualMachine({ id: vmId(client, "vm2"), location: "westeurope" });
  client.emulator.addVirtualMachine({ id: vmId(client, "far"), location: "eastus" });
  expect(await protectable()).toEqual([]);
  await refresh();
  expect(await protectable()).toEqual(["vm1", "vm2"]);
  const [item] = await listed(`${vault}/backupProtectableItems`);
  expect(item).toMatchObject({
    name: "iaasvmcontainerv2;rg-app;vm1",
    properties: { virtualMachineId: vmId(client, "vm1"), protectionState: "NotProtected", resourceGroup: "rg-app" },
  });
  client.emulator.addVirtualMachine(vmId(client, "vm3"));
  await protect(client, "vm1");
  expect(await protectable()).toEqual(["vm2"]);
  await refresh();
  expect(await protectable()).toEqual(["vm2", "vm3"]);
});

test("names a container in lower case, and its item as the VM is spelled", async () => {
  await protect(client, "vm-Web");
  const [container] = await listed(`${vault}/backupProtectionContainers`);
  const [item] = await listed(`${vault}/backupProtectedItems`);
  expect(container?.name).toBe("IaasVMContainer;iaasvmcontainerv2;rg-app;vm-web");
  expect(item).toMatchObject({
    name: "VM;iaasvmcontainerv2;rg-app;vm-Web",
    properties: { containerName: "iaasvmcontainerv2;rg-app;vm-web" },
  });
});

test("returns the container of a protected VM, in the list and by name", async () => {
  await protect(client, "vm1");
  const containers = () =>
    listed(`${vault}/backupProtectionContainers`, "backupManagementType eq 'AzureIaasVM' and status eq 'Registered'");
  const [container] = await containers();
  expect(container).toMatchObject({
    name: "IaasVMContainer;iaasvmcontainerv2;rg-app;vm1",
    properties: { friendlyName: "vm1", registrationStatus: "Registered", virtualMachineId: vmId(client, "vm1") },
  });
  const { id } = container as unknown as { id: string };
  expect((await client.arm("GET", id.toLowerCase(), BACKUP)).body).toEqual(container);
  expect(refusal(await client.arm("GET", id.replace("vm1", "vm9"), BACKUP))).toEqual([
    404,
    "BMSUserErrorContainerObjectNotFound",
  ]);
  expect(await listed(`${vault}/backupProtectionContainers`, "friendlyName eq 'vm9'")).toEqual([]);
});

describe("a request to a region", () => {
  const ask = (what: string, body: object) =>
    client.arm("POST", `${client.subscription}/providers/Microsoft.RecoveryServices/locations/westeurope/${what}`, BACKUP, body);
  const status = (vm: string) => ask("backupStatus", { resourceType: "VM", resourceId: vmId(client, vm) });
  const validate = (vm: string) =>
    ask("backupPreValidateProtection", { resourceType: "VM", resourceId: vmId(client, vm), vaultId: vault, properties: "" });

  test("returns whether a VM is protected", async () => {
    client.emulator.addVirtualMachine(vmId(client, "vm1"));
    expect(at(await status("vm1"), "protectionStatus")).toBe("NotProtected");
    await client.arm("PUT", itemId(client, "vm1"), ITEMS, itemBody(client, "vm1"));
    expect(at(await status("vm1"), "protectionStatus")).toBe("Protecting");
    client.emulator.advance(30_000);
    expect((await status("vm1")).body).toMatchObject({
      protectionStatus: "Protected",
      vaultId: vaultId(client),
      policyName: "DefaultPolicy",
      protectedItemName: "VM;iaasvmcontainerv2;rg-app;vm1",
    });
  });

  test("returns whether a VM can be protected", async () => {
    client.emulator.addVirtualMachine(vmId(client, "vm1"));
    client.emulator.addVirtualMachine({ id: vmId(client, "far"), location: "eastus" });
    expect((await validate("vm1")).body).toMatchObject({
      status: "Succeeded",
      protectedItemName: "VM;iaasvmcontainerv2;rg-app;vm1",
    });
    expect((await validate("far")).body).toMatchObject({ status: "Failed", errorCode: "UserErrorVmVaultLocationMismatch" });
    expect((await validate("ghost")).body).toMatchObject({ status: "Failed", errorCode: "UserErrorVmNotFoundV2" });
    await protect(client, "vm1");
    expect((await validate("vm1")).body).toMatchObject({ status: "Failed", errorCode: "UserErrorVMAlreadyProtected" });
    const other = await ask("backupPreValidateProtection", {
      ...{ resourceType: "VM", resourceId: vmId(client, "vm1"), vaultId: vaultId(client, "other") },
    });
    expect(at(other, "errorCode")).toBe("BMSUserErrorContainerIsAlreadyRegisteredWithAnotherVault");
  });

  test("refuses an unknown member", async () => {
    const answer = await ask("backupStatus", { resourceType: "VM", resourceId: vmId(client, "vm1"), color: "red" });
    expect(refusal(answer)).toEqual([400, "InvalidRequestContent"]);
    expect(at(answer, "error.message")).toContain("Could not find member 'color' on object of type 'BackupStatusRequest'");
  });
});
