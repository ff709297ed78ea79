import { findItem, selectItems } from "../../../lib/hook/backup-now/targets";
import { ExitCode } from "../../../lib/contract/exit-code";
import type { ProtectedItem } from "../../../lib/hook/vault/protected-item";
import { VmIndex } from "../../../lib/hook/vault/vm-matcher";
import { FakeClock, FakeVault, item, itemId, VAULT_ID } from "../fakes";

const web = item("vm-web");
const vault = (items = [web], unlisted = [item("vm-new")]): FakeVault => new FakeVault(new FakeClock(), items, {}, [], unlisted);

const select = async (
  of: FakeVault,
  vms: string[] | undefined,
  clock = new FakeClock(),
  found = false,
): Promise<readonly ProtectedItem[]> => {
  const { signal } = new AbortController();
  return (await selectItems({ vaultId: VAULT_ID, vms, concurrency: 4, found }, { vault: of, clock, signal })).items;
};

test.each([
  ["the name of the VM, in any case", "VM-Web"],
  ["the id of the VM", "/subscriptions/s/resourceGroups/RG-App/providers/Microsoft.Compute/virtualMachines/vm-web"],
  ["the id azurerm gives the protected item", itemId("vm-web").replace("IaasVMContainer", "iaasvmcontainer").toUpperCase()],
])("a VM is found by %s", (_, name) => {
  expect(findItem(name, new VmIndex([web]), VAULT_ID)).toBe(web);
});

test("does not match a VM of another subscription with an item of the same group and name", async () => {
  const id = "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-web";
  const owned = item("vm-web", { vmId: id });
  expect(findItem(id, new VmIndex([owned]), VAULT_ID)).toBe(owned);
  expect(findItem(id.replace("/s/", "/s2/"), new VmIndex([owned]), VAULT_ID)).toBeUndefined();
  const unlisted = vault([web], [item("vm-new", { vmId: id.replace("vm-web", "vm-new") })]);
  const other = id.replace("/s/", "/s2/").replace("vm-web", "vm-new");
  await expect(select(unlisted, [other])).rejects.toThrow("does not protect 'vm-new'");
});

test("counts a VM that is named twice once", async () => {
  await expect(select(vault(), ["vm-web", itemId("vm-web")])).resolves.toEqual([web]);
});

test("finds a new item by its id before the list shows it", async () => {
  await expect(select(vault(), [itemId("vm-new")])).resolves.toMatchObject([{ vmName: "vm-new" }]);
});

test("counts an item of two pages once", async () => {
  await expect(select(vault([web, item("vm-db"), item("vm-web")]), undefined)).resolves.toHaveLength(2);
});

test("all VMs of the vault if none is named", async () => {
  await expect(select(vault(), undefined)).resolves.toEqual([web]);
});

test.each<[string, FakeVault, string[] | undefined, ExitCode, string]>([
  [
    "a VM that is not protected",
    vault(),
    [itemId("vm-web"), itemId("vm-db")],
    ExitCode.notFound,
    "vault 'rsv-app' does not protect 'vm-db'; protect it first, or check the name",
  ],
  [
    "several",
    vault(),
    ["a", "b"],
    ExitCode.notFound,
    "vault 'rsv-app' does not protect 'a', 'b'; protect them first, or check the name",
  ],
  ["an empty vault", vault([]), undefined, ExitCode.notFound, "vault 'rsv-app' protects no VM; protect one first"],
  [
    "a VM of an empty vault",
    vault([]),
    ["vm-db"],
    ExitCode.notFound,
    "vault 'rsv-app' protects no VM, so 'vm-db' cannot be backed up; protect it first",
  ],
])("%s is named", async (_, of, names, exitCode, message) => {
  await expect(select(of, names)).rejects.toMatchObject({ exitCode, message });
});

test("throws if two VMs have the name", () => {
  const twin = item("vm-web", { id: itemId("vm-web", "rg-b"), vmKey: "iaasvmcontainerv2;rg-b;vm-web" });
  expect(() => findItem("vm-web", new VmIndex([web, twin]), VAULT_ID)).toThrow(
    `'vm-web' is the name of 2 VMs of the vault, so the name is ambiguous; use one of these ids: '${web.id}', '${twin.id}'`,
  );
});

