import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import fc from "fast-check";
import { ProtectedVms, ProtectionState, RecoveryServicesVault, SourceVm, VmBackupPolicy } from "../../../lib";
import { POLICY_ID, VAULT_ID, vmId } from "../../support/azure";
import { synth } from "../../support/synth";
import { INPUT, outcomeOf, STACK_INPUT, type StackInput, stackOf } from "./inputs";

import { SCHEMAS, schemaProblems } from "./schema";

/**
 * PROPERTY_SEED selects other cases, and PROPERTY_FACTOR multiplies their number. A failure prints the seed and the path of the smallest
 * input that fails.
 */
const SEED = Number(process.env["PROPERTY_SEED"] ?? 20_261_127);
const FACTOR = Number(process.env["PROPERTY_FACTOR"] ?? 1);

const parameters = (numRuns: number) => ({ seed: SEED, numRuns: numRuns * FACTOR });

interface Vm {
  readonly luns: number[];
  readonly state: ProtectionState | undefined;
  readonly own: boolean;
}

const { PROTECTED, STOPPED } = ProtectionState;
const PLAIN: Vm = { luns: [], state: undefined, own: false };
const VM: fc.Arbitrary<Vm> = fc.record({
  luns: fc.uniqueArray(fc.nat(63), { maxLength: 3 }),
  state: fc.constantFrom(undefined, PROTECTED, STOPPED),
  own: fc.boolean(),
});

describe(`seed ${String(SEED)}`, () => {
  test("accepted inputs fit the providers' schemas, and refused ones are told by their names", () => {
    const counts = { accepted: 0, refused: 0 };
    const property = fc.property(INPUT, (input) => {
      const { json, refusal } = outcomeOf(input);
      if (json) {
        counts.accepted++;
        for (const schema of SCHEMAS) expect([schema.azurerm, schemaProblems(schema, json)]).toEqual([schema.azurerm, []]);
        return;
      }
      counts.refused++;
      expect([refusal?.name, refusal?.message]).toEqual(["Error", expect.stringContaining(input.changed ?? "")]);
    });
    fc.assert(property, parameters(3_600));
    // Neither side may be rare, or the test says little about it.
    expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(700 * FACTOR);
  });

  test("two stacks have the same output in either order, and with their properties in any order", () => {
    const property = fc.property(STACK_INPUT, STACK_INPUT, fc.nat(), (first, second, turn) => {
      // Two stacks that protect the same VM are refused, by the rules of the later one.
      const [inOrder, reversed] = [outputsOf({ first, second }, 0), outputsOf({ second, first }, turn)];
      if (inOrder && reversed) expect(reversed).toEqual(inOrder);
    });
    fc.assert(property, parameters(500));
  });

  // The first VM with options of its own gives the block a column for them, so some VMs have them before.
  test.each<[string, Readonly<Record<string, Vm>>, fc.Arbitrary<Vm>]>([
    ["plain VMs", {}, fc.constant(PLAIN)],
    [
      "VMs with options",
      { disks: { ...PLAIN, luns: [1] }, stopped: { ...PLAIN, state: STOPPED }, own: { ...PLAIN, own: true } },
      VM,
    ],
  ])("a VM more changes nothing of the others, of %s", (_, fixed, vm) => {
    const key = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
    let compared = 0;
    const property = fc.property(fc.dictionary(key, vm, { minKeys: 1, maxKeys: 12 }), key, vm, (some, added, more) => {
      const vms = { ...fixed, ...some };
      fc.pre(!(added in vms));
      const [before, after] = [protectedVms(vms), protectedVms({ ...vms, [added]: more })];
      expect(withoutKey(after, added)).toEqual(before);
      expect(protectedVms({ [added]: more, ...vms })).toEqual(after);
      if (before) compared++;
    });
    fc.assert(property, parameters(500));
    expect(compared).toBeGreaterThan(200 * FACTOR);
  });
});

/** The outputs of stacks of one app, by name, built in the order of the names; undefined if an input is refused. */
function outputsOf(inputs: Readonly<Record<string, StackInput>>, turn: number): Record<string, unknown> | undefined {
  const app = Testing.app();
  const stacks = Object.entries(inputs).map(([name, input]) => [name, new TerraformStack(app, name), input] as const);
  try {
    for (const [, stack, input] of stacks) {
      new AzurermProvider(stack, "azurerm", { features: [{}] });
      input.buildIn(stack, (options) => rotated(options, turn));
    }
    return Object.fromEntries(stacks.map(([name, stack]) => [name, synth(stack).json]));
  } catch {
    return undefined;
  }
}

function rotated(options: Record<string, unknown>, turn: number): Record<string, unknown> {
  const entries = Object.entries(options);
  const at = turn % Math.max(1, entries.length);
  return Object.fromEntries([...entries.slice(at), ...entries.slice(0, at)]);
}

/** The output for some VMs; undefined if they are refused. */
function protectedVms(vms: Readonly<Record<string, Vm>>): unknown {
  return outcomeOf({
    make: () =>
      stackOf((stack) => {
        const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
        const policy = VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID);
        const own = VmBackupPolicy.fromPolicyId(stack, "Own", POLICY_ID.replace("nightly", "weekly"));
        const sources = Object.entries(vms).map(([name, { luns, state, own: hasOwn }]) => [
          name,
          SourceVm.fromId(vmId(name), {
            ...(luns.length > 0 && { excludeDiskLuns: luns }),
            ...{ protectionState: state, policy: hasOwn ? own : undefined },
          }),
        ]);
        new ProtectedVms(stack, "Vms", { vault, policy, vms: Object.fromEntries(sources) as Record<string, SourceVm> });
      }),
  }).json;
}

/** The output without the members of this key, at every depth. */
function withoutKey(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutKey(one, key));
  if (typeof value !== "object" || value === null) return value;
  const others = Object.entries(value).filter(([name]) => name !== key);
  return Object.fromEntries(others.map(([name, inner]) => [name, withoutKey(inner, key)]));
}
