import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { assign, type Assigned, nameOfKey } from "../../../lib/contract/fleet/assign";
import { formatAssignments, parseAssignments, vaultLabel } from "../../../lib/contract/fleet/assignment";
import { fleetVms, type FleetVm } from "../../../lib/contract/fleet/fleet-vm";
import { type Conflicts, gitMerge, hasGit, mergeLines } from "./merge-lines";

/** Small limits, so that a few VMs fill slots and vaults. */
const LIMITS = { vmsPerVault: 6, filledVmsPerVault: 5, filledVmsPerSlot: 2 };
const SLOTS = 3;
const SUBSCRIPTIONS = ["11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"];
const TIERS = ["gold", "silver"];

interface Step {
  readonly kind: "add" | "remove" | "tier";
  readonly vm: number;
  readonly tier: number;
}
interface Merge {
  readonly kind: "merge";
  readonly ours: readonly Step[];
  readonly theirs: readonly Step[];
  readonly conflicts: Conflicts;
}
/** The tiers of the VMs of an inventory, and the file beside it. */
interface State {
  readonly inventory: ReadonlyMap<number, string>;
  readonly text: string;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom("add" as const, "add" as const, "remove" as const, "tier" as const),
  vm: fc.nat(30),
  tier: fc.nat(1),
});
const merge: fc.Arbitrary<Merge> = fc.record({
  kind: fc.constant("merge" as const),
  ours: fc.array(step, { maxLength: 8 }),
  theirs: fc.array(step, { maxLength: 8 }),
  conflicts: fc.constantFrom("union" as const, "diff3" as const),
});
const sequence = fc.record({
  central: fc.boolean(),
  steps: fc.array(fc.oneof({ weight: 8, arbitrary: step }, { weight: 1, arbitrary: merge }), { minLength: 5, maxLength: 40 }),
});

/** Jest's own comparison is too slow for a million calls. */
function requireEqual<T extends string | number>(received: T, wanted: T): void {
  if (received !== wanted) expect(received).toBe(wanted);
}

/** VM 2n and 2n + 1 have the same resource group and name in two subscriptions. */
function vmsOf(inventory: ReadonlyMap<number, string>): Map<string, FleetVm> {
  const rows = [...inventory].map(([vm, tier]) => ({
    id: `/subscriptions/${SUBSCRIPTIONS[vm % 2] ?? ""}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-${vm >> 1}`,
    location: "westeurope",
    tier,
  }));
  return fleetVms(rows, { tiers: TIERS, tierTag: "backup-tier" }).vms;
}

function run(inventory: ReadonlyMap<number, string>, text: string, central: boolean, deployed?: string): Assigned {
  return assign(vmsOf(inventory), parseAssignments(text), {
    slots: SLOTS,
    limits: LIMITS,
    centralSubscriptionId: central ? SUBSCRIPTIONS[0] : undefined,
    deployed: deployed === undefined ? undefined : parseAssignments(deployed),
  });
}

function inventoryAfter(inventory: ReadonlyMap<number, string>, { kind, vm, tier }: Step): Map<number, string> {
  const next = new Map(inventory);
  const name = TIERS[tier] ?? "";
  if (kind === "remove") next.delete(vm);
  else if (kind === "add" ? !next.has(vm) : next.has(vm)) next.set(vm, name);
  return next;
}

function take(state: State, one: Step, central: boolean): State {
  const inventory = inventoryAfter(state.inventory, one);
  const result = run(inventory, state.text, central);
  requireEqual(result.problems.join(), "");
  requireEqual(result.moved.length, 0);
  requireKept(state.text, result);
  requireWithinLimits(result, inventory);
  const text = formatAssignments(result.assignments, result.vaults);
  const reversed = new Map([...inventory].reverse());
  const again = run(reversed, text, central);
  requireEqual(formatAssignments(again.assignments, again.vaults), text);
  return { inventory, text };
}

/** Every VM that has a line keeps its vault, and with the same tier its slot. */
function requireKept(text: string, { assignments }: Assigned, except: ReadonlySet<string> = new Set()): void {
  const before = parseAssignments(text).assignments;
  for (const { key, vault, tier, slot } of assignments) {
    const [one] = before.get(key) ?? [];
    if (!one || except.has(key)) continue;
    requireEqual(`${key} ${vaultLabel(vault)}`, `${key} ${vaultLabel(one.vault)}`);
    if (one.tier === tier) requireEqual(slot, one.slot);
  }
}

