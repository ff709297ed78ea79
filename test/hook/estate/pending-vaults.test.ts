import { PENDING_QUERY } from "../../../lib/azure/resource-graph";
import { ExitCode } from "../../../lib/contract/exit-code";
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
  const answer = ({ body }: SentRequest) => {
    const { query, managementGroups } = body as { query: string; managementGroups?: string[] };
    if (query === PENDING_QUERY) return answered(rows.map(rowOf));
    const visible = managementGroups ? seen.filter((id) => managementGroups.includes(`mg-${id}`)) : seen;
    return answered(visible.map((id) => ({ id: `/subscriptions/${id}`, subscriptionId: id, name: `Name of ${id}` })));
  };
  const azure = scriptedAzure(answer);
  const found = await pendingVaults(new ResourceGraph(await azure.context.connect(), azure.context), selection);
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
