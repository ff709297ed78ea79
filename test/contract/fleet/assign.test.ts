import { assign, type AssignOptions } from "../../../lib/contract/fleet/assign";
import { formatAssignments, parseAssignments, vaultLabel } from "../../../lib/contract/fleet/assignment";
import { fleetVms, type InventoryRow } from "../../../lib/contract/fleet/fleet-vm";

const ONE = "11111111-1111-1111-1111-111111111111";
const OTHER = "22222222-2222-2222-2222-222222222222";

function row(name: string, more: Partial<InventoryRow> = {}, subscription = ONE): InventoryRow {
  const id = `/subscriptions/${subscription}/resourceGroups/RG-App/providers/Microsoft.Compute/virtualMachines/${name}`;
  return { id, location: "West Europe", tier: "gold", ...more };
}

function rows(count: number, first = 0): InventoryRow[] {
  return Array.from({ length: count }, (_, index) => row(`vm-${String(first + index).padStart(4, "0")}`));
}

function run(inventory: readonly InventoryRow[], text = "", options: Partial<AssignOptions> = {}) {
  const { vms, problems } = fleetVms(inventory, { tiers: ["gold", "silver"], tierTag: "backup-tier" });
  expect(problems).toEqual([]);
  const result = assign(vms, parseAssignments(text), { slots: 10, ...options });
  return { ...result, text: formatAssignments(result.assignments, result.vaults) };
}

test("writes a line for each VM and each vault, sorted, in lower case", () => {
  expect(run([row("vm-Web"), row("vm-db", { tier: "silver" }), row("vm-db", {}, OTHER)]).text).toBe(
    [
      "# VM, region, vault, tier, slot: written by 'azure-vm-backup fleet assign', version 1. Do not edit.",
      `${ONE}/rg-app/vm-db westeurope 1 silver 1`,
      `${ONE}/rg-app/vm-web westeurope 1 gold 1`,
      `${OTHER}/rg-app/vm-db westeurope 1 gold 1`,
      `vault ${ONE} westeurope 1`,
      `vault ${OTHER} westeurope 1`,
      "",
    ].join("\n"),
  );
});

test("leaves a tenth of a slot and of a vault free for merges", () => {
  const { assignments, vaults } = run(rows(2_000));
  const counts = new Map<string, number>();
  for (const { vault, slot } of assignments) {
    const label = `${vault.number} ${slot}`;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  expect(vaults.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(Math.max(...counts.values())).toBe(90);
});

test("keeps the vault of a VM whose tier changes, even if its slots are full", () => {
  const before = run(rows(900));
  const changed = rows(900).map((one) => ({ ...one, tier: "silver" }));
  const after = run(changed, before.text);
  expect(after.changed).toHaveLength(900);
  expect(new Set(after.assignments.map(({ vault }) => vaultLabel(vault)))).toEqual(new Set([`${ONE} westeurope 1`]));
  expect(run(rows(900), after.text, { slots: 1 }).moved).toEqual([]);
});

test("moves a VM whose region has changed, and no other", () => {
  const before = run([row("vm-a"), row("vm-b")]);
  const after = run([row("vm-a", { location: "eastus" }), row("vm-b")], before.text);
  expect(after.moved.map(({ key, vault }) => [key, vault.location])).toEqual([[`${ONE}/rg-app/vm-a`, "eastus"]]);
  expect(after.text).toContain(`${ONE}/rg-app/vm-b westeurope 1 gold 1`);
});

test("puts namesakes of two subscriptions into different central vaults", () => {
  const { text } = run([row("vm-a"), row("vm-a", {}, OTHER)], "", { centralSubscriptionId: OTHER });
  expect(text).toContain(`${ONE}/rg-app/vm-a westeurope ${OTHER}/1 gold 1`);
  expect(text).toContain(`${OTHER}/rg-app/vm-a westeurope 2 gold 1`);
});

describe("after a merge that filled a vault", () => {
  const line = ({ id }: InventoryRow) => `${ONE}/rg-app/${id.split("/").at(-1) ?? ""} westeurope 1 gold 1`;
  const deployed = rows(980).map(line);
  const merged = [...deployed, ...rows(30, 980).map(line)].join("\n");

  test("has a problem if nothing says what is deployed", () => {
    expect(run(rows(1_010), merged).problems).toEqual([
      expect.stringContaining("got 1010 VMs; name the deployed file with --deployed"),
    ]);
  });

  test("moves VMs that are not deployed, as few as it can", () => {
    const { problems, moved, text } = run(rows(1_010), merged, { deployed: parseAssignments(deployed.join("\n")) });
    expect(problems).toEqual([]);
    expect(moved).toHaveLength(10);
    for (const one of deployed) expect(text).toContain(`${one}\n`);
  });

  test("moves no deployed VM, even if the vault stays too full", () => {
    const { problems, moved } = run(rows(1_010), merged, { deployed: parseAssignments(merged) });
    expect(problems).toEqual([expect.stringContaining("end the protection of some VMs of that vault")]);
    expect(moved).toEqual([]);
  });
});

describe("two lines for a VM", () => {
  const line = (vault: number, slot: number) => `${ONE}/rg-app/vm-a westeurope ${vault} gold ${slot}`;

  test("are one if they name the same vault", () => {
    expect(run([row("vm-a")], `${line(1, 2)}\n${line(1, 1)}\n`).text).toContain(`${line(1, 1)}\n`);
  });

  test("are a problem if they name two vaults, until the deployed file names one", () => {
    const text = `${line(1, 1)}\n${line(2, 1)}\n`;
    expect(run([row("vm-a")], text).problems).toEqual([expect.stringContaining("must have one vault")]);
    const { problems, assignments } = run([row("vm-a")], text, { deployed: parseAssignments(line(2, 1)) });
    expect(problems).toEqual([]);
    expect(assignments.map(({ vault }) => vault.number)).toEqual([2]);
  });
});

test("reads both sides of a conflict, without the base", () => {
  const [a, b, base] = ["vm-a", "vm-b", "vm-c"].map((name) => `${ONE}/rg-app/${name} westeurope 1 gold 1`);
  const text = ["<<<<<<< ours", a, "||||||| base", base, "=======", b, ">>>>>>> theirs", ""].join("\n");
  const file = parseAssignments(text);
  expect([...file.assignments.keys()]).toEqual([`${ONE}/rg-app/vm-a`, `${ONE}/rg-app/vm-b`]);
  expect(file.hasConflict).toBe(true);
});