function requireWithinLimits({ assignments, vaults }: Assigned, inventory: ReadonlyMap<number, string>): void {
  const wanted = [...vmsOf(inventory).values()].map(({ key, tier }) => `${key} ${tier}`).sort();
  requireEqual(assignments.map(({ key, tier }) => `${key} ${tier}`).join(), wanted.join());
  const labels = assignments.map(({ vault }) => vaultLabel(vault));
  for (const vault of vaults) {
    const count = labels.filter((label) => label === vaultLabel(vault)).length;
    requireEqual(Math.max(count, LIMITS.vmsPerVault), LIMITS.vmsPerVault);
  }
  const names = assignments.map(({ key, vault }) => `${vaultLabel(vault)} ${nameOfKey(key)}`);
  requireEqual(new Set(names).size, names.length);
}

/** The inventory of a merge: what one branch has changed wins over what it has not; of two changes, ours. */
function mergedInventory(base: State, ours: State, theirs: State): Map<number, string> {
  const merged = new Map<number, string>();
  for (const vm of new Set([...base.inventory.keys(), ...ours.inventory.keys(), ...theirs.inventory.keys()])) {
    const [was, mine, other] = [base, ours, theirs].map(({ inventory }) => inventory.get(vm));
    const tier = mine === was ? other : mine;
    if (tier !== undefined) merged.set(vm, tier);
  }
  return merged;
}

function mergeBranches(base: State, { ours, theirs, conflicts }: Merge, central: boolean, mergeTexts: MergeTexts): State {
  const [mine, other] = [ours, theirs].map((steps) => steps.reduce((state, one) => take(state, one, central), base)) as [
    State,
    State,
  ];
  const merged = mergeTexts(base.text, mine.text, other.text, conflicts);
  const inventory = mergedInventory(base, mine, other);
  const alone = run(inventory, merged, central);
  const result = alone.problems.length === 0 ? alone : run(inventory, merged, central, base.text);
  requireEqual(result.problems.join(), "");
  requireWithinLimits(result, inventory);
  // What was deployed before the branches stays, unless a branch itself removed the VM and added it again.
  const removed = [...ours, ...theirs].filter(({ kind }) => kind === "remove").map(({ vm }) => vm);
  const own = new Set(vmsOf(new Map(removed.map((vm) => [vm, "gold"]))).keys());
  const before = [...parseAssignments(base.text).assignments.values()].flat();
  for (const { key, vault } of before) {
    const now = result.assignments.find((one) => one.key === key);
    if (now && !own.has(key)) requireEqual(`${key} ${vaultLabel(now.vault)}`, `${key} ${vaultLabel(vault)}`);
  }
  // What the branches added stays too, if the vaults had room for both.
  if (alone.problems.length === 0) {
    requireEqual(result.moved.length, 0);
    requireKept(mine.text, result, sharedKeys(mine, other, own));
    requireKept(other.text, result, sharedKeys(mine, other, own));
  }
  return { inventory, text: formatAssignments(result.assignments, result.vaults) };
}

/** VMs for which the branches may have different lines: those of both, and those that one removed and added again. */
function sharedKeys(mine: State, other: State, own: ReadonlySet<string>): Set<string> {
  const others = parseAssignments(other.text).assignments;
  return new Set([...own, ...[...parseAssignments(mine.text).assignments.keys()].filter((key) => others.has(key))]);
}

type MergeTexts = (base: string, ours: string, theirs: string, conflicts: Conflicts) => string;

function holdsFor(mergeTexts: MergeTexts, numRuns: number): void {
  fc.assert(
    fc.property(sequence, ({ central, steps }) => {
      let state: State = { inventory: new Map(), text: "" };
      for (const one of steps)
        state = one.kind === "merge" ? mergeBranches(state, one, central, mergeTexts) : take(state, one, central);
    }),
    { numRuns, seed: 20_261_127 },
  );
}

test("keeps every VM in its vault through random changes and merges", () => {
  holdsFor(mergeLines, 1_000);
});

(hasGit() ? test : test.skip)("keeps every VM in its vault through merges by git", () => {
  const folder = mkdtempSync(join(tmpdir(), "azure-vm-backup-merge-"));
  try {
    holdsFor((base, ours, theirs, conflicts) => gitMerge(base, ours, theirs, conflicts, folder), 15);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
