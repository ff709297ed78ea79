import { MAX_POLICIES_PER_VAULT, MAX_VAULTS_PER_REGION, MAX_VMS_PER_VAULT } from "../../azure/limits";
import { nameOfKey } from "./assign";
import { type Assignment, type AssignmentFile, subscriptionOfKey, vaultLabel } from "./assignment";
import type { FleetVm } from "./fleet-vm";
import { VaultLoads } from "./vault-loads";

interface Facts {
  /** The name of the file, for the sentences. */
  readonly file: string;
  /** The command that writes the file. */
  readonly command: string;
  readonly centralSubscriptionId: string | undefined;
}

/** Returns what is wrong with a file of assignments, for the VMs of an inventory. Each sentence names all VMs that it concerns. */
export function disagreements(vms: ReadonlyMap<string, FleetVm>, file: AssignmentFile, facts: Facts): string[] {
  const problems = [...file.problems];
  if (file.hasConflict) problems.push("a merge must be complete, got the conflict markers of git");
  const missing = [...vms.values()].filter(({ key }) => !file.assignments.has(key));
  problems.push(...naming("every VM of the inventory must have a line", missing, ({ id }) => id));
  const gone = [...file.assignments.keys()].filter((key) => !vms.has(key));
  problems.push(...naming("every line must have a VM in the inventory", gone, (key) => key));
  const twice = [...file.assignments].filter(([, candidates]) => candidates.length > 1);
  problems.push(...naming("a VM must have one line", twice, ([key]) => vms.get(key)?.id ?? key));
  const pairs = [...file.assignments].flatMap(([key, [one]]) => {
    const vm = vms.get(key);
    return vm && one ? [{ vm, one }] : [];
  });
  const moved = pairs.filter(({ vm, one }) => one.vault.location !== vm.location);
  problems.push(
    ...naming("the region of a line must be the location of the VM", moved, ({ vm, one }) => {
      return `${vm.id} in '${one.vault.location}' instead of '${vm.location}'`;
    }),
  );
  const changed = pairs.filter(({ vm, one }) => one.tier !== vm.tier);
  problems.push(
    ...naming("the tier of a line must be that of the VM", changed, ({ vm, one }) => {
      return `${vm.id} with '${one.tier}' instead of '${vm.tier}'`;
    }),
  );
  const remedy = `run: ${facts.command}`;
  return [
    ...problems.map((problem) => `${facts.file}: ${problem}; ${remedy}`),
    ...subscriptionProblems(pairs, facts),
    ...vaultProblems(file, facts),
  ];
}

function naming<T>(rule: string, those: readonly T[], format: (one: T) => string): string[] {
  return those.length === 0 ? [] : [`${rule}, got ${those.map(format).join(", ")}`];
}

function subscriptionProblems(
  pairs: readonly { readonly vm: FleetVm; readonly one: Assignment }[],
  { file, centralSubscriptionId }: Facts,
): string[] {
  const foreign = pairs.filter(({ one: { key, vault } }) => {
    return vault.subscriptionId !== subscriptionOfKey(key) && vault.subscriptionId !== centralSubscriptionId;
  });
  const rule = "the vault of a VM must be in the VM's subscription, or in centralVaultSubscriptionId";
  return naming(rule, foreign, ({ vm, one }) => `${vm.id} in ${one.vault.subscriptionId}`).map(
    (problem) =>
      `${file}: ${problem}; set centralVaultSubscriptionId to that subscription, since a move to another vault loses recovery points`,
  );
}

function vaultProblems({ assignments, vaults }: AssignmentFile, { file, command }: Facts): string[] {
  const all = [...assignments.values()].flatMap(([one]) => (one ? [one] : []));
  const loads = new VaultLoads(all, vaults);
  const remedy = `run the following with --deployed and the deployed file, so that VMs that are not deployed get another vault: ${command}`;
  return [
    ...naming(
      `a vault must have at most ${MAX_VMS_PER_VAULT} VMs`,
      vaults.filter((vault) => loads.count(vault) > MAX_VMS_PER_VAULT),
      (vault) => `'${vaultLabel(vault)}' with ${loads.count(vault)}`,
    ).map((problem) => `${file}: ${problem}; ${remedy}`),
    ...naming("VMs of a vault must not have the same resource group and name", namesakes(all), ({ key }) => key).map(
      (problem) => `${file}: ${problem}; ${remedy}`,
    ),
    ...naming(
      `a vault must have at most ${MAX_POLICIES_PER_VAULT} policies`,
      vaults.filter((vault) => loads.policies(vault) > MAX_POLICIES_PER_VAULT),
      (vault) => `'${vaultLabel(vault)}' with ${loads.policies(vault)}`,
    ).map((problem) => `${file}: ${problem}; have fewer tiers or slots`),
    ...naming(
      `the vaults of a region must be at most ${MAX_VAULTS_PER_REGION}`,
      vaults.filter(({ number }) => number > MAX_VAULTS_PER_REGION),
      (vault) => `'${vaultLabel(vault)}'`,
    ).map((problem) => `${file}: ${problem}; use another subscription`),
  ];
}

function namesakes(all: readonly Assignment[]): Assignment[] {
  const first = new Set<string>();
  return all.filter((one) => {
    const name = `${vaultLabel(one.vault)} ${nameOfKey(one.key)}`;
    return first.has(name) || !first.add(name);
  });
}