test("throws for an item of another vault", () => {
  const foreign = itemId("vm-web").replace("rsv-app", "rsv-other");
  expect(() => findItem(foreign, new VmIndex([web]), VAULT_ID)).toThrow(
    /^every protected item must be in vault .*rsv-app', got .*rsv-other/,
  );
});

test("looks for an unknown id during three minutes, and for an unknown name once", async () => {
  const clock = new FakeClock();
  await expect(select(vault(), [itemId("vm-db")], clock)).rejects.toMatchObject({ exitCode: ExitCode.notFound });
  expect(clock.elapsed()).toBe(180_000);
  const named = new FakeClock();
  await expect(select(vault(), ["vm-db"], named)).rejects.toMatchObject({ exitCode: ExitCode.notFound });
  expect(named.elapsed()).toBe(0);
});

test("finds an item that appears later, by its id or the id of its VM", async () => {
  const clock = new FakeClock();
  const of = vault([web], []);
  const sleep = clock.sleep.bind(clock);
  clock.sleep = (ms) => {
    if (clock.sleeps.length === 2) of.items.push(item("vm-late"));
    return sleep(ms);
  };
  const id = "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-late";
  await expect(select(of, [id], clock)).resolves.toMatchObject([{ vmName: "vm-late" }]);
});

test("compares a thousand names with a thousand items in linear time", async () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `vm-${index}`);
  let reads = 0;
  const counted = names.map((name) => {
    const one = item(name);
    return Object.defineProperty({ ...one }, "vmKey", { enumerable: true, get: () => (reads++, one.vmKey) });
  });
  await expect(
    select(
      vault(counted),
      names.map((name) => itemId(name)),
    ),
  ).resolves.toHaveLength(1_000);
  expect(reads).toBeLessThan(20_000);
});

test("leaves out the VMs of a query that the vault no longer has, without a wait", async () => {
  const clock = new FakeClock();
  const ids = [itemId("vm-gone"), itemId("vm-web")];
  await expect(select(vault(), ids, clock, true)).resolves.toEqual([web]);
  await expect(select(vault([]), ids, clock, true)).resolves.toEqual([]);
  expect(clock.sleeps).toEqual([]);
});

test("reads fifty missing VMs one by one, and lists again for more", async () => {
  const reads = async (count: number): Promise<number> => {
    const of = vault([web], []);
    const ids = Array.from({ length: count }, (_, index) => itemId(`vm-${index}`));
    await expect(select(of, ids)).rejects.toMatchObject({ exitCode: ExitCode.notFound });
    return of.calls.filter((call) => call === "getProtectedItem").length;
  };
  expect(await reads(50)).toBe(50 * 13);
  expect(await reads(51)).toBe(0);
});

test("ends the search when the run is interrupted", async () => {
  const controller = new AbortController();
  const clock = new FakeClock();
  clock.sleep = () => {
    controller.abort(new Error("interrupted"));
    return Promise.resolve();
  };
  const of = vault([web], []);
  const search = selectItems(
    { vaultId: VAULT_ID, vms: [itemId("vm-db")], concurrency: 1 },
    { vault: of, clock, signal: controller.signal },
  );
  await expect(search).rejects.toThrow("interrupted");
  expect(of.calls.filter((call) => call === "listProtectedItems")).toHaveLength(1);
});

test("names a VM with its group only if the vault has two of that name", async () => {
  const twin = item("vm-web", { id: itemId("vm-web", "rg-b"), vmKey: "iaasvmcontainerv2;rg-b;vm-web" });
  const { signal } = new AbortController();
  const labels = async (of: FakeVault, vms?: string[]): Promise<string[]> => {
    const { items, labelOf } = await selectItems(
      { vaultId: VAULT_ID, vms, concurrency: 1 },
      { vault: of, clock: new FakeClock(), signal },
    );
    return items.map(labelOf);
  };
  expect(await labels(vault())).toEqual(["vm-web"]);
  expect(new Set(await labels(vault([web, twin]))).size).toBe(2);
  expect(await labels(vault([web, twin]), [web.id])).not.toEqual(["vm-web"]);
  expect(await labels(vault([web], [twin]), [twin.id])).not.toEqual(["vm-web"]);
});

test("does not wait for an id if a name beside it is unknown", async () => {
  const clock = new FakeClock();
  await expect(select(vault(), [itemId("vm-db"), "vm-none"], clock)).rejects.toThrow("does not protect 'vm-db', 'vm-none'");
  expect(clock.sleeps).toEqual([]);
});
