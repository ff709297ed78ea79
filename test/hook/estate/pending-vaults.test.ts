import { PENDING_QUERY } from "../../../lib/azure/resource-graph";
import { ExitCode } from "../../../lib/contract/exit-code";
import { goneVmsIn } from "../../../lib/hook/estate/gone-vms";
import { type PendingSelection, pendingVaults } from "../../../lib/hook/estate/pending-vaults";
import { forecastLines, shortestStartSeconds } from "../../../lib/hook/estate/request-forecast";
import { ResourceGraph } from "../../../lib/hook/estate/resource-graph";
import { scriptedAzure, type SentRequest } from "../scripted-azure";

const SUBSCRIPTIONS = ["s-one", "s-two", "s-hub"];

interface PendingRow {
  readonly vm: string;
  /** The VM's subscription. */
  readonly of: string;
  readonly vault?: string;
  readonly tags?: Record<string, string> | null;
  /** Whether the identity sees the VM. @default true */
  readonly seen?: boolean;
  readonly state?: string;
  /** What Azure Resource Manager says of a VM that is not seen. @default that the identity may not read it */
  readonly status?: 403 | 404 | 200 | 500;
  /** The code of the refusal. @default ResourceNotFound */
  readonly code?: string;
}

function rowOf({ vm, of, vault = "s-hub/rsv", tags = null, seen = true, state = "ProtectionConfigured" }: PendingRow) {
  const vmId = `/subscriptions/${of.toUpperCase()}/resourceGroups/RG-App/providers/Microsoft.Compute/virtualMachines/${vm}`;
  const [subscription = "", name = ""] = vault.split("/");
  const item = `iaasvmcontainerv2;rg-app;${vm}`;
  return {
    id: `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/${name}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${item}/protectedItems/VM;${item}`,
    vmId,
    ...{ protectionState: "IRPending", currentState: state, vmFound: seen ? vmId.toLowerCase() : "", vmTags: tags },
  };
}

function answered(rows: readonly unknown[]) {
  return { body: { count: rows.length, data: rows, resultTruncated: "false" } };
}

async function find(rows: readonly PendingRow[], selection: PendingSelection = {}, seen = SUBSCRIPTIONS) {
  const answer = ({ method, path, body }: SentRequest) => {
    if (method === "GET") {
      const { status = 403, code = "ResourceNotFound" } = rows.find(({ vm }) => path.endsWith(`/virtualMachines/${vm}`)) ?? {};
      return { status, body: status === 200 ? { id: path } : { error: { code, message: "Azure says so." } } };
    }
    const { query, managementGroups } = body as { query: string; managementGroups?: string[] };
    if (query === PENDING_QUERY) return answered(rows.map(rowOf));
    const visible = managementGroups ? seen.filter((id) => managementGroups.includes(`mg-${id}`)) : seen;
    return answered(visible.map((id) => ({ id: `/subscriptions/${id}`, subscriptionId: id, name: `Name of ${id}` })));
  };
  const azure = scriptedAzure(answer);
  const connection = await azure.context.connect();
  const found = await pendingVaults(new ResourceGraph(connection, azure.context), selection, goneVmsIn(connection));
  const vms = found.ofShard.flatMap(({ items }) => items.map(({ vmId }) => vmId.split("/").at(-1)));
  return { ...azure, found, vms };
}

test("finds every pending VM by one query, and leaves out items that Azure does not back up", async () => {
  const { found, vms, sent } = await find([
    { vm: "a", of: "s-one" },
    { vm: "b", of: "s-two", vault: "s-two/rsv-two" },
    { vm: "stopped", of: "s-two", state: "ProtectionStopped" },
    { vm: "deleted", of: "s-two", state: "SoftDeleted" },
    { vm: "suspended", of: "s-two", state: "BackupsSuspended" },
    { vm: "soon", of: "s-two", state: "ConfiguringProtection" },
  ]);
  expect(vms).toEqual(["a", "b"]);
  expect(found.all.map(({ label }) => label)).toEqual(["rsv", "rsv-two"]);
  expect(sent).toHaveLength(2);
});

test("chooses by the subscription of the VM, by id or name, although its vault is in another one", async () => {
  const rows = [
    { vm: "a", of: "s-one" },
    { vm: "b", of: "s-two" },
  ];
  expect((await find(rows, { subscriptions: ["S-ONE"] })).vms).toEqual(["a"]);
  expect((await find(rows, { subscriptions: ["name of s-two"] })).vms).toEqual(["b"]);
  expect((await find(rows, { managementGroups: ["mg-s-two"] })).vms).toEqual(["b"]);
  await expect(find(rows, { managementGroups: ["mg-s-two"], subscriptions: ["s-one"] })).rejects.toMatchObject({
    exitCode: ExitCode.notFound,
    message: expect.stringContaining("got 's-one'; it sees 'Name of s-two' (s-two)") as unknown,
  });
});

