import { Token } from "cdktf";
import type { Construct } from "constructs";
import type { IVmBackupPolicy } from "../policy/vm-backup-policy";
import { expression } from "../private/expression";
import { localValue } from "../private/local-value";
import type { ItemArguments } from "./item-resource";
import { ProtectionState } from "./protection-state";
import type { SourceVm } from "./source-vm";
import { fromVms, type VmsByKey, type VmsOrSearch } from "./vms-by-key";

/** The arguments of azurerm that a VM may override. */
type Argument = "backup_policy_id" | "protection_state" | "include_disk_luns" | "exclude_disk_luns";
type Values = Readonly<Record<Argument, unknown>>;

/** The values that VMs override, by key, and the arguments that have such a value. */
interface Overrides {
  readonly byKey: Readonly<Record<string, Partial<Values>>>;
  readonly names: ReadonlySet<Argument>;
}

/** The arguments of a resource whose instances may differ. */
export interface OverridableArguments extends Omit<ItemArguments, "sourceVmId"> {
  /** Refers to the local with the overrides; undefined if there are none. */
  readonly overrides: string | undefined;
}

/**
 * Returns the arguments that VMs may override: the default if no VM does, or the VM's element of a local value. A `lookup` in the local
 * with the overrides would read the whole local once per VM.
 */
export function overridableArguments(
  scope: Construct,
  policy: IVmBackupPolicy,
  vms: VmsOrSearch,
  vmIds: string,
): OverridableArguments {
  const defaults: Values = {
    backup_policy_id: policy.policyId,
    protection_state: ProtectionState.PROTECTED,
    include_disk_luns: undefined,
    exclude_disk_luns: undefined,
  };
  const known = typeof vms === "function" ? undefined : overridesOf(vms, policy, defaults);
  if (known?.names.size === 0) return { ...itemArguments((name) => defaults[name]), overrides: undefined };

  const from = (compute: (overrides: Overrides) => unknown) =>
    fromVms(vms, (map) => compute(known ?? overridesOf(map, policy, defaults)));
  const overrides = localValue(
    scope,
    "VmOverrides",
    from(({ byKey, names }) => (names.size === 0 ? undefined : byKey)),
  );
  const settings = localValue(
    scope,
    "VmSettings",
    from(({ names }) => {
      if (names.size === 0) return undefined;
      // Sorted, so that the order of the VMs does not change the output.
      const overridden = Object.fromEntries([...names].sort().map((name) => [name, defaults[name] ?? null]));
      return expression`{for key, own in merge({for key, id in ${vmIds} : key => {}}, ${overrides}) : key => merge(${overridden}, own)}`;
    }),
  );
  const argument = (name: Argument) =>
    from(({ names }) => (names.has(name) ? expression`${settings}[each.key][${name}]` : defaults[name]));
  return { ...itemArguments(argument), overrides };
}

function overridesOf(vms: VmsByKey, policy: IVmBackupPolicy, defaults: Values): Overrides {
  const byKey: Record<string, Partial<Values>> = {};
  const names = new Set<Argument>();
  for (const [key, vm] of Object.entries(vms)) {
    if (!vm._hasOverrides) continue;
    const entries = Object.entries(valuesOf(vm, policy)) as [Argument, unknown][];
    const own = entries.filter(([name, value]) => value !== defaults[name]);
    if (own.length === 0) continue;
    byKey[key] = Object.fromEntries(own.map(([name, value]) => [name, value ?? null]));
    for (const [name] of own) names.add(name);
  }
  return { byKey, names };
}

function valuesOf(vm: SourceVm, policy: IVmBackupPolicy): Values {
  return {
    backup_policy_id: vm._policyId(policy),
    protection_state: vm._state,
    include_disk_luns: vm._options.includeDiskLuns,
    exclude_disk_luns: vm._options.excludeDiskLuns,
  };
}

/** Returns the arguments. The values may be expressions. */
function itemArguments(valueOf: (name: Argument) => unknown): Omit<ItemArguments, "sourceVmId"> {
  const numbers = (value: unknown) => (value === undefined ? undefined : Token.asNumberList(value));
  const policyId = valueOf("backup_policy_id");
  return {
    backupPolicyId: policyId === undefined ? undefined : Token.asString(policyId),
    protectionState: Token.asString(valueOf("protection_state")),
    includeDiskLuns: numbers(valueOf("include_disk_luns")),
    excludeDiskLuns: numbers(valueOf("exclude_disk_luns")),
  };
}
