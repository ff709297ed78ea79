import { BACKUP, ITEMS, itemBody, itemId, makeVault, triggerBackup, vaultId, vmId } from "./azurerm";
import { at, refusal, startClient, type Answer, type Client } from "./client";

/** VMs in another subscription than their vault. */

const OTHER = "/subscriptions/5b5c0000-0000-4000-8000-00000000eeee";

let client: Client;
beforeEach(async () => {
  client = await startClient();
  await makeVault(client);
});

const otherId = (name: string): string => vmId(client, name).replace(client.subscription, OTHER);
const bodyOf = (id: string) => {
  const { properties } = itemBody(client, "vm1");
  return { properties: { ...properties, sourceResourceId: id, virtualMachineId: id } };
};
const put = (id: string): Promise<Answer> => client.arm("PUT", itemId(client, "vm1"), ITEMS, bodyOf(id));

test("protects and backs up a VM of another subscription", async () => {
  client.emulator.addVirtualMachine(otherId("vm1"));
  expect(at(await client.follow(await put(otherId("vm1"))), "status")).toBe("Succeeded");
  const item = await client.arm("GET", itemId(client, "vm1"), ITEMS);
  expect(item.body).toMatchObject({ properties: { sourceResourceId: otherId("vm1"), virtualMachineId: otherId("vm1") } });
  await triggerBackup(client, itemId(client, "vm1"));
  const jobs = at(await client.arm("GET", `${vaultId(client)}/backupJobs`, BACKUP), "value");
  const backup = (jobs as { id: string; properties: { operation: string } }[]).find(
    ({ properties }) => properties.operation === "Backup",
  );
  const job = await client.arm("GET", backup?.id ?? "", BACKUP);
  expect(at(job, "properties.extendedInfo.propertyBag")).toMatchObject({ "VM Subscription ID": OTHER.split("/")[2] });
});

test("refuses a VM of another subscription in another region", async () => {
  client.emulator.addVirtualMachine({ id: otherId("vm1"), location: "eastus" });
  expect(refusal(await put(otherId("vm1")))).toEqual([400, "BMSUserErrorInvalidInput"]);
});

test("refuses a second VM with the same resource group and name", async () => {
  client.emulator.addVirtualMachine(vmId(client, "vm1"));
  client.emulator.addVirtualMachine(otherId("vm1"));
  await client.follow(await put(vmId(client, "vm1")));
  const answer = await put(otherId("vm1"));
  expect(refusal(answer)).toEqual([400, "BMSUserErrorInvalidInput"]);
  expect(at(answer, "error.details.0.message")).toContain("has the same resource group and name");
  const path = `${OTHER}/providers/Microsoft.RecoveryServices/locations/westeurope/backupPreValidateProtection`;
  const body = { resourceType: "VM", resourceId: otherId("vm1"), vaultId: vaultId(client) };
  const asked = await client.arm("POST", path, BACKUP, body);
  expect(asked.body).toMatchObject({ status: "Failed", errorCode: "BMSUserErrorInvalidInput" });
});

test("lists and serves the subscription of a VM", async () => {
  const subscriptions = async () => {
    const value = at(await client.arm("GET", "/subscriptions", "2022-12-01"), "value") as { id: string }[];
    return value.map(({ id }) => id);
  };
  expect(await subscriptions()).toEqual([client.subscription]);
  expect(refusal(await client.arm("GET", `${OTHER}/resourceGroups`, "2023-07-01"))).toEqual([404, "SubscriptionNotFound"]);
  client.emulator.addVirtualMachine(otherId("vm1"));
  expect(await subscriptions()).toEqual([client.subscription, OTHER]);
  expect((await client.arm("GET", otherId("vm1"), "2024-07-01")).body).toMatchObject({ name: "vm1" });
});