test("takes the tags of the VM: names in any case, values as they are, all of them", async () => {
  const rows: readonly PendingRow[] = [
    { vm: "a", of: "s-one", tags: { Env: "prod", team: "x=y" } },
    { vm: "b", of: "s-one", tags: { env: "Prod" } },
    { vm: "c", of: "s-one" },
    { vm: "unseen", of: "s-one", seen: false },
  ];
  expect((await find(rows, { tags: [{ name: "env" }] })).vms).toEqual(["a", "b"]);
  expect((await find(rows, { tags: [{ name: "ENV", value: "prod" }] })).vms).toEqual(["a"]);
  const both = [{ name: "env" }, { name: "team", value: "x=y" }];
  expect((await find(rows, { tags: both })).vms).toEqual(["a"]);
  expect((await find(rows)).vms).toEqual(["a", "b", "c", "unseen"]);
});

test("throws if it sees no tag of any VM, or no subscription", async () => {
  const rows = [{ vm: "unseen", of: "s-one", seen: false }];
  const refusal = { exitCode: ExitCode.notAuthorised, message: expect.stringContaining("'Reader'") as unknown };
  await expect(find(rows, { tags: [{ name: "env" }] })).rejects.toMatchObject(refusal);
  await expect(find(rows, {}, [])).rejects.toMatchObject(refusal);
});

test("calls a VM gone only if Azure Resource Manager has no such VM", async () => {
  const rows: readonly PendingRow[] = [
    { vm: "a", of: "s-one" },
    { vm: "new", of: "s-one", seen: false, status: 200 },
    { vm: "gone", of: "s-one", seen: false, status: 404 },
    { vm: "broken", of: "s-one", seen: false, status: 500 },
    { vm: "proxied", of: "s-one", seen: false, status: 404, code: "NoSuchPage" },
    { vm: "hidden", of: "s-two", seen: false, status: 403 },
    { vm: "hidden-too", of: "s-two", seen: false, status: 403 },
  ];
  const { found, vms, sent } = await find(rows);
  expect(found.gone.map(({ vmId }) => vmId.split("/").at(-1))).toEqual(["gone"]);
  expect(found.unseen.map(({ vmId }) => vmId.split("/").at(-1))).toEqual(["new", "broken", "proxied", "hidden", "hidden-too"]);
  expect(vms).toHaveLength(rows.length);
  expect(sent.some(({ path }) => path.endsWith("/a"))).toBe(false);
});

test("asks for no further VM of a resource group that the identity may not read", async () => {
  const rows = Array.from({ length: 500 }, (_, index) => ({ vm: `vm${index}`, of: "s-one", seen: false }));
  const { sent } = await find(rows);
  expect(sent.filter(({ method }) => method === "GET").length).toBeLessThanOrEqual(4);
});

test("does not throw with tags if the only VMs that it does not see are gone", async () => {
  const rows: readonly PendingRow[] = [{ vm: "gone", of: "s-one", seen: false, status: 404 }];
  expect((await find(rows, { tags: [{ name: "env" }] })).vms).toEqual([]);
});

test("tells vaults of one name apart", async () => {
  const { found } = await find([
    { vm: "a", of: "s-one", vault: "s-one/rsv" },
    { vm: "b", of: "s-two", vault: "s-two/RSV" },
  ]);
  expect(found.all.map(({ label }) => label)).toEqual(["rsv.rg.s-one", "RSV.rg.s-two"]);
});

test("every VM is in one shard, and the label of its vault does not depend on the shard", async () => {
  const rows = Array.from({ length: 60 }, (_, index) => ({ vm: `vm${index}`, of: "s-one", vault: `s-hub/rsv-${index % 12}` }));
  const parts = await Promise.all([1, 2, 3].map((index) => find(rows, { shard: { index, count: 3 } })));
  expect(parts.flatMap(({ vms }) => vms).sort()).toEqual(rows.map(({ vm }) => vm).sort());
  expect(parts.map(({ found }) => found.all.length)).toEqual([12, 12, 12]);
});

test("tells what Azure's limits make of 5,000 VMs in one subscription", async () => {
  const rows = Array.from({ length: 5_000 }, (_, index) => ({ vm: `vm${index}`, of: "s-one", vault: `s-hub/rsv-${index % 5}` }));
  const { found } = await find(rows, { shard: { index: 1, count: 4 } });
  expect(shortestStartSeconds(found.all)).toBe(480);
  const lines = forecastLines(found, { shard: { index: 1, count: 4 }, timeoutMinutes: 5 }).join("\n");
  expect(lines).toContain("5000 VMs in 5 vaults have no backup yet");
  expect(lines).toContain("from all shards together, so starting the backups takes at least 8 min");
  expect(lines).toContain("the time limit of 5 min ends before that");
});
