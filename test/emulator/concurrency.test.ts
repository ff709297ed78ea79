import { BACKUP, BACKUP_BODY, GROUPS, ITEMS, groupId, itemBody, itemId, makeVault, vmId } from "./azurerm";
import { at, startClient, type Answer, type Client } from "./client";

let client: Client;
let vault: string;
beforeAll(async () => {
  client = await startClient({ speed: 0, scheduledBackups: false });
  vault = await makeVault(client);
});

/** Does some work for each name, with a number of clients at once. */
async function each(names: readonly string[], clients: number, work: (name: string) => Promise<void>): Promise<void> {
  const left = [...names];
  const worker = async (): Promise<void> => {
    for (let name = left.pop(); name !== undefined; name = left.pop()) await work(name);
  };
  await Promise.all(Array.from({ length: clients }, worker));
}

test("lists each of 1,000 VMs once that 200 clients protect and back up at the same time", async () => {
  const names = Array.from({ length: 1000 }, (_, n) => `vm-${String(n).padStart(4, "0")}`);
  for (const name of names) client.emulator.addVirtualMachine(vmId(client, name));
  await each(names, 200, async (name) => {
    expect((await client.arm("PUT", itemId(client, name), ITEMS, itemBody(client, name))).status).toBe(202);
  });
  client.emulator.advance(60_000);
  const backedUp = names.filter((_, index) => index % 5 === 0);
  await each(backedUp, 200, async (name) => {
    expect((await client.arm("POST", `${itemId(client, name)}/backup`, BACKUP, BACKUP_BODY)).status).toBe(202);
  });
  const listed = async (path: string): Promise<string[]> => {
    const found: string[] = [];
    for (let next: string | undefined = path; next;) {
      const page: Answer = await client.arm("GET", next, BACKUP);
      const value = at(page, "value") as { properties: { friendlyName?: string; entityFriendlyName?: string } }[];
      found.push(...value.map(({ properties }) => properties.friendlyName ?? properties.entityFriendlyName ?? ""));
      next = at(page, "nextLink") as string | undefined;
    }
    return found.sort();
  };
  expect(await listed(`${vault}/backupProtectedItems`)).toEqual(names);
  expect(await listed(`${vault}/backupJobs?$filter=${encodeURIComponent("operation eq 'Backup'")}`)).toEqual(backedUp);
});

test("loses none of 100 simultaneous changes of one resource group", async () => {
  const id = groupId(client, "rg-shared");
  await client.arm("PUT", id, GROUPS, { location: "westeurope" });
  const names = Array.from({ length: 100 }, (_, n) => `lock-${n}`);
  await each(names, 50, async (name) => {
    const lock = `${id}/providers/Microsoft.Authorization/locks/${name}`;
    expect((await client.arm("PUT", lock, "2020-05-01", { properties: { level: "CanNotDelete" } })).status).toBe(201);
  });
  const locks = at(await client.arm("GET", `${id}/providers/Microsoft.Authorization/locks`, "2020-05-01"), "value");
  expect(locks).toHaveLength(100);
});
