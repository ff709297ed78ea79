import {
  ProtectedVm,
  ProtectedVms,
  ProtectionState,
  RecoveryServicesVault,
  RemovalPolicy,
  SourceVm,
  type SourceVmOptions,
  VaultImmutability,
  VmBackupPolicy,
} from "../../../../../lib";
import { POLICY_ID, VAULT_ID, vmId } from "../../../../support/azure";
import { synth, type Synthesized, testStack } from "../../../../support/synth";
import type { Random } from "../../../../support/random";
import { mutated, type Mutation } from "./mutation";

interface Props extends SourceVmOptions {
  readonly vmId: string;
  readonly key: string;
  readonly policyId: string;
  readonly ownPolicyId?: string;
  readonly removal?: RemovalPolicy;
  readonly alone: boolean;
}

const VM = vmId("vm-web");
const VMS = [
  ...[VM, VM.replace("virtualMachines", "virtualMachineScaleSets"), VM.toLowerCase(), `${VM}/extensions/x`, "vm-web", ""],
  ...[
    VM.replace("/resourceGroups/", "/resourcegroups/"),
    VM.replace("Microsoft.Compute", "Microsoft.HybridCompute"),
    VM.slice(1),
  ],
] as [string, ...string[]];
const POLICIES = [
  ...[POLICY_ID, POLICY_ID.replace("backupPolicies", "backuppolicies"), VAULT_ID],
  ...[POLICY_ID.replace("vault-app", "vault-other"), ""],
] as [string, ...string[]];
const LUNS: [number[], ...number[][]] = [[0], [0, 1], [1, 0, 3], [], [0, 0], [-1], [1.5], [3]];
const KEYS = ["web", "1", "a/b", "a b", "", "é", "-a", "a.b_c-d", "A"] as const;

const MUTATIONS: readonly [Mutation<Props>, ...Mutation<Props>[]] = [
  (random) => ({ vmId: random.pick(...VMS) }),
  (random) => ({ key: random.pick(...KEYS) }),
  (random) => ({ policyId: random.pick(...POLICIES) }),
  (random) => ({ ownPolicyId: random.pick(...POLICIES) }),
  (random) => ({ includeDiskLuns: [...random.pick(...LUNS)] }),
  (random) => ({ excludeDiskLuns: [...random.pick(...LUNS)] }),
  (random) => ({
    protectionState: random.pick(...[ProtectionState.STOPPED, ProtectionState.SUSPENDED, ProtectionState.PROTECTED]),
  }),
  (random) => ({ removal: random.pick(...[RemovalPolicy.REFUSE, RemovalPolicy.DELETE]) }),
  () => ({ alone: true }),
];

/** A valid protection with random parts. */
function right(random: Random): Props {
  const luns = [...random.pick([0], [0, 1], [1, 0, 3])];
  return {
    vmId: VM,
    key: random.pick(...["web", "1", "a.b_c-d", "A"]),
    policyId: POLICY_ID,
    alone: random.below(2) === 0,
    ...random.pick<Partial<Props>>({}, { includeDiskLuns: luns }, { excludeDiskLuns: luns }),
    ...random.pick<Partial<Props>>({}, { ownPolicyId: POLICY_ID }),
    ...random.pick<Partial<Props>>({}, { protectionState: ProtectionState.PROTECTED }),
    removal: random.pick(...[undefined, RemovalPolicy.REFUSE, RemovalPolicy.DELETE]),
  };
}

/** A protected VM with up to two random changes. */
export function randomProtection(random: Random): Synthesized {
  const { vmId: id, key, policyId, ownPolicyId, removal, alone, ...options } = mutated(right(random), MUTATIONS, random);
  const stack = testStack();
  const attributes = { vaultId: VAULT_ID, location: "westeurope", immutability: VaultImmutability.disabled() };
  const vault = RecoveryServicesVault.fromVaultAttributes(stack, "Vault", attributes);
  const policy = VmBackupPolicy.fromPolicyId(stack, "Policy", policyId);
  // Azure removes the policy from a stopped VM, and every plan would add it again.
  const hasOwn = ownPolicyId !== undefined && options.protectionState !== ProtectionState.STOPPED;
  const own = !hasOwn ? {} : { policy: VmBackupPolicy.fromPolicyId(stack, "Own", ownPolicyId) };
  const vm = SourceVm.fromId(id, { ...options, ...own });
  if (alone) new ProtectedVm(stack, "Vm", { vault, policy, vm, removal });
  else new ProtectedVms(stack, "Vms", { vault, policy, vms: { [key]: vm }, removal });
  return synth(stack);
}
